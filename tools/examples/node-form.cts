import type { ResourceMapperField } from 'n8n-workflow';
import { mapperFields } from '../../nodes/RunningHub/methods/mapper-fields';
import { modelMapper } from '../../nodes/RunningHub/methods/model-mapper';
import { savedView } from '../../nodes/RunningHub/methods/saved-view';
import { modelLabel } from '../../nodes/RunningHub/parameters/model-label';
import { readPastedId } from '../../nodes/RunningHub/parameters/pasted-id';
import {
	fetchAiApp,
	fetchWorkflow,
} from '../../nodes/RunningHub/requests/node-inputs/app-and-workflow';
import { modelForm } from '../../runninghub/catalogue/catalogue';
import { isResource } from '../../runninghub/catalogue/operations';
import { modelPage } from '../../runninghub/catalogue/model-page';
import { appForm } from '../../runninghub/forms/app-form';
import type { FormField } from '../../runninghub/forms/form-field';
import { workflowForm } from '../../runninghub/forms/workflow-form';
import { asObject, asText, parseJson, type JsonObject } from '../../runninghub/json';
import type { Transport } from '../../runninghub/transport';
import { readCatalogue } from '../catalogue/read-catalogue.cts';

/** The form of a RunningHub node in a workflow. */
export interface NodeForm {
	/** The parameter of the node that holds it. */
	readonly parameter: 'appParameters' | 'parameters' | 'workflowParameters';
	/** All its fields, the prompt included where it is a field of the model. */
	readonly fields: readonly FormField[];
	/** What the editor shows of them. */
	readonly shown: readonly ResourceMapperField[];
	/** What the editor saves of the chosen model besides its endpoint. */
	readonly model?: { readonly cachedResultName: string; readonly cachedResultUrl: string };
}

const CATALOGUE = readCatalogue();

/**
 * The form that the editor shows for a node: of its model, AI app or workflow. `undefined` where
 * the operation has none, or an expression chooses the model.
 *
 * @param transport leads to the RunningHub that knows the node's AI app or workflow.
 * @throws Error when the model is unknown, no longer offered, or belongs elsewhere.
 */
export async function nodeForm(
	node: JsonObject,
	transport: Transport,
): Promise<NodeForm | undefined> {
	const parameters = asObject(node['parameters']);
	const resource = asText(parameters['resource']);
	const operation = asText(parameters['operation']);
	const place = `${asText(node['name'])}: ${resource} → ${operation}`;
	if (isResource(resource)) {
		const endpoint = asText(asObject(parameters['model'])['value']);
		if (endpoint.startsWith('=')) return undefined;
		const model = CATALOGUE.find(endpoint);
		if (model === undefined) throw new Error(`${place} has no model ${endpoint}`);
		if (model.deprecated) throw new Error(`${place}: ${endpoint} is no longer offered`);
		if (model.resource !== resource || model.operation !== operation) {
			throw new Error(`${place}: ${endpoint} belongs to ${model.resource} → ${model.operation}`);
		}
		return {
			parameter: 'parameters',
			fields: modelForm(model),
			shown: modelMapper(model, { resource, operation }),
			model: { cachedResultName: modelLabel(model), cachedResultUrl: modelPage(model) },
		};
	}
	if (operation !== 'run') return undefined;
	if (resource === 'aiApp') {
		const app = await fetchAiApp(transport, idIn(parameters, 'aiApp'));
		const fields = appForm(app.inputs);
		const shown = mapperFields(fields, (field) => savedView(field, true));
		return { parameter: 'appParameters', fields, shown };
	}
	if (resource === 'workflow') {
		const graph = await fetchWorkflow(transport, idIn(parameters, 'workflow'));
		const fields = workflowForm(graph);
		const shown = mapperFields(fields, (field) => savedView(field, field.prominent));
		return { parameter: 'workflowParameters', fields, shown };
	}
	return undefined;
}

function idIn(parameters: JsonObject, kind: 'aiApp' | 'workflow'): string {
	const pasted = readPastedId(parameters[kind], kind, '');
	if ('problem' in pasted) throw new Error(pasted.problem);
	return pasted.id;
}

/**
 * A node as the editor saves it: with the whole form beside the values, of which those that are
 * filled in are shown.
 */
export function withForm(node: JsonObject, form: NodeForm): JsonObject {
	const parameters = asObject(node['parameters']);
	const mapper = asObject(parameters[form.parameter]);
	const value = asObject(mapper['value']);
	const schema = form.shown.map((field) => ({
		...field,
		removed: field.removed === true && !(field.id in value),
	}));
	return {
		...node,
		parameters: {
			...parameters,
			...(form.model !== undefined && {
				model: { ...asObject(parameters['model']), ...form.model },
			}),
			[form.parameter]: {
				...mapper,
				schema: schema.map((field): JsonObject => {
					const { options, ...rest } = field;
					return {
						...asObject(parseJson(JSON.stringify(rest))),
						...(options !== undefined && {
							options: options.map(({ name, value: choice }) => ({ name, value: choice })),
						}),
					};
				}),
			},
		},
	};
}
