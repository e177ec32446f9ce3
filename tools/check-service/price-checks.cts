import { codeOf, type Answer } from '../../runninghub/api/answer';
import type { Model, OutputKind } from '../../runninghub/catalogue/model';
import { asNumber, asText, type JsonObject } from '../../runninghub/json';
import { judged, NotChecked, type Check, type Seen } from './check.cts';
import { aModelFor, KINDS, plainModels } from './models-of-kinds.cts';
import { needsPicture, sampleBody, SOME_PICTURE } from './sample-form.cts';
import type { Visit } from './visit.cts';
import { told } from './words.cts';

/** The China site's word for a model that it has no longer (docs, section 8). */
const WITHDRAWN = '40310';
const NOT_FOR_THIS_KEY = '1014';
const TRIES = 3;
const NO_OPTION = 'no such option';
/** Only these keys may call models (docs, section 10). */
const MODEL_KEY = 'SHARED';

/** Asks what a run with this body would cost. */
export async function previewOf(visit: Visit, endpoint: string, body: JsonObject): Promise<Answer> {
	const path = endpoint.split('/').map(encodeURIComponent).join('/');
	return await visit.ask({
		method: 'POST',
		path: `/openapi/v2/price-preview/${path}`,
		json: body,
	});
}

/** Whether an answer is a price, and what it is otherwise. */
export function readPrice(answer: Answer): { readonly isPrice: boolean; readonly seen: string } {
	if (!answer.ok) return { isPrice: false, seen: told(answer) };
	const { estimatedPrice, currency } = answer.body;
	const isPrice = asNumber(estimatedPrice) !== null;
	return {
		isPrice,
		seen: isPrice ? `a price in ${asText(currency) || 'no currency'}` : 'no price',
	};
}

/**
 * That the key may look up prices of models.
 * @throws NotChecked otherwise.
 */
export function needModelKey(keyKind: string): void {
	if (keyKind !== MODEL_KEY)
		throw new NotChecked(`this key is ${keyKind}: models need ${MODEL_KEY}`);
}

/**
 * The picture that a model needs, as an address; any address where it needs none.
 * @throws NotChecked when none could be uploaded.
 */
export async function pictureFor(visit: Visit, model: Model): Promise<string> {
	return needsPicture(model) ? await visit.pictureAddress() : SOME_PICTURE;
}

async function previewOfKind(visit: Visit, kind: OutputKind): Promise<Answer> {
	let answer: Answer | undefined;
	for (const model of plainModels(kind).slice(0, TRIES)) {
		const body = sampleBody(model, await pictureFor(visit, model));
		if (body === undefined) continue;
		answer = await previewOf(visit, model.endpoint, body);
		if (codeOf(answer.body) !== WITHDRAWN) return answer;
	}
	if (answer === undefined) throw new NotChecked('no model of this kind can be filled in');
	return answer;
}

/** Models with a choice that must be made, filled in, and the key of that choice. */
function modelsWithChoice() {
	return KINDS.flatMap(plainModels).flatMap((model) => {
		const body = sampleBody(model, SOME_PICTURE);
		const choice = model.fields.find(({ required, type }) => required && type === 'options');
		return body === undefined || choice === undefined || needsPicture(model)
			? []
			: [{ endpoint: model.endpoint, body, choice: choice.id }];
	});
}

async function refusedAsInvalid(
	visit: Visit,
	change: (body: JsonObject, choice: string) => JsonObject,
): Promise<Seen> {
	for (const { endpoint, body, choice } of modelsWithChoice().slice(0, TRIES)) {
		const answer = await previewOf(visit, endpoint, change(body, choice));
		if (codeOf(answer.body) === WITHDRAWN) continue;
		return judged(!answer.ok && answer.error.kind === 'invalid', told(answer));
	}
	throw new NotChecked('the site has none of the models that were tried');
}

/** Price previews, and what they refuse (docs, sections 3.2, 3.4 and 10). */
export function priceChecks(visit: Visit, keyKind: string): Check[] {
	const expected = `a price in ${visit.service.currency}`;
	if (keyKind === 'NORMAL') {
		return [
			{
				section: '10',
				statement: 'A consumer key gets no price preview',
				expected: `code ${NOT_FOR_THIS_KEY}`,
				look: async () => {
					const answer = await previewOfKind(visit, 'image');
					return judged(codeOf(answer.body) === NOT_FOR_THIS_KEY, told(answer));
				},
			},
		];
	}
	return [
		...KINDS.map(
			(kind): Check => ({
				section: '3.2',
				statement: `The price preview of ${aModelFor(kind)} gives a price`,
				expected,
				look: async () => {
					needModelKey(keyKind);
					const { seen } = readPrice(await previewOfKind(visit, kind));
					return judged(seen === expected, seen);
				},
			}),
		),
		{
			section: '3.4',
			statement: 'An option that the model does not have is refused as invalid',
			expected: 'code 1007 or 301',
			look: async () => {
				needModelKey(keyKind);
				return await refusedAsInvalid(visit, (body, choice) => ({ ...body, [choice]: NO_OPTION }));
			},
		},
		{
			section: '3.4',
			statement: 'A form without a required parameter is refused as invalid',
			expected: 'code 1007 or 301',
			look: async () => {
				needModelKey(keyKind);
				return await refusedAsInvalid(visit, (body, choice) =>
					Object.fromEntries(Object.entries(body).filter(([key]) => key !== choice)),
				);
			},
		},
	];
}
