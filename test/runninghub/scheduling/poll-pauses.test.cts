import { submitModel } from '../../../runninghub/api/models';
import { type PausedTask, PollPauses } from '../../../runninghub/scheduling/poll-pauses';
import { PollSchedule } from '../../../runninghub/scheduling/poll-schedule';
import { TaskLengths } from '../../../runninghub/scheduling/task-lengths';
import { watchTask } from '../../../runninghub/tasks/polling/watch-task';
import { VirtualClock } from '../../simulator/simulator.cts';
import { bodyWith, createBench, MODEL } from '../bench.cts';
import { createRandom } from '../random.cts';

const SECOND = 1000;

function learned(): TaskLengths {
	const lengths = new TaskLengths();
	for (const seconds of [50, 55, 60, 65, 70]) lengths.learn(MODEL, seconds * SECOND);
	return lengths;
}

/** A task that was submitted so many milliseconds after the epoch, and was not looked at yet. */
function task(submittedAt: number, isCounted = true): PausedTask {
	return { kind: MODEL, submittedAt, seenAt: submittedAt, isCounted, deadline: Infinity };
}

it('wakes the pauses whose tasks have most likely ended, and no more than asked for', async () => {
	const clock = new VirtualClock();
	const pauses = new PollPauses(clock, learned());
	const woken: string[] = [];
	const stay = new AbortController().signal;
	const nap = async (name: string, age: number) => {
		await pauses.take(task(clock.now() - age * SECOND), 600 * SECOND, stay);
		woken.push(name);
	};
	void nap('just submitted', 0);
	void nap('about to end', 58);
	void nap('half way', 30);
	await clock.advance(8 * SECOND);
	expect(pauses.wake(1)).toBe(1);
	await clock.advance(0);
	expect(woken).toEqual(['about to end']);
	expect(pauses.wake(5)).toBe(2);
	await clock.advance(0);
	expect(woken).toHaveLength(3);
	expect(pauses.wake(5)).toBe(0);
});

describe('the length of a task that would end as often as those in a pause', () => {
	/** Pauses of so many tasks of a minute and of so many of ten seconds. */
	function mixed(long: number, short: number, unknown = 0) {
		const clock = new VirtualClock();
		const lengths = learned();
		for (let lesson = 0; lesson < 5; lesson++) lengths.learn('short', 10 * SECOND);
		const pauses = new PollPauses(clock, lengths);
		const kinds = { [MODEL]: long, short, unknown };
		for (const [kind, count] of Object.entries(kinds)) {
			for (let each = 0; each < count; each++) {
				const { signal } = new AbortController();
				void pauses.take({ ...task(clock.now()), kind }, 600 * SECOND, signal);
			}
		}
		return { clock, pauses };
	}

	it('is theirs where all are of one kind', () => {
		expect(mixed(5, 0).pauses.usualLength).toBeCloseTo(60 * SECOND);
	});

	it('lies between those of several kinds, nearer to that of the most ends', () => {
		// A minute has 19 ends of the former and 6 of the latter, of 20 tasks side by side.
		expect(mixed(19, 1).pauses.usualLength).toBeCloseTo((60 * SECOND * 20) / 25);
	});

	it('is twice the age of those of which nothing is known', async () => {
		const { clock, pauses } = mixed(0, 0, 5);
		await clock.advance(20 * SECOND);
		expect(pauses.usualLength).toBeCloseTo(40 * SECOND);
	});

	it('is not told where there are none', () => {
		expect(mixed(0, 0).pauses.usualLength).toBeUndefined();
	});
});

it('wakes none that has hardly ended, where only likely ends are asked for', async () => {
	const clock = new VirtualClock();
	const pauses = new PollPauses(clock, learned());
	const stay = new AbortController().signal;
	for (const age of [0, 30, 75]) {
		void pauses.take(task(clock.now() - age * SECOND), 600 * SECOND, stay);
	}
	await clock.advance(SECOND);
	expect(pauses.wake(5, 0.5)).toBe(1);
	expect(pauses.wake(5)).toBe(2);
});

it('a nap ends with its signal, and is not taken after it', async () => {
	const clock = new VirtualClock();
	const pauses = new PollPauses(clock, learned());
	const stop = new AbortController();
	clock.schedule(5 * SECOND, () => stop.abort());
	const start = clock.now();
	await clock.run(pauses.take(task(start), 60 * SECOND, stop.signal));
	await clock.run(pauses.take(task(start), 60 * SECOND, stop.signal));
	expect(clock.now() - start).toBe(5 * SECOND);
});

describe('a look that no count gives a reason for', () => {
	/** Milliseconds after the start at which a pause of ten seconds ended. */
	async function lookedAfter(
		during: (pauses: PollPauses, clock: VirtualClock) => void,
		isCounted = true,
	): Promise<number> {
		const clock = new VirtualClock();
		const pauses = new PollPauses(clock, learned());
		const start = clock.now();
		clock.schedule(8 * SECOND, () => pauses.allRun(clock.now()));
		during(pauses, clock);
		await clock.run(pauses.take(task(start, isCounted), 10 * SECOND, new AbortController().signal));
		return clock.now() - start;
	}

	it('is put off, though not for ever: others may have taken the slot', async () => {
		const after = await lookedAfter(() => undefined);
		expect(after).toBeGreaterThan(15 * SECOND);
		expect(after).toBeLessThan(30 * SECOND);
	});

	it('is made at once when a count tells that tasks have ended', async () => {
		const after = await lookedAfter((pauses, clock) => {
			clock.schedule(12 * SECOND, () => pauses.someEnded(1));
		});
		expect(after).toBe(12 * SECOND);
	});

	it('is made at once when counts are no longer to be had', async () => {
		const after = await lookedAfter((pauses, clock) => {
			clock.schedule(12 * SECOND, () => pauses.untold());
		});
		expect(after).toBe(12 * SECOND);
	});

	it('is not put off where counts do not tell of the task', async () => {
		expect(await lookedAfter(() => undefined, false)).toBe(10 * SECOND);
	});

	it('is not put off once a count has told of ends', async () => {
		const after = await lookedAfter((pauses, clock) => {
			clock.schedule(9 * SECOND, () => pauses.someEnded(0));
		});
		expect(after).toBe(10 * SECOND);
	});
});

it('a task that is woken is looked at, but a wait that RunningHub asked for is not cut short', async () => {
	const { simulator, clock, transport, run } = createBench();
	const { taskId } = await submitModel(transport, MODEL, bodyWith('[time:300000]'));
	const schedule = new PollSchedule(createRandom(1));
	const pauses = new PollPauses(clock, new TaskLengths());
	const start = clock.now();
	const since = () => simulator.requestsOf('query').map(({ at }) => at - start);
	clock.schedule(100, () => pauses.wake(1));
	clock.schedule(200, () =>
		simulator.faults.add({ on: 'query', kind: 'tooManyRequests', retryAfter: 60 }),
	);
	clock.schedule(300, () => pauses.wake(1));
	clock.schedule(400, () => pauses.wake(1));
	await run(
		watchTask({
			transport,
			clock,
			schedule,
			pauses,
			taskId,
			kind: MODEL,
			submittedAt: start,
			deadline: start + 3600 * SECOND,
			signal: new AbortController().signal,
			lookNow: false,
		}),
	);
	expect(since().slice(0, 2)).toEqual([100, 300]);
	expect(since()[2]).toBeGreaterThanOrEqual(60 * SECOND);
});
