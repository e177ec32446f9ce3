import type { TaskState } from '../../runninghub/api/read-task-state';
import { PollSchedule } from '../../runninghub/scheduling/poll-schedule';
import { watchTask } from '../../runninghub/tasks/polling/watch-task';
import { createRandom } from '../../test/runninghub/random.cts';
import type { Figure } from './figure.cts';
import { mean, quantile } from './numbers.cts';
import { taskLengths } from './task-lengths.cts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const SHORTEST = 3 * SECOND;
const LONGEST = 600 * SECOND;
const TASKS = 5000;
const KINDS = 400;
/** Tasks of a kind that are watched first, for the schedule to learn from. */
const LESSONS = 20;
const TASKS_AFTER = 30;

interface Watched {
	readonly length: number;
	/** Milliseconds from the end of the task to the look that found it. */
	readonly overshoot: number;
	readonly queries: number;
}

/** Watches one task as the node does, in time that jumps from one look to the next. */
async function watch(schedule: PollSchedule, length: number): Promise<Watched> {
	let time = 0;
	let queries = 0;
	const look = async (): Promise<TaskState> => {
		queries += 1;
		return time < length
			? { phase: 'active', status: 'RUNNING', raw: {} }
			: {
					phase: 'done',
					status: 'SUCCESS',
					results: [{ url: null, fileType: null, nodeId: null, text: 'done' }],
					cost: { money: null, coins: null, thirdParty: null },
					raw: {},
				};
	};
	await watchTask({
		transport: { request: async () => await Promise.reject(new Error('not asked')) },
		clock: {
			now: () => time,
			sleep: async (milliseconds) => {
				time += milliseconds;
			},
		},
		schedule,
		taskId: '1',
		kind: 'model',
		submittedAt: 0,
		deadline: Number.POSITIVE_INFINITY,
		signal: new AbortController().signal,
		look,
		lookNow: false,
	});
	return { length, overshoot: time - length, queries };
}

async function firstTasks(lengths: readonly number[], random: () => number): Promise<Watched[]> {
	const watched: Watched[] = [];
	for (const length of lengths) watched.push(await watch(new PollSchedule(random), length));
	return watched;
}

async function learnedTasks(random: () => number): Promise<Watched[]> {
	const watched: Watched[] = [];
	for (let kind = 0; kind < KINDS; kind++) {
		const schedule = new PollSchedule(random);
		for (const [index, length] of taskLengths(LESSONS + TASKS_AFTER, MINUTE, random).entries()) {
			const each = await watch(schedule, length);
			if (index >= LESSONS) watched.push(each);
		}
	}
	return watched;
}

function overshoots(about: string, watched: readonly Watched[]): Figure[] {
	const shares = watched.map(({ overshoot, length }) => overshoot / length);
	const allowed = watched.map(
		({ overshoot, length }) => overshoot / Math.max(SECOND, length * 0.05),
	);
	const of = { group: 'b', unit: '' };
	return [
		{
			...of,
			name: `${about}: mean overshoot over 5 % or 1 s, whichever is larger`,
			value: mean(allowed),
			limit: 1,
		},
		{ ...of, name: '  overshoot over task time, mean', value: mean(shares) },
		{ ...of, name: '  overshoot over task time, 95th percentile', value: quantile(shares, 0.95) },
	];
}

/** How late the end of a task is seen, and how many queries that takes. */
export async function polling(seed: number): Promise<Figure[]> {
	const random = createRandom(seed);
	const lengths = Array.from({ length: TASKS }, () => SHORTEST * (LONGEST / SHORTEST) ** random());
	const first = await firstTasks(lengths, random);
	const firstMinutes = await firstTasks(new Array<number>(TASKS).fill(MINUTE), random);
	const learned = await learnedTasks(random);
	const queriesOf = (watched: readonly Watched[]) => watched.map(({ queries }) => queries);
	const of = { group: 'b', unit: '' };
	return [
		...overshoots('first task, 3 s to 10 min', first),
		{ ...of, name: '  queries per task, mean', value: mean(queriesOf(first)) },
		{
			...of,
			name: '  queries of a first task of 60 s, most',
			value: Math.max(...queriesOf(firstMinutes)),
			limit: 22,
		},
		...overshoots('learned, around 60 s', learned),
		{ ...of, name: '  queries per task, mean', value: mean(queriesOf(learned)), limit: 12 },
		{
			...of,
			name: '  queries per task, 95th percentile',
			value: quantile(queriesOf(learned), 0.95),
		},
	];
}
