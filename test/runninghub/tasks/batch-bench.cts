import { submitModel } from '../../../runninghub/api/models';
import { asText, type JsonObject } from '../../../runninghub/json';
import { KeyScheduler } from '../../../runninghub/scheduling/key-scheduler';
import { runBatch } from '../../../runninghub/tasks/batch';
import type { BatchRequest, JobOutcome } from '../../../runninghub/tasks/batch-request';
import type { PurchaseJob } from '../../../runninghub/tasks/submission/purchase-job';
import { Ledger, type LedgerStore } from '../../../runninghub/tasks/submission/ledger';
import type { Transport } from '../../../runninghub/transport';
import type { SimulatorOptions } from '../../simulator/simulator.cts';
import { bodyWith, createBench, KEY, MODEL, type Bench } from '../bench.cts';
import { createRandom } from '../random.cts';

export const MINUTE = 60_000;

/** How a job of a test ended: finished ones with the prompt that the result was made from. */
export type PromptOutcome = JobOutcome<string>;

type Request = BatchRequest<JsonObject, string>;

/** What a test may want other than usual. */
export type RunOptions = Partial<Request>;

/** A bench that runs batches. */
export interface BatchBench extends Bench {
	readonly warnings: readonly string[];
	/** The prompt that a task was submitted with. */
	promptOf(taskId: string): string;
	/** The prompts of all tasks made so far, in the order they were made. */
	prompts(): string[];
	/** Jobs of these prompts, one task each. */
	jobs(prompts: readonly string[], timeout?: number): Array<PurchaseJob<JsonObject>>;
	/** The scheduler of a process. */
	scheduler(seed?: number): KeyScheduler;
	/** Starts a batch, whose end comes with `run`; as `batch` else. */
	start(
		jobs: ReadonlyArray<PurchaseJob<JsonObject>>,
		options?: RunOptions,
	): Promise<PromptOutcome[]>;
	/** Runs a batch to its end, in a process of its own unless told. What is left out is the usual. */
	batch(
		jobs: ReadonlyArray<PurchaseJob<JsonObject>>,
		options?: RunOptions,
	): Promise<PromptOutcome[]>;
}

/** A fresh bench whose key has so many slots. */
export function createBatchBench(
	slots: number,
	options: Omit<SimulatorOptions, 'clock'> = {},
	key = KEY,
): BatchBench {
	const bench = createBench(options, key);
	const { simulator, clock, transport, run } = bench;
	simulator.setConcurrency(KEY, slots);
	const warnings: string[] = [];
	const scheduler = (seed = 1) => new KeyScheduler(clock, createRandom(seed));
	const promptOf = (taskId: string): string =>
		asText(simulator.tasks().find(({ id }) => id === taskId)?.body['prompt']);
	const start: BatchBench['start'] = async (jobs, overrides = {}) =>
		await runBatch<JsonObject, string>({
			jobs,
			transport,
			scheduler: scheduler(),
			clock,
			logger: {
				debug: () => undefined,
				info: () => undefined,
				warn: (message) => warnings.push(message),
			},
			ledger: new Ledger({}),
			random: createRandom(1),
			wait: true,
			maxConcurrent: 0,
			signal: new AbortController().signal,
			collect: async ({ taskId }) => promptOf(taskId),
			...overrides,
		});
	return {
		...bench,
		warnings,
		promptOf,
		prompts: () => simulator.tasks().map(({ body }) => asText(body['prompt'])),
		jobs: (prompts, timeout = 60 * MINUTE) =>
			prompts.map((prompt, index) => job(transport, prompt, index, timeout)),
		scheduler,
		start,
		batch: async (jobs, overrides) => await run(start(jobs, overrides)),
	};
}

function job(
	transport: Transport,
	prompt: string,
	index: number,
	timeout: number,
): PurchaseJob<JsonObject> {
	return {
		kind: MODEL,
		name: `job ${index}`,
		ledgerKey: `${index}:${prompt}`,
		timeout,
		prepare: async () => bodyWith(prompt),
		submit: submitThrough(transport),
	};
}

/** The `submit` of a job, over a transport of the test's own. */
export function submitThrough(transport: Transport): PurchaseJob<JsonObject>['submit'] {
	return async (body) => await submitModel(transport, MODEL, body);
}

/** Numbered prompts. */
export function numbered(count: number, words = ''): string[] {
	return Array.from({ length: count }, (_, index) => `picture ${index} ${words}`);
}

/** How the jobs ended, in one word each: the state, or the kind of a failure. */
export function endings(outcomes: readonly PromptOutcome[]): string[] {
	return outcomes.map((outcome) => {
		if (outcome.state !== 'failed') return outcome.state;
		const { error } = outcome;
		return typeof error === 'object' && error !== null && 'kind' in error
			? String(error.kind)
			: String(error);
	});
}

/** The store of a ledger as it is when read back from the database. */
export function stored(store: LedgerStore): LedgerStore {
	const copy: LedgerStore = JSON.parse(JSON.stringify(store));
	return copy;
}
