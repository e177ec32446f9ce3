import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { findOperation, isResource } from '../../../runninghub/catalogue/operations';
import { modelPage } from '../../../runninghub/catalogue/model-page';
import { asText } from '../../../runninghub/json';
import { modelLabel } from '../parameters/model-label';
import { editorCatalogue } from '../runtime/newer-models';

/** The models of the chosen resource and operation that all words of the filter fit. */
export async function searchModels(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const resource = asText(this.getCurrentNodeParameter('resource'));
	if (!isResource(resource)) return { results: [] };
	const operation = findOperation(resource, asText(this.getCurrentNodeParameter('operation')));
	const catalogue = await editorCatalogue(this);
	const models = catalogue.list({ resource, search: filter, ...(operation && { operation }) });
	return {
		results: models.map((model) => ({
			name: modelLabel(model),
			value: model.endpoint,
			url: modelPage(model),
		})),
	};
}
