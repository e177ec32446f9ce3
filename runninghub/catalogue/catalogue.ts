import type { FormField } from '../forms/form-field';
import { isJsonObject, type JsonValue } from '../json';
import { aliasesOf, makerOf } from './families';
import type { Model } from './model';
import type { ModelOperation, Resource } from './operations';
import { readModel } from './model-data';
import { compareModels } from './model-order';

/** Which models to list. */
export interface ModelFilter {
	readonly resource?: Resource;
	readonly operation?: ModelOperation;
	/**
	 * Words that must all occur, in any order, in the title, RunningHub's names, the endpoint, the
	 * family, its maker or other words that people look for it by.
	 */
	readonly search?: string;
}

/** The standard models that this version of the package knows (docs/runninghub-api.md, section 11). */
export interface Catalogue {
	/** The model with exactly this endpoint. */
	find(endpoint: string): Model | undefined;
	/** The models that fit, in the order they are shown. */
	list(filter?: ModelFilter): Model[];
}

/** What stands between words; a name of the list finds its model with its marks, too. */
const SEARCH_GAP = /[\s★()]+/;

function searchText(model: Model): string {
	const { title, name, nameZh, endpoint, provider, keywords = [] } = model;
	const { helper, unavailable, deprecated } = model;
	const words = [
		title,
		name,
		nameZh,
		endpoint,
		provider,
		makerOf(provider),
		aliasesOf(provider) ?? '',
	];
	const standing = Object.entries({
		helper,
		unavailable,
		deprecated,
		withdrawn: deprecated,
	}).flatMap(([word, is]) => (is === true ? [word] : []));
	return [...words, ...keywords, ...standing].join('\n').toLowerCase();
}

/**
 * A catalogue of the given data, which has the shape of `models.json`. Entries that are no
 * model are left out.
 */
export function createCatalogue(data: JsonValue): Catalogue {
	const entries = isJsonObject(data) && Array.isArray(data.models) ? data.models : [];
	return catalogueOf(entries.map(readModel).filter((model) => model !== undefined));
}

/** A catalogue of these models. */
export function catalogueOf(unsorted: readonly Model[]): Catalogue {
	const models = [...unsorted].sort(compareModels);
	const texts = new Map<Model, string>();
	const textOf = (model: Model): string => {
		const text = texts.get(model) ?? searchText(model);
		texts.set(model, text);
		return text;
	};
	const byEndpoint = new Map(models.map((model) => [model.endpoint, model]));
	return {
		find: (endpoint) => byEndpoint.get(endpoint),
		list: ({ resource, operation, search = '' } = {}) => {
			const words = search.toLowerCase().split(SEARCH_GAP).filter(Boolean);
			return models.filter(
				(model) =>
					(resource === undefined || model.resource === resource) &&
					(operation === undefined || model.operation === operation) &&
					(words.length === 0 || words.every((word) => textOf(model).includes(word))),
			);
		},
	};
}

let loaded: Promise<Catalogue> | undefined;

/** The package's own catalogue. The data is read at the first call, not when this module loads. */
export async function loadCatalogue(): Promise<Catalogue> {
	loaded ??= import('./models.json').then((module) => createCatalogue(module.default));
	return await loaded;
}

/** The inputs of a model, in RunningHub's order. */
export function modelForm(model: Model): readonly FormField[] {
	return model.fields;
}
