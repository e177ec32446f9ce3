import type { Clock } from '../clock';
import type { TaskLengths } from './task-lengths';

interface PollPause {
	readonly kind: string;
	/** Milliseconds since the epoch. */
	readonly submittedAt: number;
	/** When the task was last looked at, in milliseconds since the epoch. */
	readonly seenAt: number;
	wake(toLook: boolean): void;
}

/** The waits between the looks at the tasks of all executions of a key, which may be cut short. */
export class PollPauses {
	private readonly all = new Set<PollPause>();

	constructor(
		private readonly clock: Clock,
		private readonly lengths: Pick<TaskLengths, 'chanceOfEnd'>,
	) {}

	/**
	 * Waits, unless woken or the signal is aborted earlier. Never rejects.
	 *
	 * @returns `false` when the pause is to be planned anew, instead of a look.
	 */
	async take(
		kind: string,
		submittedAt: number,
		milliseconds: number,
		signal: AbortSignal,
	): Promise<boolean> {
		if (signal.aborted) return true;
		const waking = new AbortController();
		let isToLook = true;
		const wake = (toLook: boolean) => {
			isToLook = toLook;
			waking.abort();
		};
		const stop = () => wake(true);
		signal.addEventListener('abort', stop);
		const pause: PollPause = { kind, submittedAt, seenAt: this.clock.now(), wake };
		this.all.add(pause);
		await this.clock.sleep(milliseconds, waking.signal);
		this.all.delete(pause);
		signal.removeEventListener('abort', stop);
		return isToLook;
	}

	/** What the pauses were planned by has changed: each is planned anew. */
	planAnew(): void {
		for (const pause of this.all) pause.wake(false);
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
					this.lengths.chanceOfEnd(kind, seenAt - submittedAt, now - submittedAt),
				] as const;
			}),
		);
		const likely = [...chances].sort(([, left], [, right]) => right - left).slice(0, most);
		for (const [pause] of likely) pause.wake(true);
		return likely.length;
	}
}
