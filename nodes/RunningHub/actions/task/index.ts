import type { ResourceOperations } from '../../operation';
import { cancel } from './cancel';
import { get } from './get';
import { getWebhookEvent } from './get-webhook-event';
import { resendWebhookEvent } from './resend-webhook-event';
import { wait } from './wait';

/** Tasks of any origin, by their id. */
export const task: ResourceOperations = {
	value: 'task',
	name: 'Task',
	description: 'Wait for, look up or cancel what was submitted before',
	defaultOperation: 'get',
	operations: [cancel, get, getWebhookEvent, resendWebhookEvent, wait],
};
