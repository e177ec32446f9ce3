import type { Model, OutputKind } from '../../runninghub/catalogue/model';
import type { ModelOperation } from '../../runninghub/catalogue/operations';
import { catalogue as capturedCatalogue } from '../../test/simulator/catalogue.cts';
import { packagedCatalogue } from './packaged-catalogue.cts';
import { needsPicture, sampleBody, SOME_PICTURE } from './sample-form.cts';

/** The kinds of result that models give. */
export const KINDS: readonly OutputKind[] = ['image', 'video', 'audio', '3d', 'text'];

/** What makes something new. Other operations are about a file, also where none is required. */
const OPERATIONS: readonly ModelOperation[] = [
	'generateFromImage',
	'generateFromText',
	'generateMusic',
	'generateSpeech',
	'writeLyrics',
];

/** A price as it was once captured: an order to ask in, nothing more. */
function capturedPrice({ endpoint }: Model): number {
	const pricing = capturedCatalogue().get(endpoint)?.pricing;
	return pricing?.price ?? pricing?.from ?? Number.POSITIVE_INFINITY;
}

/** Models that are offered on both sites and whose required inputs anybody can fill in. */
function isUsual(model: Model): boolean {
	return (
		!model.deprecated &&
		model.maybeInternationalOnly !== true &&
		!model.fields.some(({ id }) => id.includes('##')) &&
		model.fields.some(({ required }) => required) &&
		OPERATIONS.includes(model.operation) &&
		sampleBody(model, SOME_PICTURE) !== undefined
	);
}

let usual: readonly Model[] | undefined;

/** Models that anybody can run, of all kinds, those first that were once the cheapest. */
function usualModels(): readonly Model[] {
	usual ??= packagedCatalogue()
		.list()
		.filter(isUsual)
		.map((model) => ({ model, price: capturedPrice(model) }))
		.sort((left, right) => (left.price === right.price ? 0 : left.price - right.price))
		.map(({ model }) => model);
	return usual;
}

/** Models of a kind that anybody can run, those first that were once the cheapest. */
export function cheapModels(kind: OutputKind): readonly Model[] {
	return usualModels().filter(({ output }) => output === kind);
}

/** The same, without those that need a picture where the kind has others. */
export function plainModels(kind: OutputKind): readonly Model[] {
	const models = cheapModels(kind);
	const plain = models.filter((model) => !needsPicture(model));
	return plain.length > 0 ? plain : models;
}

/** What a model of a kind is called: 'a video model'. */
export function aModelFor(kind: OutputKind): string {
	const name = kind === '3d' ? '3D' : kind;
	return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name} model`;
}
