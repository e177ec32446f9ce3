import { getHistory as ask } from '../../../../runninghub/api/comfyui-server';
import { repeatRead } from '../../../../runninghub/api/repeat-read';
import { asText } from '../../../../runninghub/json';
import { n8nClock } from '../../runtime/n8n-clock';
import { promptIdField, serverSizeField } from '../fields/comfyui-server';
import { invalidInput } from '../invalid-input';
import type { CallOperation } from '../operation';
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
		const promptId = asText(ctx.getNodeParameter('promptId', itemIndex, '')).trim();
		if (promptId === '')
			throw invalidInput('Prompt ID: a value is required', 'Give the ID of a prompt.');
		const history = await repeatRead(
			n8nClock,
			async () => await ask(transport, size, promptId, session.signal),
			session.signal,
		);
		return [{ json: { promptId, history }, pairedItem: { item: itemIndex } }];
	},
};
