import type { ILoadOptionsFunctions, ResourceMapperFields } from 'n8n-workflow';
import { asText } from '../../../runninghub/json';
import { findModel, isPageNumber, readEndpoint } from '../parameters/find-model';
import { notice } from './form-notice';
import { editorCatalogue } from '../runtime/newer-models';
import { modelMapper } from './model-mapper';

/** The form of the chosen model, or why there is none. */
export async function getModelFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const endpoint = readEndpoint(this.getCurrentNodeParameter('model'));
	if (endpoint === '') return notice('Choose a model to see its parameters.');
	if (endpoint.startsWith('=')) {
		return notice(
			'The model comes from an expression. Give its parameters under Options → Extra Parameters.',
		);
	}
	const place = {
		resource: asText(this.getCurrentNodeParameter('resource')),
		operation: asText(this.getCurrentNodeParameter('operation')),
	};
	const model = findModel(await editorCatalogue(this), endpoint, place);
	if (model === undefined && isPageNumber(endpoint)) {
		return notice(
			'No model with the number of this API page is known. Give the endpoint instead: what stands behind /openapi/v2/ on that page.',
		);
	}
	if (model === undefined) {
		return notice(
			'This model is not in the list of this version, nor in the public one of RunningHub. Give its parameters under Options → Extra Parameters.',
		);
	}
	const fields = modelMapper(model, place);
	return fields.length > 0
		? { fields }
		: notice('This model has no parameters besides the prompt.');
}
