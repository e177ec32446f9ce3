import type { Catalogue } from '../../../runninghub/catalogue/catalogue';
import type { Model } from '../../../runninghub/catalogue/model';
import { asText, isJsonObject } from '../../../runninghub/json';
import { modelLabel } from './model-label';

/** What stands before the number in the address of an API page (docs/runninghub-api.md, section 12.3). */
const API_PAGE = /^https?:\/\/[^/]+\/(?:[^?#]*\/)?api-detail\/(\d+)/i;

/**
 * The endpoint in the value of the Model field: a locator's value, or plain text where an
 * expression gave it. Addresses for requests lose what stands before the endpoint; of the address of
 * an API page the number is left.
 */
export function readEndpoint(value: unknown): string {
	const text = asText(isJsonObject(value) ? value.value : value).trim();
	const page = API_PAGE.exec(text)?.[1];
	return page ?? text.replace(/^https?:\/\/[^/]+/i, '').replace(/^\/?(openapi\/v2\/)?/, '');
}

/** Whether an endpoint is the number of an API page instead. */
export function isPageNumber(endpoint: string): boolean {
	return /^\d{6,}$/.test(endpoint);
}

/** The list that a node shows. */
export interface ModelPlace {
	readonly resource: string;
	readonly operation: string;
}

/**
 * The model of that endpoint or API page. An expression may also give the name that the list shows, with or
 * without its mark, or the name in RunningHub's menu, in letters of any case. Where several lists
 * have a name, it is meant for the node's own.
 */
export function findModel(
	catalogue: Catalogue,
	given: string,
	{ resource, operation }: ModelPlace,
): Model | undefined {
	const exact =
		catalogue.find(given) ??
		(isPageNumber(given) ? catalogue.list().find(({ skuId }) => skuId === given) : undefined);
	if (exact !== undefined) return exact;
	const wanted = given.toLowerCase();
	const named = catalogue
		.list()
		.filter((model) =>
			[model.name, model.title, modelLabel(model)].some((name) => name.toLowerCase() === wanted),
		);
	const own = named.find((each) => each.resource === resource && each.operation === operation);
	return own ?? (named.length === 1 ? named[0] : undefined);
}
