import { asNumber, asText, type JsonObject, type JsonValue, tryParseJson } from '../json';
import type { Transport } from '../transport';
import { dataOf } from './answer';
import { askWithKeyField, READ_TIMEOUT } from './ask';

/** What RunningHub recorded of a callback. */
export interface WebhookEvent {
	/** The record's own id, which resending needs. */
	readonly webhookId: string;
	readonly taskId: string;
	readonly webhookUrl: string;
	readonly event: string;
	/** What was sent, parsed. */
	readonly eventData: JsonValue;
	/** `SUCCESS` or `FAILED`. */
	readonly callbackStatus: string;
	/** What the receiver answered, or why it could not be reached. */
	readonly callbackResponse: string;
	readonly retryCount: number | null;
	readonly createTime: string;
	readonly updateTime: string;
}

/**
 * The callback record of a task.
 *
 * @throws RunningHubError when the task has none. Source: docs/runninghub-api.md, section 7.
 */
export async function getWebhookEvent(
	transport: Transport,
	taskId: string,
	signal?: AbortSignal,
): Promise<WebhookEvent> {
	const answer = await askWithKeyField(transport, 'apiKey', {
		method: 'POST',
		path: '/task/openapi/getWebhookDetail',
		json: { taskId },
		timeout: READ_TIMEOUT,
		...(signal !== undefined && { signal }),
	});
	if (answer.ok) return readEvent(dataOf(answer.body));
	const { error } = answer;
	if (error.facts.code !== '1') throw error.with({ taskId });
	throw error.with({
		taskId,
		kind: 'notFound',
		message: `RunningHub has no webhook event for task ${taskId}`,
		hint: 'Only tasks that were submitted with an address to call have one, and only once they have ended.',
	});
}

function readEvent(data: JsonObject): WebhookEvent {
	const sent = asText(data.eventData);
	return {
		webhookId: asText(data.id),
		taskId: asText(data.taskId),
		webhookUrl: asText(data.webhookUrl),
		event: asText(data.event),
		eventData: tryParseJson(sent) ?? data.eventData ?? null,
		callbackStatus: asText(data.callbackStatus),
		callbackResponse: asText(data.callbackResponse),
		retryCount: asNumber(data.retryCount),
		createTime: asText(data.createTime),
		updateTime: asText(data.updateTime),
	};
}

/**
 * Sends a recorded callback again.
 *
 * @param webhookUrl in place of the recorded address; '' for that one.
 * @throws RunningHubError. Source: docs/runninghub-api.md, section 7.
 */
export async function resendWebhookEvent(
	transport: Transport,
	webhookId: string,
	webhookUrl: string,
): Promise<void> {
	const answer = await askWithKeyField(transport, 'apiKey', {
		method: 'POST',
		path: '/task/openapi/retryWebhook',
		json: { webhookId, ...(webhookUrl !== '' && { webhookUrl }) },
		timeout: READ_TIMEOUT,
	});
	if (!answer.ok) throw answer.error;
}
