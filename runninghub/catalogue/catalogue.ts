import type { FormField } from '../forms/form-field';
import { isJsonObject, type JsonValue } from '../json';
import type { Model, Operation, Resource } from './model';
import { readModel } from './model-data';
import { compareModels } from './model-order';

/** Which models to list. */
export interface ModelFilter {
	readonly resource?: Resource;
	readonly operation?: Operation;
	/** Words that must all occur, in any order, in the name, the Chinese name, the endpoint or the family. */
	readonly search?: string;
}

/** The standard models that this version of the package knows (docs/runninghub-api.md, section 11). */
export interface Catalogue {
	/** The model with exactly this endpoint. */
	find(endpoint: string): Model | undefined;
	/** The models that fit, in the order they are shown. */
	list(filter?: ModelFilter): Model[];
}

function searchText(model: Model): string {
	return `${model.name}\n${model.endpoint}\n${model.nameZh}\n${model.provider}`.toLowerCase();
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
	const byEndpoint = new Map(models.map((model) => [model.endpoint, model]));
	return {
		find: (endpoint) => byEndpoint.get(endpoint),
		list: ({ resource, operation, search = '' } = {}) => {
			const words = search.toLowerCase().split(/\s+/).filter(Boolean);
			return models.filter(
				(model) =>
					(resource === undefined || model.resource === resource) &&
					(operation === undefined || model.operation === operation) &&
					(words.length === 0 || words.every((word) => searchText(model).includes(word))),
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
