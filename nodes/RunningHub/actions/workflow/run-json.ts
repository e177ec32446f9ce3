import type { INodeProperties } from 'n8n-workflow';
import { decodeText } from '../../../../runninghub/decode-text';
import type { ExecuteContext } from '../../runtime/n8n-context';
import { workflowJsonOptionsField } from '../../fields/graph-options';
import { runWaitModeField } from '../../fields/wait-mode';
import { simplifyField } from '../../fields/simplify';
import { workflowField } from './fields';
import { graphFileField, graphJsonField, graphSourceField } from '../../fields/workflow-json';
import { FieldValues } from '../../parameters/field-values';
import { binaryContent, givenBinary } from '../../parameters/given-binary';
import { pastedId } from '../../requests/node-inputs/app-or-workflow-id';
import { readGraphOptions } from '../../requests/node-inputs/read-graph-options';
import type { TaskOperation } from '../../operation';

/** Run a whole graph in API format. */
export const runJson: TaskOperation = {
	type: 'task',
	value: 'runJson',
	name: 'Run JSON',
	action: 'Run a workflow from JSON',
	description: 'Run a whole ComfyUI graph in API format',
	fields: [
		workflowField,
		graphSourceField,
		graphJsonField,
		graphFileField,
		runWaitModeField,
		simplifyField,
		workflowJsonOptionsField,
	],
	async prepare(ctx, itemIndex, session) {
		const { submitWorkflow } = await import('../../../../runninghub/api/workflows');
		const { readWorkflowJson } = await import('../../requests/graph/workflow-json');
		const { digest } = await import('../../items/media-identity');
		const { baseUrl } = await session.connection();
		const values = FieldValues.ofItem(ctx, itemIndex);
		const workflowId = pastedId(values, workflowField, 'workflow', baseUrl);
		const { settings, addMetadata } = readGraphOptions(ctx, itemIndex);
		const { field, value } = await graphGiven(ctx, itemIndex);
		const graph = readWorkflowJson(ctx, value, field, 'the workflow');
		return {
			kind: `workflow ${workflowId}`,
			subject: { workflowId },
			inputs: { graph: digest(graph), settings: { ...settings } },
			media: [],
			addressForm: 'fileName',
			submit: async (to, _addresses, webhookUrl) =>
				await submitWorkflow(to, {
					workflowId,
					inputs: [],
					graph,
					...settings,
					...(addMetadata !== undefined && { addMetadata }),
					...(webhookUrl !== '' && { webhookUrl }),
				}),
		};
	},
};

/** The field that the graph is given in, and what it holds. */
async function graphGiven(
	ctx: ExecuteContext,
	itemIndex: number,
): Promise<{ readonly field: INodeProperties; readonly value: unknown }> {
	if (FieldValues.ofItem(ctx, itemIndex).choice(graphSourceField) !== 'file') {
		const value: unknown = ctx.getNodeParameter(graphJsonField.name, itemIndex, '');
		return { field: graphJsonField, value };
	}
	const binary = givenBinary(ctx, itemIndex, graphFileField);
	return { field: graphFileField, value: decodeText(await binaryContent(ctx, binary)) };
}
