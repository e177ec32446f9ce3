import assert from 'node:assert/strict';
import { asText } from '../../runninghub/json';
import type { CredentialReference, Execution } from '../n8n/rest.cts';
import { sendCallbackAgain } from './elsewhere.cts';
import type { QueueStage, Worker } from './queue-stage.cts';
import { until } from './until.cts';
import { type NodeSetup, runningHubNode } from './workflow.cts';

/** Much longer than an execution takes, or n8n to see that a worker is dead. */
const PATIENCE_MS = 240_000;

/** A node that makes a picture of each prompt. */
export function pictures(
	credential: CredentialReference,
	waitMode: 'wait' | 'suspend',
	setup: Pick<NodeSetup, 'settings' | 'to'> = {},
): NodeSetup {
	return runningHubNode(
		'Pictures',
		credential,
		{
			model: 'rhart-image-n-pro/text-to-image',
			form: { resolution: '1k' },
			prompt: '={{ $json.prompt }}',
			waitMode,
		},
		setup,
	);
}

/** Waits until both webhook processes take calls for that path: n8n answers an activation before. */
export async function listening({ balancer }: QueueStage, path: string): Promise<void> {
	for (const target of balancer.targets) {
		await until(async () => {
			const { headers } = await fetch(`${target}/webhook/${path}`, {
				method: 'OPTIONS',
				headers: { origin: target },
			});
			return (headers.get('access-control-allow-methods') ?? '').includes('POST');
		}, `nobody listens at ${path}`);
	}
}

/** Waits until an execution has ended, whatever its outcome. */
export async function ended({ session }: QueueStage, id: string): Promise<Execution> {
	const giveUpAt = Date.now() + PATIENCE_MS;
	return await session.finished(id, ({ status }) => {
		assert.ok(Date.now() < giveUpAt, `execution ${id} is still ${status}`);
	});
}

/** Waits until a worker has begun with an execution; gives that worker and the others. */
export async function workersOf(
	{ workers }: QueueStage,
	id: string,
): Promise<{ readonly its: Worker; readonly others: readonly Worker[] }> {
	let its: Worker | undefined;
	await until(async () => {
		for (const worker of workers) {
			if ((await startsOf(worker, id)) > 0) its = worker;
		}
		return its !== undefined;
	}, `no worker has begun with execution ${id}`);
	assert.ok(its !== undefined);
	return { its, others: workers.filter((worker) => worker !== its) };
}

/** How often a worker has begun with an execution, or gone on with it. */
export async function startsOf(worker: Worker, id: string): Promise<number> {
	return (await worker.log()).split(`Worker started execution ${id} `).length - 1;
}

/** Lets RunningHub call back for all tasks bought since there were so many, at the same moment. */
export async function callBack(stage: QueueStage, before: number): Promise<void> {
	const tasks = boughtSince(stage, before);
	await until(
		() => boughtSince(stage, before).every(({ state }) => state === 'SUCCESS'),
		'the tasks do not end',
	);
	await Promise.all(tasks.map(({ id }) => sendCallbackAgain(stage.simulator, id)));
}

/** The tasks bought since there were so many, as prompts with their IDs. */
export function boughtSince(
	{ simulator }: QueueStage,
	before: number,
): ReadonlyArray<{ readonly id: string; readonly prompt: string; readonly state: string }> {
	return simulator
		.tasks()
		.slice(before)
		.map(({ id, body, state }) => ({ id, prompt: asText(body['prompt']), state }));
}
