import { getNodeInfo as ask } from '../../../../runninghub/api/comfyui-server';
import { nodeClassField, serverSizeField } from './fields';
import type { CallOperation } from '../../operation';
import { FieldValues } from '../../parameters/field-values';
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
		const nodeClass = FieldValues.ofItem(ctx, itemIndex).requiredText(
			nodeClassField,
			'Give a class such as KSampler.',
		);
		const info = await session.read(
			async (signal) => await ask(transport, size, nodeClass, signal),
		);
		return [{ json: { nodeClass, info }, pairedItem: { item: itemIndex } }];
	},
};
