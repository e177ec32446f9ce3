import { KeySchedulers } from '../../../nodes/RunningHub/runtime/key-schedulers';
import type { KeyScheduler } from '../../../runninghub/scheduling/key-scheduler';
import { VirtualClock } from '../../simulator/simulator.cts';

it('executions of a key share a scheduler, those of another do not, and idle ones are dropped', async () => {
	const schedulers = new KeySchedulers(new VirtualClock(), Math.random);
	let end = () => {};
	const ended = new Promise<void>((resolve) => {
		end = resolve;
	});
	const use = async (keyId: string) =>
		await schedulers.during(keyId, async (scheduler) => {
			await ended;
			return scheduler;
		});
	const uses = [use('site a'), use('site a'), use('site b')];
	expect(schedulers.size).toBe(2);
	end();
	const [first, second, other] = await Promise.all(uses);
	expect(first).toBe(second);
	expect(first).not.toBe(other);
	expect(schedulers.size).toBe(0);
});

describe('answers that got lost', () => {
	const SIGNAL = new AbortController().signal;
	const submit = async ({ brake }: KeyScheduler, error?: unknown): Promise<boolean> => {
		const isAdmitted = await brake.admit(SIGNAL);
		if (isAdmitted) brake.answered(error);
		return isAdmitted;
	};
	const onKey = () => {
		const clock = new VirtualClock();
		const schedulers = new KeySchedulers(clock, Math.random);
		const lose = async () =>
			await schedulers.during(
				'site a',
				async (scheduler) => await submit(scheduler, new Error('the answer got lost')),
			);
		return { clock, schedulers, lose };
	};

	it('in executions that come one after the other are added up', async () => {
		const { lose } = onKey();
		const admitted = [await lose(), await lose(), await lose(), await lose()];
		expect(admitted).toEqual([true, true, true, false]);
	});

	it('are forgotten after a clear one, and after ten minutes', async () => {
		const { clock, schedulers, lose } = onKey();
		await lose();
		expect(schedulers.size).toBe(1);
		await schedulers.during('site a', async (scheduler) => await submit(scheduler));
		expect(schedulers.size).toBe(0);
		await lose();
		await clock.advance(10 * 60_000);
		await schedulers.during('site b', async () => undefined);
		expect(schedulers.size).toBe(0);
	});
});
