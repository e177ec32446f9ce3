import { readGraph } from '../../../../runninghub/forms/graph-shape';
import { type JsonObject, tryParseJson } from '../../../../runninghub/json';
import { binaryContent, givenBinary } from '../../items/given-binary';
import type { ExecuteContext } from '../../runtime/n8n-context';
import { workflowJsonOptionsField } from '../../fields/run-options';
import { runWaitModeField } from '../../fields/run-wait-mode';
import { simplifyField } from '../../fields/simplify';
import { workflowField } from './fields';
import { graphFileField, graphJsonField, graphSourceField } from '../../fields/workflow-json';
import { invalidForm } from '../../parameters/invalid-input';
import { pastedId } from '../../requests/node-inputs/app-or-workflow-id';
import { readRunOptions } from '../../requests/node-inputs/run-options';
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
		const { digest } = await import('../../items/media-identity');
		const { baseUrl } = await session.connection();
		const value = ctx.getNodeParameter('workflow', itemIndex, '');
		const workflowId = pastedId(value, 'workflow', baseUrl);
		const { settings, addMetadata } = readRunOptions(ctx, itemIndex);
		const graph = checkedGraph(await graphValue(ctx, itemIndex));
		return {
			kind: `workflow ${workflowId}`,
			subject: { workflowId },
			inputs: { graph: digest(JSON.stringify(graph)), settings: { ...settings } },
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

async function graphValue(ctx: ExecuteContext, itemIndex: number): Promise<unknown> {
	if (ctx.getNodeParameter('graphSource', itemIndex, 'json') !== 'file') {
		const value = ctx.getNodeParameter('graphJson', itemIndex, '');
		return typeof value === 'string' ? tryParseJson(value) : value;
	}
	const binary = givenBinary(ctx, itemIndex, 'graphFile', 'Input Binary Field');
	const bytes = await binaryContent(ctx, binary);
	return tryParseJson(bytes.toString('utf8'));
}

function checkedGraph(value: unknown): JsonObject {
	const reading = readGraph(value);
	if ('graph' in reading) return reading.graph;
	throw invalidForm(
		'the workflow',
		reading.problems.map((problem) => `Workflow JSON: ${problem}`),
	);
}
