import { serverSizeField } from './fields';
import { plainOptionsField } from '../../fields/run-options';
import { plainWaitModeField } from '../../fields/wait-mode';
import { simplifyField } from '../../fields/simplify';
import { graphField } from '../../fields/workflow-json';
import type { TaskOperation } from '../../operation';
import { readServerSize } from './server-size';

/** Queue a graph on a ComfyUI server and wait for its files, as a run does. */
export const queuePrompt: TaskOperation = {
	type: 'task',
	value: 'queuePrompt',
	name: 'Queue Prompt',
	action: 'Queue a prompt on a ComfyUI server',
	description: 'Queue a graph through the native ComfyUI API and wait for its files',
	fields: [serverSizeField, graphField, plainWaitModeField, simplifyField, plainOptionsField],
	async prepare(ctx, itemIndex) {
		const { lookAtPrompt, queuePrompt: queue } = await import(
			'../../../../runninghub/api/comfyui-server'
		);
		const { readWorkflowJson } = await import('../../requests/graph/workflow-json');
		const { digest } = await import('../../items/media-identity');
		const size = readServerSize(ctx, itemIndex);
		const value: unknown = ctx.getNodeParameter(graphField.name, itemIndex, '');
		const graph = readWorkflowJson(ctx, value, graphField, 'the graph');
		return await Promise.resolve({
			kind: 'ComfyUI server',
			subject: {},
			inputs: { graph: digest(graph), size },
			media: [],
			addressForm: 'fileName',
			submit: async (transport) => await queue(transport, size, graph),
			look: async (transport, promptId, signal) =>
				await lookAtPrompt(transport, size, promptId, signal),
		});
	},
};
