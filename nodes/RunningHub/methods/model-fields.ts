import type { ILoadOptionsFunctions, ResourceMapperFields } from 'n8n-workflow';
import { loadCatalogue, modelForm } from '../../../runninghub/catalogue/catalogue';
import { asText } from '../../../runninghub/json';
import { findModel, readEndpoint } from '../parameters/find-model';
import { notice } from './form-notice';
import { mapperFields } from './mapper-fields';

/** The form of the chosen model, without the prompt, which has a field of its own. */
export async function getModelFields(
	this: Pick<ILoadOptionsFunctions, 'getCurrentNodeParameter'>,
): Promise<ResourceMapperFields> {
	const endpoint = readEndpoint(this.getCurrentNodeParameter('model'));
	if (endpoint === '') return notice('Choose a model to see its parameters.');
	const model = findModel(await loadCatalogue(), endpoint, {
		resource: asText(this.getCurrentNodeParameter('resource')),
		operation: asText(this.getCurrentNodeParameter('operation')),
	});
	if (model === undefined) {
		return notice(
			endpoint.startsWith('=')
				? 'The model comes from an expression. Give its parameters under Options → Extra Parameters.'
				: 'This model is not in the list of this version. Give its parameters under Options → Extra Parameters.',
		);
	}
	const fields = mapperFields(modelForm(model).filter(({ role }) => role !== 'prompt'));
	return fields.length > 0
		? { fields }
		: notice('This model has no parameters besides the prompt.');
}
