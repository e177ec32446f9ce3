import { asObject } from '../../../../runninghub/json';
import type { Transport } from '../../../../runninghub/transport';
import type { LoggedRequest, TaskRecord } from '../../../simulator/simulator.cts';
import { KEY } from '../../bench.cts';
import { createBatchBench, endings, numbered, type BatchBench } from '../batch-bench.cts';

const SECOND = 1000;

/** Milliseconds from the end of each task to the submission that took its place. */
function gaps({ simulator }: BatchBench, slots: number): number[] {
	const tasks = simulator.tasks();
	const ends = tasks.map(({ endsAt }) => endsAt).sort((left, right) => left - right);
	return tasks.slice(slots).map(({ createdAt }, index) => createdAt - (ends[index] ?? 0));
}

function lengths(count: number, middle: number): string[] {
	return Array.from(
		{ length: count },
		(_, index) => `picture ${index} [time:${Math.round(middle * (0.7 + ((index * 7) % 10) / 14))}]`,
	);
}

function mean(numbers: readonly number[]): number {
	return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** When a task was first seen ended. */
function seenAt(bench: BatchBench, task: TaskRecord | undefined): number {
	const looks = bench.simulator
		.requestsOf('query')
		.filter(({ body }) => asObject(body)['taskId'] === task?.id);
	return looks.find(({ at }) => at >= (task?.endsAt ?? Infinity))?.at ?? Infinity;
}

/** Answers what the test says instead of the key's count, after the first question. */
function countsAs(bench: BatchBench, text: (asked: number) => string): Transport {
	let asked = 0;
	return {
		request: async (request) => {
			if (!request.path.endsWith('/queue/status')) return await bench.transport.request(request);
			asked += 1;
			return asked === 1
				? await bench.transport.request(request)
				: { status: 200, text: text(asked) };
		},
	};
}

function questions({ simulator }: BatchBench): LoggedRequest[] {
	return simulator.requestsOf('queueStatus');
}

describe('a slot that is free', () => {
	it.each([
		[5, 60 * SECOND],
		[10, 60 * SECOND],
		[5, 2 * SECOND],
	])('of %i is used before the end of its task, of about %i ms, is seen', async (slots, middle) => {
		const bench = createBatchBench(slots);
		const outcomes = await bench.batch(bench.jobs(lengths(8 * slots, middle)));
		expect(endings(outcomes)).toEqual(outcomes.map(() => 'finished'));
		const inOrderOfEnd = [...bench.simulator.tasks()].sort((a, b) => a.endsAt - b.endsAt);
		const next = bench.simulator.tasks().slice(slots);
		const early = next.filter(
			({ createdAt }, index) => createdAt < seenAt(bench, inOrderOfEnd[index]),
		);
		expect(early.length).toBeGreaterThan(0.4 * next.length);
		expect(mean(gaps(bench, slots))).toBeLessThan(0.04 * middle);
		// Nothing was submitted in vain, or twice.
		expect(bench.simulator.requestsOf('submit')).toHaveLength(8 * slots);
		expect(bench.simulator.counters.maxInFlight[KEY]).toBe(slots);
	});

	it('is not taken beyond what the user asked for', async () => {
		const bench = createBatchBench(10);
		await bench.batch(bench.jobs(lengths(20, 30 * SECOND)), { maxConcurrent: 4 });
		expect(questions(bench).length).toBeGreaterThan(5);
		const events = bench.simulator
			.tasks()
			.flatMap((task) => [
				{ at: task.createdAt, change: 1 },
				{ at: seenAt(bench, task), change: -1 },
			])
			.sort((left, right) => left.at - right.at || left.change - right.change);
		let under = 0;
		const most = Math.max(...events.map(({ change }) => (under += change)));
		expect(most).toBe(4);
	});

	it('of a failed task is not used before the failure is seen, where that stops the batch', async () => {
		const bench = createBatchBench(3);
		const prompts = ['[time:40000] [fail:1505]', ...numbered(10, '[time:90000]')];
		const outcomes = await bench.batch(bench.jobs(prompts), { stops: () => true });
		expect(endings(outcomes).slice(0, 4)).toEqual(['policy', 'running', 'running', 'skipped']);
		expect(bench.simulator.counters.tasksCreated).toBe(3);
		// But it is looked for at once.
		const [failed] = bench.simulator.tasks();
		expect(seenAt(bench, failed) - (failed?.endsAt ?? 0)).toBeLessThan(1.5 * SECOND);
	});

	it.each([
		[8, 0],
		[25, 3],
		[50, 6],
	])(
		'of %i is used by no more than %i tasks before it is seen whose it was, where a failure stops the batch',
		async (slots, ahead) => {
			const bench = createBatchBench(slots);
			const failing = 2 * slots;
			const prompts = lengths(4 * slots, 60 * SECOND).map((prompt, index) =>
				index === failing ? `${prompt} [fail:1505]` : prompt,
			);
			const outcomes = await bench.batch(bench.jobs(prompts), { stops: () => true });
			expect(endings(outcomes)[failing]).toBe('policy');
			const tasks = bench.simulator.tasks();
			const events = tasks
				.flatMap((task) => [
					{ at: task.createdAt, change: 1 },
					{ at: seenAt(bench, task), change: -1 },
				])
				.filter(({ at }) => at < Infinity)
				.sort((left, right) => left.at - right.at || left.change - right.change);
			let under = 0;
			// Those whose end is not seen yet.
			const most = Math.max(...events.map(({ change }) => (under += change)));
			expect(most).toBe(slots + ahead);
			const failed = tasks.find(({ state }) => state === 'FAILED');
			const seen = seenAt(bench, failed);
			expect(tasks.filter(({ createdAt }) => createdAt > seen)).toEqual([]);
		},
	);

	it('is not used after any failure, where tasks go one after the other', async () => {
		const bench = createBatchBench(50);
		const prompts = lengths(9, 60 * SECOND).map((prompt, index) =>
			index === 5 ? `${prompt} [fail:1505]` : prompt,
		);
		const options = { stops: () => true, maxConcurrent: 1 };
		const outcomes = await bench.batch(bench.jobs(prompts), options);
		expect(endings(outcomes).slice(5)).toEqual(['policy', 'skipped', 'skipped', 'skipped']);
		expect(bench.simulator.counters.tasksCreated).toBe(6);
	});

	it('is used sooner than the tasks alone would tell, where a failure stops the batch', async () => {
		const stopping = createBatchBench(5);
		await stopping.batch(stopping.jobs(lengths(30, 60 * SECOND)), { stops: () => true });
		const blind = createBatchBench(5);
		const transport = countsAs(blind, () => '{"code":0,"data":{}}');
		const jobs = blind.jobs(lengths(30, 60 * SECOND));
		await blind.batch(jobs, { stops: () => true, transport });
		expect(mean(gaps(stopping, 5))).toBeLessThan(0.7 * mean(gaps(blind, 5)));
	});

	it('that others give back is used, and not waited for until a task of ours ends', async () => {
		const bench = createBatchBench(5);
		bench.simulator.occupy(KEY, 4);
		bench.clock.schedule(20 * SECOND, () => bench.simulator.occupy(KEY, 0));
		const start = bench.clock.now();
		await bench.batch(bench.jobs(numbered(10, '[time:120000]')));
		const early = bench.simulator
			.tasks()
			.filter(({ createdAt }) => createdAt < start + 30 * SECOND).length;
		expect(early).toBe(5);
	});

	it('that others take first costs a try, not a stream of them', async () => {
		const bench = createBatchBench(5);
		bench.simulator.occupy(KEY, 2);
		for (let second = 10; second < 600; second += 10) {
			bench.clock.schedule(second * SECOND, () =>
				bench.simulator.occupy(KEY, second % 20 === 0 ? 2 : 3),
			);
		}
		const outcomes = await bench.batch(bench.jobs(lengths(40, 20 * SECOND)));
		expect(endings(outcomes)).toEqual(outcomes.map(() => 'finished'));
		expect(bench.simulator.requestsOf('submit').length).toBeLessThan(80);
		expect(bench.simulator.counters.tasksCreated).toBe(40);
	});
});

describe('the key is asked', () => {
	it('only while jobs wait for a slot, or its answer spares looks at several tasks', async () => {
		const few = createBatchBench(5);
		await few.batch(few.jobs(numbered(2, '[time:60000]')));
		expect(questions(few)).toHaveLength(1);
		const many = createBatchBench(50);
		await many.batch(many.jobs(numbered(50, '[time:60000]')));
		// Two looks at each would not find their ends in time, nor would few at all of them.
		expect(many.simulator.requestsOf('query').length).toBeLessThan(2 * 50);
		expect(questions(many).length).toBeLessThan(2 * 50);
	});

	it('a few times for each task, however long they take', async () => {
		for (const middle of [5 * SECOND, 60 * SECOND, 600 * SECOND]) {
			const bench = createBatchBench(10);
			await bench.batch(bench.jobs(lengths(100, middle)));
			expect(questions(bench).length).toBeLessThanOrEqual(6 * 100);
		}
	});

	it('not at all where it has one slot: the task itself tells as much', async () => {
		const bench = createBatchBench(1);
		await bench.batch(bench.jobs(numbered(4, '[time:20000]')));
		expect(questions(bench)).toHaveLength(1);
	});

	it('not before Retry-After', async () => {
		const bench = createBatchBench(5);
		bench.simulator.faults.add({
			on: 'queueStatus',
			kind: 'tooManyRequests',
			retryAfter: 40,
			skip: 1,
		});
		await bench.batch(bench.jobs(lengths(20, 60 * SECOND)));
		const [, refused, next] = questions(bench).map(({ at }) => at);
		expect((next ?? 0) - (refused ?? 0)).toBeGreaterThanOrEqual(40 * SECOND);
	});

	it('not for ever when it does not answer, and the batch goes on as ever', async () => {
		const bench = createBatchBench(5);
		bench.simulator.faults.add({ on: 'queueStatus', kind: 'badGateway', times: Infinity, skip: 1 });
		const outcomes = await bench.batch(bench.jobs(lengths(30, 60 * SECOND)));
		expect(endings(outcomes)).toEqual(outcomes.map(() => 'finished'));
		expect(questions(bench)).toHaveLength(6);
		expect(bench.simulator.requestsOf('submit')).toHaveLength(30);
		expect(mean(gaps(bench, 5))).toBeLessThan(6 * SECOND);
	});

	it('not again when it does not tell its slots', async () => {
		const bench = createBatchBench(5);
		let asked = 0;
		const transport = countsAs(bench, (times) => {
			asked = times;
			return '{"code":0,"data":{"totalCurrentTasks":"0"}}';
		});
		const outcomes = await bench.batch(bench.jobs(lengths(20, 20 * SECOND)), { transport });
		expect(endings(outcomes)).toEqual(outcomes.map(() => 'finished'));
		expect(asked).toBe(2);
	});
});

it.each([
	['goes on', undefined],
	['stops', () => true],
])('a count without our tasks costs few requests in a batch that %s', async (_about, stops) => {
	const bench = createBatchBench(5);
	let asked = 0;
	const transport = countsAs(bench, (times) => {
		asked = times;
		return '{"code":0,"data":{"concurrentLimit":5,"totalCurrentTasks":"0"}}';
	});
	const outcomes = await bench.batch(bench.jobs(lengths(40, 20 * SECOND)), { transport, stops });
	expect(endings(outcomes)).toEqual(outcomes.map(() => 'finished'));
	expect(bench.simulator.counters).toMatchObject({ tasksCreated: 40, maxInFlight: { [KEY]: 5 } });
	expect(bench.simulator.requestsOf('submit').length).toBeLessThan(80);
	expect(bench.simulator.requestsOf('query').length).toBeLessThan(40 * 18);
	expect(asked).toBeLessThan(40 * 6);
});
