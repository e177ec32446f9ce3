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
	defaultOperation: 'get',
	operations: [cancel, get, getWebhookEvent, resendWebhookEvent, wait],
};
