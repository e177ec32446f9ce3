import { until } from './until.cts';

/**
 * Waits until a RunningHub Trigger listens at an address: n8n does so a moment after it has said that
 * the workflow is active. Its call names no task, so it starts nothing.
 */
export async function listening(address: string): Promise<void> {
	await until(
		async () => (await fetch(address, { method: 'POST', body: 'nobody' })).status !== 404,
		'the trigger does not listen',
	);
}
