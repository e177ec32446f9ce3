import { getHistory as ask } from '../../../../runninghub/api/comfyui-server';
import { promptIdField, serverSizeField } from './fields';
import type { CallOperation } from '../../operation';
import { FieldValues } from '../../parameters/field-values';
import { readServerSize } from './server-size';

/** Get what a ComfyUI server recorded of a prompt. */
export const getHistory: CallOperation = {
	type: 'call',
	value: 'getHistory',
	name: 'Get History',
	action: 'Get the history of a prompt',
	description: 'Get what the ComfyUI server recorded of a prompt; empty while it waits or runs',
	fields: [serverSizeField, promptIdField],
	async call(ctx, itemIndex, session) {
		const { transport } = await session.connection();
		const size = readServerSize(ctx, itemIndex);
		const promptId = FieldValues.ofItem(ctx, itemIndex).requiredText(
			promptIdField,
			'Give the ID of a prompt.',
		);
		const history = await session.read(
			async (signal) => await ask(transport, size, promptId, signal),
		);
		return [{ json: { promptId, history }, pairedItem: { item: itemIndex } }];
	},
};
