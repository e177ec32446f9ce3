import { createHash } from 'node:crypto';
import type { TaskRecord } from './tasks.cts';

function digest(text: string): string {
	return createHash('md5').update(text).digest('hex');
}

/** The `clientId` of a task, as submit and query tell it. */
export function clientIdOf(task: TaskRecord): string {
	return digest(`client ${task.id}`);
}

/** The secret in the address of a task's progress socket. */
export function socketTokenOf(task: TaskRecord): string {
	return digest(`token ${task.id}`);
}

/**
 * The address of a task's progress socket (docs/runninghub-api.md, section 18). The service's own
 * is `wss`; a simulator without certificates speaks `ws`.
 */
export function socketAddress(task: TaskRecord, host: string): string {
	const query = new URLSearchParams({
		c_host: '127.0.0.1',
		c_port: '87',
		clientId: clientIdOf(task),
		workflowId: task.execution?.sourceId ?? '',
		'Rh-Comfy-Auth': socketTokenOf(task),
		target: 'ws',
	});
	return `ws://${host}/ws/c_instance?${query.toString()}`;
}
