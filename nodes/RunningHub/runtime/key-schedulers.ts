import type { Clock } from '../../../runninghub/clock';
import { KeyScheduler } from '../../../runninghub/scheduling/key-scheduler';

/**
 * The schedulers of this process, one for each key that is in use: all executions with the same key
 * share its slots and its request budget. One that is idle is dropped.
 */
export class KeySchedulers {
	private readonly schedulers = new Map<string, KeyScheduler>();

	/** @param random from 0 to 1. */
	constructor(
		private readonly clock: Clock,
		private readonly random: () => number,
	) {}

	/** How many keys are in use. */
	get size(): number {
		return this.schedulers.size;
	}

	/**
	 * Does something with the scheduler of a key.
	 *
	 * @param keyId names the site and the key, without telling the key.
	 */
	async during<T>(keyId: string, work: (scheduler: KeyScheduler) => Promise<T>): Promise<T> {
		const scheduler = this.schedulers.get(keyId) ?? new KeyScheduler(this.clock, this.random);
		this.schedulers.set(keyId, scheduler);
		return await work(scheduler).finally(() => this.dropIdle());
	}

	private dropIdle(): void {
		for (const [keyId, scheduler] of this.schedulers) {
			if (scheduler.isIdle) this.schedulers.delete(keyId);
		}
	}
}
