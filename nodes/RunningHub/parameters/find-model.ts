import type { Catalogue } from '../../../runninghub/catalogue/catalogue';
import type { Model } from '../../../runninghub/catalogue/model';
import { asText, isJsonObject } from '../../../runninghub/json';
import { modelLabel } from './model-label';

/**
 * The endpoint in the value of the Model field: a locator's value, or plain text where an
 * expression gave it. Addresses copied from the API pages lose what stands before the endpoint.
 */
export function readEndpoint(value: unknown): string {
	const text = asText(isJsonObject(value) ? value.value : value).trim();
	return text.replace(/^https?:\/\/[^/]+/i, '').replace(/^\/?(openapi\/v2\/)?/, '');
}

/** The model of that endpoint; an expression may also give the name that the list shows. */
export function findModel(catalogue: Catalogue, endpoint: string): Model | undefined {
	const isNamed = (model: Model) => model.name === endpoint || modelLabel(model) === endpoint;
	return catalogue.find(endpoint) ?? catalogue.list().find(isNamed);
}
