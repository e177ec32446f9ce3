import type { ILoadOptionsFunctions, ResourceMapperFields } from 'n8n-workflow';
import { workflowForm } from '../../../runninghub/forms/workflow-form';
import { connect } from '../runtime/n8n-transport';
import { fetchWorkflow } from '../requests/node-inputs/app-and-workflow';
import { notice, reasonOf } from './form-notice';
import { mapperFields } from './mapper-fields';
import { savedView } from './saved-view';
import { readPastedId } from '../parameters/pasted-id';

/** The form of the pasted workflow, or why there is none. */
export async function getWorkflowFields(
	this: ILoadOptionsFunctions,
): Promise<ResourceMapperFields> {
	const value = this.getCurrentNodeParameter('workflow', { extractValue: true });
	if (value === undefined || value === '') {
		return notice('Paste the URL of a workflow to see the inputs of its nodes.');
	}
	const connection = await connect(this).catch((error: unknown) => ({ error }));
	if ('error' in connection) return notice(reasonOf(connection.error));
	const { transport, baseUrl } = connection;
	const pasted = readPastedId(value, 'workflow', baseUrl);
	if ('problem' in pasted) return notice(`${pasted.problem}. ${pasted.hint}`);
	const outcome = await fetchWorkflow(transport, pasted.id).then(
		(graph) => ({ graph }),
		(error: unknown) => ({ error }),
	);
	if ('error' in outcome) return notice(reasonOf(outcome.error));
	const fields = workflowForm(outcome.graph);
	if (fields.length === 0)
		return notice('No node of this workflow has an input that could be set.');
	return { fields: mapperFields(fields, (field) => savedView(field, field.prominent)) };
}
