import { getWebhookEvent as ask } from '../../../../runninghub/api/webhook-events';
import { taskIdField } from './fields';
import type { CallOperation } from '../../operation';
import { known } from '../../items/known';
import { unlessPrompt } from './prompt-id';
import { readTaskId } from './task-id';

/** Get what RunningHub recorded of a task's callback. */
export const getWebhookEvent: CallOperation = {
	type: 'call',
	value: 'getWebhookEvent',
	name: 'Get Webhook Event',
	action: 'Get the webhook event of a task',
	description: 'Get what RunningHub sent to the webhook of a task, and what came back',
	fields: [taskIdField],
	async call(ctx, itemIndex, session) {
		const { transport } = await session.connection();
		const taskId = readTaskId(ctx, itemIndex);
		const refusal = unlessPrompt(taskId, 'which calls no webhook');
		if (refusal !== undefined) throw refusal;
		const event = await session.read(async (signal) => await ask(transport, taskId, signal));
		return [{ json: known({ ...event }), pairedItem: { item: itemIndex } }];
	},
};
