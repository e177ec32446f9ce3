import { submitModel } from '../../runninghub/api/models';
import type { JsonObject } from '../../runninghub/json';
import type { KeyScheduler } from '../../runninghub/scheduling/key-scheduler';
import { createBatchBench, type BatchBench } from '../../test/runninghub/tasks/batch-bench.cts';

/** A model that takes a prompt and answers with text: a simulator draws each picture, which takes time. */
const TEXT_MODEL = 'rhart-text-g-25-flash/text-to-text';
const DAY = 24 * 60 * 60_000;
const MINUTE = 60_000;

/** One execution of a run. */
export interface BenchExecution {
	/** What its tasks take, in milliseconds. */
	readonly lengths: readonly number[];
	/** Milliseconds after the start of the run at which it begins. */
	readonly startsAt: number;
	/** Which n8n process it runs in; the first unless told. */
	readonly process?: number;
	/** Names what its tasks make: tasks of the same kind take about equally long. */
	readonly kind?: string;
}

/** Some executions with the same key. */
export interface KeyRunRequest {
	readonly slots: number;
	readonly executions: readonly BenchExecution[];
	/** Whether a failure stops its execution, as it does unless n8n is told otherwise. */
	readonly stops: boolean;
	readonly seed: number;
}

/** A task as RunningHub had it, in milliseconds after the start of the run. */
export interface RunTask {
	readonly execution: number;
	readonly startedAt: number;
	readonly endedAt: number;
}

/** What became of a run. */
export interface KeyRun {
	/** Milliseconds to the last result of the last execution. */
	readonly makespan: number;
	/** The same with every end seen at once and the tasks started in the same order. */
	readonly floor: number;
	readonly requestsPerTask: number;
	readonly refusedPerTask: number;
	/** Most requests of one process within a minute, over what its budget allows. */
	readonly mostOverBudget: number;
	/** In the order of their starts. */
	readonly tasks: readonly RunTask[];
	/** When each execution had all its results. */
	readonly ends: readonly number[];
}

function jobsOf(bench: BatchBench, { lengths, kind }: BenchExecution, execution: number) {
	const prompts = lengths.map((length, index) => `${execution}:${index} [time:${length}]`);
	return bench.jobs(prompts, DAY).map((job) => ({
		...job,
		kind: kind ?? job.kind,
		submit: async ({ prompt }: JsonObject) =>
			await submitModel(bench.transport, TEXT_MODEL, { prompt }),
	}));
}

/** Runs the executions to their ends, in virtual time. */
export async function runKey(request: KeyRunRequest): Promise<KeyRun> {
	const { slots, executions, stops, seed } = request;
	const bench = createBatchBench(slots);
	const { clock, simulator } = bench;
	const start = clock.now();
	const schedulers = new Map<number, KeyScheduler>();
	const runOne = async (execution: BenchExecution, index: number): Promise<number> => {
		if (execution.startsAt > 0) await clock.sleep(execution.startsAt);
		const place = execution.process ?? 0;
		const scheduler = schedulers.get(place) ?? bench.scheduler(seed + place);
		schedulers.set(place, scheduler);
		const outcomes = await bench.start(jobsOf(bench, execution, index), {
			scheduler,
			stops: stops ? () => true : undefined,
			collect: async () => 'home',
		});
		const lost = outcomes.filter(({ state }) => state !== 'finished').length;
		if (lost > 0) throw new Error(`${lost} of ${outcomes.length} tasks did not come home`);
		return clock.now() - start;
	};
	const ends = await bench.run(
		Promise.all(executions.map(async (execution, index) => await runOne(execution, index))),
	);
	const tasks = simulator.tasks().map(({ body, createdAt, endsAt }) => ({
		execution: Number.parseInt(String(body['prompt']), 10),
		startedAt: createdAt - start,
		endedAt: endsAt - start,
	}));
	const floorStarts = startsAtBest(tasks, executions, slots);
	const refused = simulator.requestsOf('submit').length - tasks.length;
	return {
		makespan: Math.max(...ends),
		floor: tasks.reduce(
			(last, { startedAt, endedAt }, index) =>
				Math.max(last, (floorStarts[index] ?? 0) + endedAt - startedAt),
			0,
		),
		requestsPerTask: simulator.requests.length / tasks.length,
		refusedPerTask: refused / tasks.length,
		mostOverBudget:
			mostOverBudget(
				simulator.requests.map(({ at }) => at - start),
				tasks.map(({ endedAt }) => endedAt),
			) / schedulers.size,
		tasks,
		ends,
	};
}

/** When tasks would start if each end were seen at once, in the order in which they did start. */
function startsAtBest(
	tasks: readonly RunTask[],
	executions: readonly BenchExecution[],
	slots: number,
): number[] {
	const free = new Array<number>(slots).fill(0);
	return tasks.map(({ execution, startedAt, endedAt }) => {
		const first = free.indexOf(Math.min(...free));
		const at = Math.max(free[first] ?? 0, executions[execution]?.startsAt ?? 0);
		free[first] = at + endedAt - startedAt;
		return at;
	});
}

/** The most requests that fell into one minute, over 300 or 2.5 for each task that ended in it. */
function mostOverBudget(requests: readonly number[], ends: readonly number[]): number {
	const endsInOrder = [...ends].sort((left, right) => left - right);
	let most = 0;
	let first = 0;
	let firstEnd = 0;
	let lastEnd = 0;
	requests.forEach((at, index) => {
		while ((requests[first] ?? at) <= at - MINUTE) first += 1;
		while ((endsInOrder[firstEnd] ?? at) <= at - MINUTE) firstEnd += 1;
		while ((endsInOrder[lastEnd] ?? Infinity) <= at) lastEnd += 1;
		const allowed = Math.max(300, 2.5 * (lastEnd - firstEnd));
		most = Math.max(most, (index - first + 1) / allowed);
	});
	return most;
}
