import { getNodeInfo as ask } from '../../../../runninghub/api/comfyui-server';
import { asText } from '../../../../runninghub/json';
import { nodeClassField, serverSizeField } from '../fields/comfyui-server';
import { invalidInput } from '../invalid-input';
import type { CallOperation } from '../operation';
import { readServerSize } from './server-size';

/** Get what a ComfyUI server tells of a class of nodes. */
export const getNodeInfo: CallOperation = {
	type: 'call',
	value: 'getNodeInfo',
	name: 'Get Node Info',
	action: 'Get the info of a node class',
	description: 'Get the inputs and outputs of one class of ComfyUI nodes',
	fields: [serverSizeField, nodeClassField],
	async call(ctx, itemIndex, session) {
		const { transport } = await session.connection();
		const size = readServerSize(ctx, itemIndex);
		const nodeClass = asText(ctx.getNodeParameter('nodeClass', itemIndex, '')).trim();
		if (nodeClass === '')
			throw invalidInput('Node Class: a value is required', 'Give a class such as KSampler.');
		const info = await session.read(
			async (signal) => await ask(transport, size, nodeClass, signal),
		);
		return [{ json: { nodeClass, info }, pairedItem: { item: itemIndex } }];
	},
};
