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

/** What the client needs for each item by itself. */
interface Needs {
	/** Milliseconds. */
	readonly time: number;
	/** Bytes that are still in use when all items are home. */
	readonly memory: number;
}

async function runItems(count: number, seed: number): Promise<Needs> {
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
	const scheduler = new KeyScheduler(clock, random);
	const ledger = new Ledger({});
	const before = memoryInUse();
	const start = performance.now();
	const outcomes = await runBatch<JsonObject, string>({
		jobs,
		transport,
		clock,
		scheduler,
		logger: { debug: () => undefined, info: () => undefined, warn: () => undefined },
		ledger,
		random,
		wait: true,
		maxConcurrent: 0,
		signal: new AbortController().signal,
		collect: async ({ taskId }) => taskId,
	});
	const time = performance.now() - start;
	const memory = memoryInUse() - before;
	// Asked only now: what the execution goes on to need is in use until here.
	if (ledger.find('0') === undefined || !scheduler.isIdle) throw new Error('not over');
	const lost = outcomes.filter(({ state }) => state !== 'finished').length;
	if (lost > 0) throw new Error(`${lost} of ${count} tasks did not come home`);
	return { time: time / count, memory: memory / count };
}

/** Bytes of the heap that are in use. */
function memoryInUse(): number {
	if (global.gc === undefined) throw new Error('memory is measured with node --expose-gc');
	global.gc();
	return process.memoryUsage().heapUsed;
}

/** The client's own time and memory for each item of ten thousand whose tasks are done at once. */
export async function manyItems(seed: number): Promise<Figure[]> {
	await runItems(100, seed);
	const { time, memory } = await runItems(ITEMS, seed);
	return [
		{
			group: 'e',
			name: `${ITEMS} items done at once: time per item`,
			value: time,
			unit: 'ms',
			limit: 1,
		},
		{
			group: 'e',
			name: '  memory per item, once all are home',
			value: memory / 1024,
			unit: 'KB',
			// A quarter more than 0.85 KB: what an item leaves behind must not grow unnoticed.
			limit: 1.06,
		},
	];
}
