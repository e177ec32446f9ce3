import { submitModel } from '../../runninghub/api/models';
import type { JsonObject } from '../../runninghub/json';
import { createRandom } from '../../test/runninghub/random.cts';
import { createBatchBench, type RunOptions } from '../../test/runninghub/tasks/batch-bench.cts';
import type { Figure } from './figure.cts';
import { mean } from './numbers.cts';
import type { BenchSize } from './size.cts';
import { idealTime, taskLengths, timeWhenEndsAreSeenAtOnce } from './task-lengths.cts';

/** A model that takes a prompt and answers with text: a simulator draws each picture, which takes time. */
const TEXT_MODEL = 'rhart-text-g-25-flash/text-to-text';
const TASKS = 1000;
const SLOTS = 50;
const MINUTE = 60_000;

interface BatchRun {
	/** Milliseconds from the first submission to the last result. */
	readonly time: number;
	readonly requests: number;
}

async function runLengths(lengths: readonly number[], options: RunOptions = {}): Promise<BatchRun> {
	const { simulator, clock, jobs, batch, transport } = createBatchBench(SLOTS);
	const prompts = lengths.map((length, index) => `picture ${index} [time:${length}]`);
	const start = clock.now();
	const texts = jobs(prompts, 24 * 60 * MINUTE).map((job) => ({
		...job,
		submit: async ({ prompt }: JsonObject) => await submitModel(transport, TEXT_MODEL, { prompt }),
	}));
	const outcomes = await batch(texts, {
		...options,
		collect: async () => 'home',
	});
	const lost = outcomes.filter(({ state }) => state !== 'finished').length;
	if (lost > 0) throw new Error(`${lost} of ${lengths.length} tasks did not come home`);
	return { time: clock.now() - start, requests: simulator.requests.length };
}

/**
 * How long a thousand tasks of about a minute take with 50 slots, in virtual time: the mean of some
 * draws, for which tasks happen to come last says more than anything else about a single one.
 */
export async function batchVirtual(seed: number, size: BenchSize): Promise<Figure[]> {
	const count = size.of(TASKS);
	const overIdeal: number[] = [];
	const atBest: number[] = [];
	const oneByOne: number[] = [];
	const requests: number[] = [];
	const overIdealStopping: number[] = [];
	const requestsStopping: number[] = [];
	for (let draw = 0; draw < size.draws; draw++) {
		const lengths = taskLengths(count, MINUTE, createRandom(seed + draw));
		const ideal = idealTime(lengths, SLOTS);
		const together = await runLengths(lengths);
		overIdeal.push(together.time / ideal);
		requests.push(together.requests / count);
		const stopping = await runLengths(lengths, { stops: () => true });
		overIdealStopping.push(stopping.time / ideal);
		requestsStopping.push(stopping.requests / count);
		atBest.push(timeWhenEndsAreSeenAtOnce(lengths, SLOTS) / ideal);
		if (draw === 0) oneByOne.push((await runLengths(lengths, { maxConcurrent: 1 })).time / ideal);
	}
	const about = `${count} items around 60 s, ${SLOTS} slots`;
	const of = { group: 'a', unit: '' };
	return [
		{
			...of,
			name: `${about}: makespan over the floor, every end seen at once`,
			value: mean(overIdeal.map((value, draw) => value / (atBest[draw] ?? Number.NaN))),
			limit: 1.02,
		},
		{ ...of, name: '  over ideal, all slots busy to the end', value: mean(overIdeal) },
		{ ...of, name: '  floor over ideal', value: mean(atBest) },
		{ ...of, name: '  the same one after the other', value: mean(oneByOne) },
		{ ...of, name: '  requests per task', value: mean(requests) },
		{
			...of,
			name: '  the same where a failed item stops the workflow',
			value: mean(overIdealStopping),
		},
		{ ...of, name: '  requests per task', value: mean(requestsStopping) },
	];
}
