import {
	getWebhookEvent,
	resendWebhookEvent as resend,
} from '../../../../runninghub/api/webhook-events';
import { asText } from '../../../../runninghub/json';
import { resendUrlField, taskIdField } from './fields';
import type { CallOperation } from '../../operation';
import { FieldValues } from '../../parameters/field-values';
import { webAddress } from '../../parameters/web-address';
import { unlessPrompt } from './prompt-id';
import { readTaskId } from './task-id';

/** Send a task's callback again. */
export const resendWebhookEvent: CallOperation = {
	type: 'call',
	value: 'resendWebhookEvent',
	name: 'Resend Webhook Event',
	action: 'Resend the webhook event of a task',
	description: 'Let RunningHub call the webhook of a task again',
	fields: [taskIdField, resendUrlField],
	async call(ctx, itemIndex, session) {
		const { transport } = await session.connection();
		const taskId = readTaskId(ctx, itemIndex);
		const refusal = unlessPrompt(taskId, 'which calls no webhook');
		if (refusal !== undefined) throw refusal;
		const url = webAddress(FieldValues.ofItem(ctx, itemIndex), resendUrlField);
		const { webhookId, webhookUrl } = await session.read(
			async (signal) => await getWebhookEvent(transport, taskId, signal),
		);
		session.heedStop();
		await resend(transport, webhookId, url);
		return [
			{
				json: {
					taskId,
					webhookId,
					webhookUrl: url === '' ? asText(webhookUrl) : url,
					resent: true,
				},
				pairedItem: { item: itemIndex },
			},
		];
	},
};
