import type { FaultRule, LoggedRequest } from '../../simulator/simulator.cts';
import { KEY } from '../bench.cts';
import { createRandom } from '../random.cts';
import { createBatchBench, endings, MINUTE, numbered, type BatchBench } from './batch-bench.cts';

function promptsSubmitted({ simulator }: BatchBench): string[] {
	return simulator.requestsOf('submit').map(({ body }) => JSON.stringify(body));
}

/** No prompt may have become two tasks. */
function expectNoneTwice({ prompts }: BatchBench, count: number): void {
	expect(prompts()).toHaveLength(count);
	expect(new Set(prompts()).size).toBe(count);
}

function at(request: LoggedRequest | undefined): number {
	if (request === undefined) throw new Error('a request expected');
	return request.at;
}

describe('a full queue', () => {
	const FULL: Array<readonly [string, Omit<FaultRule, 'on'>]> = [
		['421', { kind: 'code', code: '421', message: 'api queue limit reached' }],
		['415', { kind: 'code', code: '415' }],
		['1520', { kind: 'code', code: '1520' }],
		['1003', { kind: 'code', code: '1003' }],
		['HTTP 429', { kind: 'tooManyRequests' }],
		['HTTP 429 with a page', { kind: 'tooManyRequestsHtml' }],
	];

	it.each(FULL)('told by %s is waited for, and nothing is bought twice', async (_about, rule) => {
		const bench = createBatchBench(5);
		bench.simulator.faults.add({ on: 'submit', ...rule, times: 4, skip: 2 });
		const outcomes = await bench.batch(bench.jobs(numbered(8, '[time:10000]')));
		expect(endings(outcomes)).toEqual(outcomes.map(() => 'finished'));
		expect(promptsSubmitted(bench)).toHaveLength(12);
		expectNoneTwice(bench, 8);
	});

	it('for ever ends with patience, in "busy", without a task', async () => {
		const bench = createBatchBench(5);
		bench.simulator.occupy(KEY, 5);
		const start = bench.clock.now();
		const outcomes = await bench.batch(bench.jobs(numbered(3), 10 * MINUTE));
		expect(endings(outcomes)).toEqual(['busy', 'busy', 'busy']);
		expect(outcomes[0]).toMatchObject({ error: { facts: { code: '421', noTaskMade: true } } });
		expect(bench.clock.now() - start).toBeGreaterThanOrEqual(10 * MINUTE);
		// Their patience ends together, not one after the other.
		expect(bench.clock.now() - start).toBeLessThan(12 * MINUTE);
		expect(bench.simulator.counters.tasksCreated).toBe(0);
	});

	it('is asked in growing pauses that differ', async () => {
		const bench = createBatchBench(5);
		bench.simulator.occupy(KEY, 5);
		await bench.batch(bench.jobs(['a boat'], 10 * MINUTE));
		const times = bench.simulator.requestsOf('submit').map((request) => request.at);
		const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
		expect(pauses.length).toBeGreaterThan(10);
		expect(pauses.length).toBeLessThan(40);
		expect(Math.min(...pauses)).toBeGreaterThanOrEqual(1500);
		expect(Math.max(...pauses)).toBeLessThanOrEqual(37_500);
		expect(pauses.at(-1)).toBeGreaterThan(3 * (pauses[0] ?? 0));
		expect(new Set(pauses).size).toBe(pauses.length);
	});

	it('is not asked again before Retry-After', async () => {
		const bench = createBatchBench(5);
		bench.simulator.faults.add({ on: 'submit', kind: 'tooManyRequests', retryAfter: 100 });
		await bench.batch(bench.jobs(['a boat']));
		const [first, second] = bench.simulator.requestsOf('submit');
		expect(at(second) - at(first)).toBeGreaterThanOrEqual(75_000);
	});

	it('is tried as soon as a task of our own ends', async () => {
		const bench = createBatchBench(1);
		const outcomes = await bench.batch(bench.jobs(['[time:90000]', 'second']), {
			// As if the key had told of a slot that is not there.
			maxConcurrent: 0,
			transport: {
				request: async (request) =>
					request.path.endsWith('/queue/status')
						? { status: 200, text: '{"code":0,"data":{"concurrentLimit":2}}' }
						: await bench.transport.request(request),
			},
		});
		expect(endings(outcomes)).toEqual(['finished', 'finished']);
		const [task] = bench.simulator.tasks();
		const last = bench.simulator.requestsOf('submit').at(-1);
		expect(at(last)).toBeGreaterThanOrEqual(task?.endsAt ?? Infinity);
		expect(at(last) - (task?.endsAt ?? 0)).toBeLessThan(10_000);
		expectNoneTwice(bench, 2);
	});
});

describe('a limit of submissions per minute', () => {
	it('is kept in the end, and nothing is lost or bought twice', async () => {
		const bench = createBatchBench(50, { settings: { submitsPerMinute: 10 } });
		const outcomes = await bench.batch(bench.jobs(numbered(30)));
		expect(endings(outcomes)).toEqual(outcomes.map(() => 'finished'));
		expectNoneTwice(bench, 30);
	});
});

describe('tasks that end faster than the request budget lets anybody look', () => {
	it.each([
		['where their failures stop nothing', undefined],
		['where a failure stops the batch', () => true],
	])('never leave the key idle for long, %s', async (_, stops) => {
		const bench = createBatchBench(20);
		const random = createRandom(1);
		const prompts = Array.from(
			{ length: 100 },
			(_, index) => `picture ${index} [time:${Math.round(7_000 + 6_000 * random())}]`,
		);
		await bench.batch(bench.jobs(prompts), { stops });
		const times = bench.simulator.requests.map(({ at }) => at);
		const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at));
		// Used up in the first seconds, the budget of a minute would leave nothing for the rest of it.
		expect(Math.max(...gaps)).toBeLessThan(5000);
		expectNoneTwice(bench, 100);
	});
});

describe('an execution that uses few of the slots of its key', () => {
	it.each([
		['where their failures stop nothing', undefined],
		['where a failure stops the batch', () => true],
	])('sees the ends of its tasks soon, %s', async (_, stops) => {
		const bench = createBatchBench(50);
		const random = createRandom(1);
		const lengths = Array.from({ length: 100 }, () => Math.round(12_000 + 16_000 * random()));
		const prompts = lengths.map((length, index) => `picture ${index} [time:${length}]`);
		const start = bench.clock.now();
		await bench.batch(bench.jobs(prompts), { stops, maxConcurrent: 2 });
		const time = bench.clock.now() - start;
		// Side by side, two tasks end six times a minute: requests are not scarce.
		const least = lengths.reduce((sum, length) => sum + length, 0) / 2;
		expect(time / least).toBeLessThan(1.06);
		expectNoneTwice(bench, 100);
	});
});

describe('slots that other clients take', () => {
	it('at the start are left to them', async () => {
		const bench = createBatchBench(5);
		bench.simulator.occupy(KEY, 3);
		const outcomes = await bench.batch(bench.jobs(numbered(6, '[time:30000]')));
		expect(endings(outcomes)).toEqual(outcomes.map(() => 'finished'));
		expect(bench.simulator.counters.maxInFlight[KEY]).toBe(2);
		expectNoneTwice(bench, 6);
	});

	it('and give back are used', async () => {
		const bench = createBatchBench(5);
		bench.simulator.occupy(KEY, 4);
		bench.clock.schedule(100_000, () => bench.simulator.occupy(KEY, 0));
		await bench.batch(bench.jobs(numbered(30, '[time:30000]')));
		expect(bench.simulator.counters.maxInFlight[KEY]).toBe(5);
		expectNoneTwice(bench, 30);
	});

	it('in the middle are given way to, and taken again later', async () => {
		const bench = createBatchBench(5);
		bench.clock.schedule(45_000, () => bench.simulator.occupy(KEY, 4));
		bench.clock.schedule(300_000, () => bench.simulator.occupy(KEY, 0));
		const outcomes = await bench.batch(bench.jobs(numbered(40, '[time:30000]')));
		expect(endings(outcomes)).toEqual(outcomes.map(() => 'finished'));
		expectNoneTwice(bench, 40);
		const start = bench.simulator.tasks()[0]?.createdAt ?? 0;
		const made = (from: number, to: number): number =>
			bench.simulator
				.tasks()
				.filter(({ createdAt }) => createdAt >= start + from && createdAt < start + to).length;
		const squeezed = made(90_000, 300_000);
		expect(squeezed).toBeGreaterThanOrEqual(4);
		expect(squeezed).toBeLessThanOrEqual(8);
		expect(made(330_000, 600_000)).toBeGreaterThanOrEqual(15);
		// Each task is submitted in one try or a few, not by hammering.
		expect(bench.simulator.requestsOf('submit').length).toBeLessThan(120);
	});

	it('all of them do not keep us from trying once', async () => {
		const bench = createBatchBench(5);
		bench.simulator.occupy(KEY, 5);
		bench.clock.schedule(60_000, () => bench.simulator.occupy(KEY, 0));
		const outcomes = await bench.batch(bench.jobs(numbered(10, '[time:30000]')));
		expect(endings(outcomes)).toEqual(outcomes.map(() => 'finished'));
		expectNoneTwice(bench, 10);
	});
});
