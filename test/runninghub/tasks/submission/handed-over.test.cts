import { KEY } from '../../bench.cts';
import { createBatchBench, endings, MINUTE, numbered, type BatchBench } from '../batch-bench.cts';

const HOURS = 600 * MINUTE;
const LEFT_TO_RUN = { wait: false };

function submissions({ simulator }: BatchBench): number {
	return simulator.requestsOf('submit').length;
}

function counts({ simulator }: BatchBench): number {
	return simulator.requestsOf('queueStatus').length;
}

describe('tasks that are left to run', () => {
	it.each([
		{ slots: 5, length: 60_000, tasks: 40 },
		{ slots: 5, length: 10_000, tasks: 40 },
		{ slots: 2, length: 60_000, tasks: 20 },
		{ slots: 1, length: 60_000, tasks: 10 },
	])('are submitted as $slots slots get free, and none in vain', async (given) => {
		const { slots, length, tasks } = given;
		const bench = createBatchBench(slots);
		const start = bench.clock.now();
		const jobs = bench.jobs(numbered(tasks, `[time:${length}]`), HOURS);
		const outcomes = await bench.batch(jobs, LEFT_TO_RUN);
		expect(endings(outcomes)).toEqual(outcomes.map(() => 'running'));
		expect(submissions(bench)).toBe(tasks);
		const floor = Math.ceil(tasks / slots) - 1;
		expect((bench.clock.now() - start) / length).toBeLessThan(1.2 * floor);
		expect(counts(bench)).toBeLessThan(10 * tasks);
	});

	it('share what is known of the key with an execution that waits', async () => {
		const bench = createBatchBench(5);
		const scheduler = bench.scheduler();
		const batch = (word: string, wait: boolean) =>
			bench.start(bench.jobs(numbered(20, `${word} [time:60000]`), HOURS), { wait, scheduler });
		const both = Promise.all([batch('left', false), batch('awaited', true)]);
		const [left, awaited] = await bench.run(both);
		expect(endings(left)).toEqual(left.map(() => 'running'));
		expect(endings(awaited)).toEqual(awaited.map(() => 'finished'));
		expect(submissions(bench)).toBe(40);
	});

	it('wait for a slot as long as they may where others keep all of them', async () => {
		const bench = createBatchBench(5);
		bench.simulator.occupy(KEY, 5);
		const start = bench.clock.now();
		const outcomes = await bench.batch(bench.jobs(numbered(5), 10 * MINUTE), LEFT_TO_RUN);
		expect(endings(outcomes)).toEqual(outcomes.map(() => 'busy'));
		const minutes = (bench.clock.now() - start) / MINUTE;
		expect(minutes).toBeGreaterThanOrEqual(10);
		expect(minutes).toBeLessThan(12);
		expect(submissions(bench)).toBeLessThanOrEqual(5);
	});

	it.each([0, 30_000])(
		'go on by what is refused where RunningHub tells no slots after %i ms',
		async (time) => {
			const bench = createBatchBench(5);
			const { simulator, clock } = bench;
			const fail = () =>
				simulator.faults.add({ on: 'queueStatus', kind: 'badGateway', times: Infinity });
			if (time === 0) fail();
			else clock.schedule(time, fail);
			const start = clock.now();
			const jobs = bench.jobs(numbered(20, '[time:60000]'), HOURS);
			const outcomes = await bench.batch(jobs, LEFT_TO_RUN);
			expect(endings(outcomes)).toEqual(outcomes.map(() => 'running'));
			expect(simulator.counters.tasksCreated).toBe(20);
			expect(clock.now() - start).toBeLessThan(10 * MINUTE);
		},
	);

	it.each([
		{ tasks: 5, told: [] },
		{ tasks: 7, told: ['picture 5', 'picture 6'] },
	])('tell which of $tasks wait for one of 5 slots', async ({ tasks, told }) => {
		const bench = createBatchBench(5);
		const waiting: string[] = [];
		const prompts = numbered(tasks, '[time:60000]');
		const jobs = bench.jobs(prompts, HOURS).map((job, index) => ({
			...job,
			awaitsSlot: () => waiting.push(`picture ${index}`),
		}));
		await bench.batch(jobs, LEFT_TO_RUN);
		expect(waiting).toEqual(told);
	});
});
