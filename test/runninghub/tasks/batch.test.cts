import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import type { JsonObject } from '../../../runninghub/json';
import type { PurchaseJob } from '../../../runninghub/tasks/submission/purchase-job';
import { type FaultRule, SIMULATOR_KEYS, UNKNOWN_KEY } from '../../simulator/simulator.cts';
import { bodyWith, KEY, MODEL } from '../bench.cts';
import { createRandom } from '../random.cts';
import { createBatchBench, endings, MINUTE, numbered } from './batch-bench.cts';

/** Virtual milliseconds that 20 tasks take, so many at a time. */
async function timeOfTwenty(length: number, maxConcurrent: number): Promise<number> {
	const { simulator, clock, jobs, batch } = createBatchBench(5);
	const start = clock.now();
	const outcomes = await batch(jobs(numbered(20, `[time:${length}]`)), { maxConcurrent });
	expect(endings(outcomes)).toEqual(outcomes.map(() => 'finished'));
	expect(simulator.counters).toMatchObject({ tasksCreated: 20, charges: 20 });
	expect(simulator.counters.maxInFlight[KEY]).toBe(maxConcurrent === 0 ? 5 : maxConcurrent);
	expect(simulator.requestsOf('submit')).toHaveLength(20);
	return clock.now() - start;
}

it.each([8000, MINUTE, 5 * MINUTE])(
	'20 tasks of %i ms with 5 slots take at most 0.22 of the time they take one after the other',
	async (length) => {
		const together = await timeOfTwenty(length, 0);
		const oneByOne = await timeOfTwenty(length, 1);
		expect(oneByOne).toBeGreaterThanOrEqual(20 * length);
		expect(together / oneByOne).toBeLessThanOrEqual(0.22);
	},
);

it('outcomes have the order of the jobs, whatever ends first', async () => {
	const { jobs, batch, prompts, promptOf } = createBatchBench(5);
	const random = createRandom(9);
	const wanted = numbered(20).map(
		(prompt) => `${prompt} [time:${Math.round(1000 + 90_000 * random())}]`,
	);
	const ended: string[] = [];
	const outcomes = await batch(jobs(wanted), {
		collect: async ({ taskId }) => {
			ended.push(promptOf(taskId));
			return promptOf(taskId);
		},
	});
	expect(prompts()).toEqual(wanted);
	expect(ended).not.toEqual(wanted);
	expect(outcomes.map((outcome) => outcome.state === 'finished' && outcome.collected)).toEqual(
		wanted,
	);
});

it('a job alone asks for no free slots', async () => {
	const { simulator, jobs, batch } = createBatchBench(5);
	expect(endings(await batch(jobs(['alone'])))).toEqual(['finished']);
	expect(simulator.requestsOf('queueStatus')).toEqual([]);
});

it('no jobs are no work', async () => {
	const { simulator, batch } = createBatchBench(5);
	expect(await batch([])).toEqual([]);
	expect(simulator.requests).toEqual([]);
});

it('the user may ask for fewer at a time', async () => {
	const { simulator, jobs, batch } = createBatchBench(50);
	await batch(jobs(numbered(12)), { maxConcurrent: 3 });
	expect(simulator.counters.maxInFlight[KEY]).toBe(3);
});

it('a key whose slots cannot be told is tried with care', async () => {
	const { simulator, jobs, batch, warnings } = createBatchBench(4);
	simulator.faults.add({ on: 'queueStatus', kind: 'badGateway', times: Infinity });
	const outcomes = await batch(jobs(numbered(16, '[time:30000]')));
	expect(endings(outcomes)).toEqual(outcomes.map(() => 'finished'));
	expect(warnings).toEqual([expect.stringMatching(/free slots/)]);
	expect(simulator.counters).toMatchObject({ tasksCreated: 16, maxInFlight: { [KEY]: 4 } });
});

it('without waiting, tasks are left running as soon as they are accepted', async () => {
	const { simulator, clock, jobs, batch, promptOf } = createBatchBench(50);
	const wanted = numbered(8, '[never]');
	const start = clock.now();
	const outcomes = await batch(jobs(wanted), { wait: false });
	const submitted = outcomes.map((outcome) =>
		outcome.state === 'running' ? promptOf(outcome.taskId) : outcome.state,
	);
	expect(submitted).toEqual(wanted);
	expect(clock.now()).toBe(start);
	expect(simulator.requestsOf('query')).toEqual([]);
});

it('a task that is finished, or has failed, within its submission is told at once', async () => {
	const { clock, jobs, batch } = createBatchBench(5, { settings: { duration: () => 0 } });
	const start = clock.now();
	const outcomes = await batch(jobs(['one', '[fail:1505]', 'three']));
	expect(endings(outcomes)).toEqual(['finished', 'policy', 'finished']);
	expect(outcomes[1]).toMatchObject({ taskId: expect.stringMatching(/^\d{19}$/) });
	expect(clock.now()).toBe(start);
});

it('thousands of jobs are not all started at once', async () => {
	const { transport, batch } = createBatchBench(5);
	let waiting = 0;
	let mostWaiting = 0;
	const job = (index: number): PurchaseJob<JsonObject> => ({
		kind: MODEL,
		name: `job ${index}`,
		ledgerKey: String(index),
		timeout: MINUTE,
		prepare: async () => {
			waiting += 1;
			mostWaiting = Math.max(mostWaiting, waiting);
			return bodyWith(String(index));
		},
		submit: async () => {
			waiting -= 1;
			throw new RunningHubError({
				kind: 'policy',
				message: 'not today',
				hint: '',
				noTaskMade: true,
			});
		},
	});
	const outcomes = await batch(
		Array.from({ length: 3000 }, (_, index) => job(index)),
		{ transport },
	);
	expect(outcomes).toHaveLength(3000);
	expect(mostWaiting).toBeGreaterThan(1);
	expect(mostWaiting).toBeLessThanOrEqual(10);
});

describe('preparing', () => {
	it('goes on for the next jobs while the slots are taken', async () => {
		const { jobs, batch, simulator, clock } = createBatchBench(1);
		const prepared: number[] = [];
		const start = clock.now();
		const slowly = jobs(numbered(3, '[time:60000]')).map((job) => ({
			...job,
			prepare: async (signal: AbortSignal) => {
				await clock.sleep(20_000);
				prepared.push(clock.now() - start);
				return await job.prepare(signal);
			},
		}));
		await batch(slowly);
		expect(prepared).toEqual([20_000, 20_000, 40_000]);
		expect(simulator.counters.maxInFlight[KEY]).toBe(1);
	});

	it('that fails costs its own job only, and no task', async () => {
		const { jobs, batch, simulator } = createBatchBench(5);
		const [first, second, third] = jobs(['one', 'two', 'three']);
		if (!first || !second || !third) throw new Error('three jobs expected');
		const prepare = async (): Promise<never> => {
			throw new Error('no such file');
		};
		const outcomes = await batch([first, { ...second, prepare }, third]);
		expect(endings(outcomes)).toEqual(['finished', 'Error: no such file', 'finished']);
		expect(simulator.counters.tasksCreated).toBe(2);
	});
});

/** One request that is refused for what it asks, of many that are not. */
it.each<[string, Omit<FaultRule, 'on'>]>([
	['code 436', { kind: 'code', code: '436' }],
	['HTTP 403', { kind: 'forbidden' }],
])('%s refuses its own job only', async (_about, rule) => {
	const { simulator, jobs, batch } = createBatchBench(5);
	simulator.faults.add({ on: 'submit', ...rule, skip: 1 });
	const outcomes = await batch(jobs(numbered(8)));
	expect(endings(outcomes)).toEqual(
		outcomes.map((_, index) => (index === 1 ? 'auth' : 'finished')),
	);
});

describe('a refused key is not asked again', () => {
	it('for anything: later jobs are not even prepared, and each tells why', async () => {
		const { jobs, batch } = createBatchBench(5, {}, UNKNOWN_KEY);
		let preparations = 0;
		const counted = jobs(numbered(60)).map((job) => ({
			...job,
			prepare: async (signal: AbortSignal) => {
				preparations += 1;
				return await job.prepare(signal);
			},
		}));
		const outcomes = await batch(counted);
		expect(endings(outcomes)).toEqual(outcomes.map(() => 'auth'));
		expect(preparations).toBeLessThanOrEqual(10);
	});

	it('leaves what already runs to its end', async () => {
		const { simulator, jobs, batch } = createBatchBench(2);
		simulator.faults.add({ on: 'submit', kind: 'unauthorized', skip: 1, times: Infinity });
		const outcomes = await batch(jobs(numbered(5, '[time:60000]')));
		expect(endings(outcomes)).toEqual(['finished', 'auth', 'auth', 'auth', 'auth']);
		expect(simulator.requestsOf('submit')).toHaveLength(2);
	});

	it.each([
		['unknown', UNKNOWN_KEY, 1],
		['a consumer key', SIMULATOR_KEYS.cn.normal, 1],
	])('%s', async (_about, key, submits) => {
		const { simulator, jobs, batch } = createBatchBench(5, {}, key);
		const outcomes = await batch(jobs(numbered(20)));
		expect(endings(outcomes)).toEqual(outcomes.map(() => 'auth'));
		expect(simulator.requestsOf('submit')).toHaveLength(submits);
		expect(JSON.stringify(outcomes)).not.toContain(key);
	});

	it('several at a time are refused no more often than there are slots', async () => {
		const { simulator, jobs, batch } = createBatchBench(5, { settings: { modelKeyKinds: [] } });
		const outcomes = await batch(jobs(numbered(40)));
		expect(endings(outcomes)).toEqual(outcomes.map(() => 'auth'));
		expect(simulator.requestsOf('submit').length).toBeLessThanOrEqual(5);
	});
});

it('a task that takes too long is left running, and told with its id', async () => {
	const { simulator, clock, jobs, batch, promptOf } = createBatchBench(5);
	const start = clock.now();
	const outcomes = await batch(jobs(['[never]', 'quick', '[never] too'], 10 * MINUTE));
	expect(endings(outcomes)).toEqual(['timeout', 'finished', 'timeout']);
	expect(clock.now() - start).toBe(10 * MINUTE);
	const [first] = outcomes;
	expect(first?.state === 'failed' && promptOf(first.taskId ?? '')).toBe('[never]');
	expect(simulator.requestsOf('cancel')).toEqual([]);
});

it('a result that cannot be brought home fails its job with what was thrown', async () => {
	const { jobs, batch } = createBatchBench(5);
	const lost = new Error('disk full');
	const outcomes = await batch(jobs(['one', 'two']), {
		collect: async (_task, index) => {
			if (index === 0) throw lost;
			return 'home';
		},
	});
	expect(outcomes).toMatchObject([{ state: 'failed', error: lost }, { state: 'finished' }]);
});
