import { submitModel } from '../../../runninghub/api/models';
import { Ledger, type LedgerStore } from '../../../runninghub/tasks/submission/ledger';
import { TransportFault, type Transport } from '../../../runninghub/transport';
import type { FaultRule, LoggedRequest, RouteKind } from '../../simulator/simulator.cts';
import { createRandom } from '../random.cts';
import {
	createBatchBench,
	endings,
	MINUTE,
	stored,
	type BatchBench,
	type PromptOutcome,
} from './batch-bench.cts';

/** A model that takes a prompt and answers with text: a simulator draws each picture, which takes time. */
const TEXT_MODEL = 'rhart-text-g-25-flash/text-to-text';
/** For each seed: a thousand altogether. */
const TASKS = 500;
/** How many requests of each kind go wrong. */
const FAULTY = 0.1;

type Fault = Omit<FaultRule, 'on' | 'times' | 'match'>;

/** The answer is lost; the work may be done or not. */
const LOST: Fault[] = (
	[
		'badGateway',
		'unavailable',
		'serverError',
		'gatewayTimeout',
		'brokenJson',
		'emptyBody',
		'hang',
		'reset',
	] as const
).flatMap((kind) => [
	{ kind, taskCreated: true },
	{ kind, taskCreated: false },
]);

/** The answer is told in another way. */
const ODD: Fault[] = [
	{ kind: 'numberIds' },
	{ kind: 'oddTypes' },
	{ kind: 'wrapped' },
	{ kind: 'snakeCaseId' },
];

const BUSY: Fault[] = [
	...['421', '415', '1520', '1003'].map((code): Fault => ({ kind: 'code', code })),
	{ kind: 'tooManyRequests' },
	{ kind: 'tooManyRequestsHtml' },
];

// A refused key is left out: it rightly ends the whole batch at once.
const FAULTS: ReadonlyArray<readonly [RouteKind, readonly Fault[]]> = [
	[
		'submit',
		[
			...LOST,
			...ODD,
			...BUSY,
			{ kind: 'notFound' },
			{ kind: 'code', code: '1501' },
			{ kind: 'code', code: '1011' },
		],
	],
	[
		'query',
		[
			...LOST,
			...ODD,
			{ kind: 'status' },
			{ kind: 'status', status: '' },
			{ kind: 'nullResults' },
			{ kind: 'tooManyRequests' },
			{ kind: 'code', code: '1003' },
			{ kind: 'code', code: '1004' },
			{ kind: 'code', code: '1005' },
		],
	],
	['outputs', LOST],
	['queueStatus', LOST],
];

/** Submissions after a faulty one that are spared: three unclear answers in a row end a batch. */
const SPARED = 2;

/** Tells of each request once more whether it comes soon after a faulty one. */
function spares(): { isSpared(request: LoggedRequest): boolean; hit(): void } {
	let last: LoggedRequest | undefined;
	let since = SPARED;
	return {
		isSpared: (request) => {
			if (request !== last) since += 1;
			last = request;
			return request.kind === 'submit' && since <= SPARED;
		},
		hit: () => {
			since = 0;
		},
	};
}

function addFaults({ simulator }: BatchBench, random: () => number): void {
	for (const [on, faults] of FAULTS) {
		const { isSpared, hit } = spares();
		// Rules are asked in turn, so each must hit its share of what the ones before let pass.
		faults.forEach((fault, index) => {
			const before = (FAULTY * index) / faults.length;
			const share = FAULTY / faults.length / (1 - before);
			const match = (request: LoggedRequest): boolean => {
				const isHit = !isSpared(request) && random() < share;
				if (isHit) hit();
				return isHit;
			};
			simulator.faults.add({ ...fault, on, times: Infinity, match });
		});
	}
}

/** Lets one in twenty submissions fail before anything is sent. */
function unreachableNowAndThen(transport: Transport, random: () => number): Transport {
	return {
		async request(request) {
			if (random() < 0.05) throw new TransportFault('the connection was refused', true);
			return await transport.request(request);
		},
	};
}

function taskIdOf(outcome: PromptOutcome): string | undefined {
	if (outcome.state === 'finished') return outcome.task.taskId;
	return 'taskId' in outcome ? outcome.taskId : undefined;
}

/** Compares what the client tells with what the simulator has. */
function expectAccounted(
	bench: BatchBench,
	prompts: readonly string[],
	outcomes: readonly PromptOutcome[],
): void {
	const ends = endings(outcomes);
	const untold = prompts.filter((prompt, index) => {
		const outcome = outcomes[index];
		const tasks = bench.simulator.tasks().filter(({ body }) => body['prompt'] === prompt);
		const taskId = outcome && taskIdOf(outcome);
		if (taskId !== undefined) return tasks.length !== 1 || tasks[0]?.id !== taskId;
		return tasks.length > (ends[index] === 'uncertain' ? 1 : 0);
	});
	expect(untold).toEqual([]);
	const accepted = outcomes.filter((outcome) => taskIdOf(outcome) !== undefined).length;
	const uncertain = prompts.filter(
		(prompt, index) => ends[index] === 'uncertain' && bench.prompts().includes(prompt),
	).length;
	expect(bench.simulator.counters.tasksCreated).toBe(accepted + uncertain);
}

const SEEDS = [1, Number(process.env['CHAOS_SEED'] ?? Date.now() % 100_000)];

describe.each(SEEDS)(`${TASKS} tasks, a tenth of all requests at fault, seed %i`, (seed) => {
	it('are all accounted for, and none is bought twice, in two tries', async () => {
		const bench = createBatchBench(20);
		const random = createRandom(seed);
		addFaults(bench, random);
		const prompts = Array.from(
			{ length: TASKS },
			(_, index) => `picture ${index} [time:${Math.round(1000 + 12_000 * random())}]`,
		);
		const transport = unreachableNowAndThen(bench.transport, random);
		const jobs = bench.jobs(prompts, 30 * MINUTE).map((job) => ({
			...job,
			submit: async ({ prompt }: Parameters<typeof job.submit>[0]) =>
				await submitModel(transport, TEXT_MODEL, { prompt }),
		}));
		const store: LedgerStore = {};
		const first = await bench.batch(jobs, { random, ledger: new Ledger(store) });
		expectAccounted(bench, prompts, first);
		const ends = endings(first);
		expect(ends.filter((end) => end === 'finished').length).toBeGreaterThan(TASKS / 2);
		expect(ends).toContain('uncertain');
		bench.simulator.faults.clear();
		const second = await bench.batch(jobs, { random, ledger: new Ledger(stored(store)) });
		expectAccounted(bench, prompts, second);
		expect(endings(second)).toEqual(
			ends.map((end) => (end === 'uncertain' ? 'uncertain' : 'finished')),
		);
	});
});
