import type { IRun } from 'n8n-workflow';
import type { ExecutionSetup } from '../../../n8n/execution.cts';
import { callBack } from '../../../n8n/suspended.cts';
import type { WebhookResult } from '../../../n8n/webhook-call.cts';
import { SIMULATOR_KEYS, VirtualClock } from '../../../simulator/simulator.cts';
import { ITEM_PROMPT, onStage, type Stage } from '../stage.cts';

/** One task for each item, in a workflow that is suspended meanwhile. */
export const SUSPEND = { prompt: ITEM_PROMPT, waitMode: 'suspend' };

/** Milliseconds by which every task is over. */
export const HOUR = 60 * 60_000;

/** A key that can pay, and sees no task of the stage's own one. */
export const OTHER_KEY = 'e'.repeat(32);

/** Lets time pass at RunningHub. */
export type Pass = (milliseconds: number) => Promise<void>;

/** A RunningHub whose tasks end when the test lets time pass there, and whose callbacks the test makes itself. */
export async function onStillStage(
	act: (stage: Stage, pass: Pass) => Promise<void>,
): Promise<void> {
	const clock = new VirtualClock();
	const deliver = async () => await Promise.resolve({ status: 200, text: '' });
	await onStage(async (stage) => await act(stage, async (time) => await clock.advance(time)), {
		clock,
		deliver,
		keys: [SIMULATOR_KEYS.cn.shared, OTHER_KEY].map((key) => ({ key, kind: 'SHARED' })),
	});
}

/** The query of the address that RunningHub was given for a task, by the order of submission. */
export function queryOf({ simulator }: Stage, task = 0): Record<string, string> {
	const address = new URL(simulator.tasks()[task]?.webhookUrl ?? 'http://none');
	return Object.fromEntries(address.searchParams);
}

/** What RunningHub sends at the end of a task. */
export function bodyOf(taskId: string): unknown {
	return { event: 'TASK_END', taskId, eventData: { taskId, status: 'SUCCESS' } };
}

/** A callback that may go on looking. */
export interface Call {
	/** The HTTP status of its answer. */
	readonly status: Promise<number>;
	readonly result: Promise<WebhookResult>;
}

/** Calls a suspended execution back, without waiting for what comes of it. */
export function call(
	setup: ExecutionSetup,
	run: IRun,
	query: Readonly<Record<string, unknown>>,
	body?: unknown,
): Call {
	let told: (status: number) => void = () => undefined;
	const status = new Promise<number>((resolve) => {
		told = resolve;
	});
	return { status, result: callBack(setup, run, query, body, (code) => told(code)) };
}

/** Lets a moment pass. */
export async function turn(): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, 5));
}
