import { codeOf } from '../../runninghub/api/answer';
import { bodyForms, type BodyForm } from '../../runninghub/catalogue/body-form';
import type { Model } from '../../runninghub/catalogue/model';
import { judged, NotChecked, type Check } from './check.cts';
import { packagedCatalogue } from './packaged-catalogue.cts';
import { needModelKey, pictureFor, previewOf, readPrice } from './price-checks.cts';
import { sampleBody, SOME_PICTURE } from './sample-form.cts';
import type { Visit } from './visit.cts';

/** Node-keyed models of several families that need no film and no sound. */
const ENDPOINTS = [
	'rhart-image/f-2-dev/text-to-image',
	'rhart-image/z-image/turbo',
	'rhart-video/wan-2.2/text-to-video',
	'rhart-video/wan-2.2/image-to-video',
	'rhart-video/ltx-2.3/text-to-video',
	'rhart-video/minimax-h3-oss/fl2va',
];

/** How a node-keyed model was seen to refuse a form that it does not take (docs, section 3.3). */
const REFUSED = ['1007', '301'];
/** The name of a way, such as 'alias and index'. */
function nameOf({ keys, options }: BodyForm): string {
	return `${keys === 'alias' ? 'alias' : 'node key'} and ${options === 'index' ? 'index' : 'shown value'}`;
}

/** The ways of a model whose bodies differ from those before them, in the order they are tried. */
function waysOf(model: Model): BodyForm[] {
	const ways = bodyForms(model);
	const bodies = ways.map((way) => JSON.stringify(sampleBody(model, SOME_PICTURE, way)));
	return ways.filter((_way, index) => bodies.indexOf(bodies[index] ?? '') === index);
}

/** One node-keyed model: its sample is made anew with the picture's address, where it needs one. */
class NodeKeyedModel {
	private readonly taken = new Map<string, boolean>();

	constructor(
		private readonly visit: Visit,
		private readonly keyKind: string,
		private readonly model: Model,
		private readonly ways: readonly BodyForm[],
	) {}

	checks(): Check[] {
		const { endpoint } = this.model;
		return [
			...this.ways.map(
				(way): Check => ({
					section: '3.3',
					statement: `${endpoint} with ${nameOf(way)}`,
					expected: `a price, or code ${REFUSED.join(' or ')}`,
					look: async () => {
						const answer = await this.preview(way);
						const { isPrice, seen } = readPrice(answer);
						this.taken.set(nameOf(way), isPrice);
						return judged(isPrice || REFUSED.includes(codeOf(answer.body)), seen);
					},
				}),
			),
			{
				section: '3.3',
				statement: `${endpoint} is taken in one of these ways`,
				expected: 'one way or more',
				look: async () => {
					if (this.taken.size === 0) throw new NotChecked('none of the ways could be tried');
					const names = this.ways.map(nameOf).filter((name) => this.taken.get(name));
					return judged(names.length > 0, names.join('; ') || 'none');
				},
			},
		];
	}

	private async preview(way: BodyForm) {
		needModelKey(this.keyKind);
		const body = sampleBody(this.model, await pictureFor(this.visit, this.model), way);
		if (body === undefined) throw new NotChecked('its form cannot be filled in');
		return await previewOf(this.visit, this.model.endpoint, body);
	}
}

/** Node-keyed models, asked for their price in every way (docs, section 3.3). */
export function nodeKeyedChecks(visit: Visit, keyKind: string): Check[] {
	const models = packagedCatalogue();
	return ENDPOINTS.flatMap((endpoint) => {
		const model = models.find(endpoint);
		if (model === undefined || sampleBody(model, SOME_PICTURE) === undefined) {
			throw new Error(`${endpoint} is not in the catalogue, or its form cannot be filled in`);
		}
		return new NodeKeyedModel(visit, keyKind, model, waysOf(model)).checks();
	});
}
