import { createRandom } from '../../test/runninghub/random.cts';
import type { Figure } from './figure.cts';
import { type BenchExecution, type KeyRun, runKey } from './key-run.cts';
import { mean, quantile } from './numbers.cts';
import type { BenchSize } from './size.cts';
import { taskLengths, waitsWhenEndsAreSeenAtOnce } from './task-lengths.cts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Executions that share a key, and what is asked of them where failures stop none of them, and where they do. */
interface Scene {
	readonly name: string;
	readonly slots: number;
	executions(random: () => number): BenchExecution[];
	readonly goesOn: Limits;
	readonly stops: Limits;
	/** Whether each execution has one item, and is to get its slot before those that came later. */
	readonly inOrder?: boolean;
}

interface Limits {
	readonly makespan: number;
	readonly refused: number;
	readonly requests?: number;
}

function side(count: number, items: number, gap: number, processes: number, middle = MINUTE) {
	return (random: () => number): BenchExecution[] =>
		Array.from({ length: count }, (_, index) => ({
			lengths: taskLengths(items, middle, random),
			startsAt: index * gap,
			process: index % processes,
		}));
}

const ALONE = { makespan: 1.02, refused: 0.1 };
const ALONE_STOPPING = { makespan: 1.04, refused: 0.1 };
const TWO = { makespan: 1.1, refused: 0.5 };

function scenes(size: BenchSize): Scene[] {
	const shared = (processes: number, goesOn: Limits, stops: Limits): Scene[] => {
		const where = processes === 1 ? '' : ', two processes';
		const of = { goesOn, stops };
		return [
			{
				...of,
				name: `10 × 20 items, 50 slots${where}`,
				slots: 50,
				executions: side(10, 20, 0, processes),
			},
			{
				...of,
				name: `10 × 50 items, 0.5 s apart, 50 slots${where}`,
				slots: 50,
				executions: side(10, 50, 500, processes),
			},
			{
				...of,
				name: `40 × 5 items, 10 slots${where}`,
				slots: 10,
				executions: side(40, 5, 0, processes),
			},
		];
	};
	const many = 1000;
	const items = size.of(many);
	// In fewer items those that the node learns from weigh more.
	const requests = (limit: number) => ({ requests: items === many ? limit : 1.25 * limit });
	return [
		{
			name: `one execution of ${items} items, 50 slots`,
			slots: 50,
			executions: side(1, items, 0, 1),
			goesOn: { makespan: 1.01, refused: 0.1, ...requests(4) },
			stops: { makespan: 1.03, refused: 0.1, ...requests(9) },
		},
		...shared(1, ALONE, ALONE_STOPPING),
		...shared(2, TWO, TWO),
		{
			name: '100 × 1 item, 0.1 s apart, 5 slots',
			slots: 5,
			executions: side(100, 1, 100, 1),
			goesOn: { makespan: 1.03, refused: 0.1 },
			stops: { makespan: 1.03, refused: 0.1 },
			inOrder: true,
		},
		{
			name: '100 items around 10 s, 20 slots, 2.5 requests for each end',
			slots: 20,
			executions: side(1, 100, 0, 1, 10 * SECOND),
			goesOn: { makespan: 1.15, refused: 0.1 },
			stops: { makespan: 1.2, refused: 0.1 },
		},
	];
}

async function draws(
	scene: Scene,
	stops: boolean,
	seed: number,
	size: BenchSize,
): Promise<KeyRun[]> {
	const runs: KeyRun[] = [];
	for (let draw = 0; draw < size.draws; draw++) {
		const executions = scene.executions(createRandom(seed + draw));
		runs.push(await runKey({ slots: scene.slots, executions, stops, seed: seed + draw }));
	}
	return runs;
}

/** How long an execution waited for its slot after one that came later had got one, at most. */
function longestBehindLater({ tasks }: KeyRun): number {
	const inOrder = [...tasks].sort((left, right) => left.execution - right.execution);
	let firstLater = Number.POSITIVE_INFINITY;
	let longest = 0;
	for (const { startedAt } of inOrder.reverse()) {
		longest = Math.max(longest, startedAt - firstLater);
		firstLater = Math.min(firstLater, startedAt);
	}
	return longest;
}

function figures(
	{ name, inOrder }: Scene,
	stops: boolean,
	limits: Limits,
	runs: readonly KeyRun[],
): Figure[] {
	const of = { group: 'g', unit: '' };
	return [
		{
			...of,
			name: `${name}${stops ? ', a failure stops' : ''}: makespan over floor`,
			value: mean(runs.map(({ makespan, floor }) => makespan / floor)),
			limit: limits.makespan,
		},
		{ ...of, name: '  floor, minutes', value: mean(runs.map(({ floor }) => floor)) / MINUTE },
		{
			...of,
			name: '  refused submissions per task',
			value: mean(runs.map(({ refusedPerTask }) => refusedPerTask)),
			limit: limits.refused,
		},
		{
			...of,
			name: '  requests per task',
			value: mean(runs.map(({ requestsPerTask }) => requestsPerTask)),
			...(limits.requests !== undefined && { limit: limits.requests }),
		},
		{
			...of,
			name: '  most requests of a minute over the budget',
			value: Math.max(...runs.map(({ mostOverBudget }) => mostOverBudget)),
			limit: 1,
		},
		...(inOrder === true
			? [
					{
						...of,
						name: '  first come first served: longest wait behind a later one, over a task length',
						value: Math.max(...runs.map(longestBehindLater)) / MINUTE,
						limit: 1,
					},
				]
			: []),
	];
}

/** Starts after the length of so many tasks, when all slots are taken and lengths are known. */
const SETTLED = 3 * MINUTE;
const SHORT = 10 * SECOND;

/**
 * How much longer than its own time a short task takes beside a long batch, for each start. The floor
 * is no replay of the run's own order here: what is late in the run is early in the replay, which
 * then keeps a slot empty until the short task comes, and half of them would never wait.
 */
async function besideBatch(stops: boolean, seed: number, size: BenchSize): Promise<Figure[]> {
	const slots = 20;
	const starts = size.of(1000);
	const perRun = 40;
	const extra: number[] = [];
	const atBest: number[] = [];
	for (let run = 0; run * perRun < starts; run++) {
		const random = createRandom(seed + run);
		const gap = 20 * SECOND;
		const long = { lengths: taskLengths(400, MINUTE, random), startsAt: 0, kind: 'batch' };
		const shorts = Array.from({ length: perRun }, (_, index) => ({
			lengths: [SHORT],
			startsAt: SETTLED + (index + random()) * gap,
			kind: 'picture',
		}));
		const executions = [long, ...shorts];
		const { ends } = await runKey({ slots, executions, stops, seed: seed + run });
		shorts.forEach(({ startsAt }, index) => {
			extra.push((ends[index + 1] ?? Number.NaN) - startsAt - SHORT);
		});
		const begun = shorts.map(({ startsAt }) => startsAt);
		atBest.push(...waitsWhenEndsAreSeenAtOnce(long.lengths, SHORT, begun, slots));
	}
	const floor = quantile(atBest, 0.95) / SECOND;
	const of = { group: 'g', unit: 's' };
	return [
		{
			...of,
			name: `10 s task beside 400 items on ${slots} slots${stops ? ', a failure stops' : ''}: extra wait, 95th percentile`,
			value: quantile(extra, 0.95) / SECOND,
			limit: floor + (stops ? 4 : 2),
		},
		{ ...of, name: '  floor', value: floor },
	];
}

/** Many executions of one key, in virtual time over the simulator, each beside its floor. */
export async function manyExecutions(seed: number, size: BenchSize): Promise<Figure[]> {
	const rows: Figure[] = [];
	for (const scene of scenes(size)) {
		for (const stops of [false, true]) {
			const limits = stops ? scene.stops : scene.goesOn;
			rows.push(...figures(scene, stops, limits, await draws(scene, stops, seed, size)));
		}
	}
	for (const stops of [false, true]) rows.push(...(await besideBatch(stops, seed, size)));
	return rows;
}
