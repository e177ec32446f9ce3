import { KeySchedulers } from '../../../nodes/RunningHub/runtime/key-schedulers';
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
