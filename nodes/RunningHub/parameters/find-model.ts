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

/**
 * The model of that endpoint or page; an expression may also give the name that the list shows.
 */
export function findModel(catalogue: Catalogue, endpoint: string): Model | undefined {
	const isNamed = (model: Model) =>
		model.name === endpoint || modelLabel(model) === endpoint || model.skuId === endpoint;
	return catalogue.find(endpoint) ?? catalogue.list().find(isNamed);
}
