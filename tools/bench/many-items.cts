import { submitModel } from '../../runninghub/api/models';
import type { JsonObject } from '../../runninghub/json';
import { KeyScheduler } from '../../runninghub/scheduling/key-scheduler';
import { runBatch } from '../../runninghub/tasks/batch';
import { Ledger } from '../../runninghub/tasks/submission/ledger';
import type { Transport, TransportResponse } from '../../runninghub/transport';
import { MODEL, bodyWith } from '../../test/runninghub/bench.cts';
import { createRandom } from '../../test/runninghub/random.cts';
import type { Figure } from './figure.cts';

const ITEMS = 10_000;
const SLOTS = 50;
const HOUR = 3_600_000;

/** Answers every request at once; tasks are done within their submission. */
function instantTransport(): Transport {
	let tasks = 0;
	const task = (taskId: string): JsonObject => ({
		taskId,
		status: 'SUCCESS',
		errorCode: '',
		errorMessage: '',
		results: [{ url: 'https://files.example/picture.png', outputType: 'png' }],
	});
	const answer = (json: JsonObject): TransportResponse => ({
		status: 200,
		text: JSON.stringify(json),
	});
	return {
		async request({ path, json }) {
			if (path.endsWith('/queue/status')) {
				return answer({
					code: 0,
					msg: '',
					data: { concurrentLimit: SLOTS, totalCurrentTasks: '0' },
				});
			}
			if (path.endsWith('/query')) return answer(task(String(json?.taskId)));
			tasks += 1;
			return answer(task(String(1_990_246_754_753_896_451n + BigInt(tasks))));
		},
	};
}

async function runItems(count: number, seed: number): Promise<number> {
	const transport = instantTransport();
	const jobs = Array.from({ length: count }, (_, index) => ({
		kind: MODEL,
		name: `job ${index}`,
		ledgerKey: String(index),
		timeout: HOUR,
		prepare: async () => bodyWith(`picture ${index}`),
		submit: async (body: JsonObject) => await submitModel(transport, MODEL, body),
	}));
	const clock = {
		now: () => Date.now(),
		// No task is waited for; what else waits, waits for the end of the batch.
		sleep: async (_milliseconds: number, signal?: AbortSignal) => {
			if (signal === undefined) throw new Error('a task is waited for');
			await new Promise<void>((resolve) => {
				signal.addEventListener('abort', () => resolve());
			});
		},
	};
	const random = createRandom(seed);
	const start = performance.now();
	const outcomes = await runBatch<JsonObject, string>({
		jobs,
		transport,
		clock,
		scheduler: new KeyScheduler(clock, random),
		logger: { debug: () => undefined, info: () => undefined, warn: () => undefined },
		ledger: new Ledger({}),
		random,
		wait: true,
		maxConcurrent: 0,
		signal: new AbortController().signal,
		collect: async ({ taskId }) => taskId,
	});
	const time = performance.now() - start;
	const lost = outcomes.filter(({ state }) => state !== 'finished').length;
	if (lost > 0) throw new Error(`${lost} of ${count} tasks did not come home`);
	return time / count;
}

/** The client's own time for each item of ten thousand whose tasks are done at once. */
export async function manyItems(seed: number): Promise<Figure[]> {
	await runItems(100, seed);
	return [
		{
			group: 'e',
			name: `${ITEMS} items done at once: time per item`,
			value: await runItems(ITEMS, seed),
			unit: 'ms',
			limit: 1,
		},
	];
}
