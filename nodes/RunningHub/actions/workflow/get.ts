import { workflowField } from './fields';
import { FieldValues } from '../../parameters/field-values';
import { pastedId } from '../../requests/node-inputs/app-or-workflow-id';
import type { CallOperation } from '../../operation';

/** Get the graph of a workflow. */
export const get: CallOperation = {
	type: 'call',
	value: 'get',
	name: 'Get',
	action: 'Get a workflow',
	description: 'Get the graph of a workflow in API format',
	fields: [workflowField],
	async call(ctx, itemIndex, session) {
		const { graphOf } = await import('../../requests/node-inputs/app-and-workflow');
		const { baseUrl } = await session.connection();
		const values = FieldValues.ofItem(ctx, itemIndex);
		const workflowId = pastedId(values, workflowField, 'workflow', baseUrl);
		const graph = await graphOf(session, workflowId);
		return [{ json: { workflowId, graph }, pairedItem: { item: itemIndex } }];
	},
};
