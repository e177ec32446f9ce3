import type { Clock } from '../../clock';
import type { PollSchedule } from './poll-schedule';

interface PollPause {
	readonly kind: string;
	/** Milliseconds since the epoch. */
	readonly submittedAt: number;
	/** When the task was last looked at, in milliseconds since the epoch. */
	readonly seenAt: number;
	wake(): void;
}

/** The waits between the looks at the tasks of a batch, which may be cut short. */
export class PollPauses {
	private readonly all = new Set<PollPause>();

	constructor(
		private readonly clock: Clock,
		private readonly schedule: PollSchedule,
	) {}

	/** Waits, unless woken or the signal is aborted earlier. Never rejects. */
	async take(
		kind: string,
		submittedAt: number,
		milliseconds: number,
		signal: AbortSignal,
	): Promise<void> {
		if (signal.aborted) return;
		const waking = new AbortController();
		const wake = () => waking.abort();
		signal.addEventListener('abort', wake);
		const pause: PollPause = { kind, submittedAt, seenAt: this.clock.now(), wake };
		this.all.add(pause);
		await this.clock.sleep(milliseconds, waking.signal);
		this.all.delete(pause);
		signal.removeEventListener('abort', wake);
	}

	/**
	 * Wakes those whose tasks have most likely ended, so many at most.
	 *
	 * @returns how many were woken.
	 */
	wake(most: number): number {
		const now = this.clock.now();
		const chances = new Map(
			[...this.all].map((pause) => {
				const { kind, submittedAt, seenAt } = pause;
				return [
					pause,
					this.schedule.chanceOfEnd(kind, seenAt - submittedAt, now - submittedAt),
				] as const;
			}),
		);
		const likely = [...chances].sort(([, left], [, right]) => right - left).slice(0, most);
		for (const [pause] of likely) pause.wake();
		return likely.length;
	}
}
