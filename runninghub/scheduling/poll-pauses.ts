import type { Clock } from '../clock';
import type { TaskLengths } from './task-lengths';

/**
 * How much longer a look may wait that no count gives a reason for, as a share of the task's age and
 * in milliseconds: a count cannot tell of an end whose slot somebody else has taken since.
 */
const PUT_OFF_SHARE = 0.5;
const PUT_OFF = 10_000;

/** A task between two looks. */
export interface PausedTask {
	readonly kind: string;
	/** Milliseconds since the epoch. */
	readonly submittedAt: number;
	/** Whether it is one of the own tasks that counts of the key are compared with. */
	readonly isCounted: boolean;
	/** When it was last seen running, in milliseconds since the epoch. */
	readonly seenAt: number;
	/** When it is looked at in any case, in milliseconds since the epoch. */
	readonly deadline: number;
}

/** What a pause ends with: a look, or a new plan. */
export type PauseEnd = 'look' | 'plan';

interface PollPause {
	readonly task: PausedTask;
	/** Whether its look is put off. */
	isDue: boolean;
	wake(end: PauseEnd): void;
}

/**
 * The waits between the looks at the tasks of all executions of a key, which may be cut short. While
 * counts tell that none has ended, no look could find an end: those that are due are put off until a
 * count tells otherwise.
 */
export class PollPauses {
	private readonly all = new Set<PollPause>();
	/** When RunningHub was last asked for a count by which every task was running. */
	private allRanAt = Number.NEGATIVE_INFINITY;
	private isQuiet = false;

	constructor(
		private readonly clock: Clock,
		private readonly lengths: Pick<TaskLengths, 'chanceOfEnd' | 'rateOfEnd' | 'quantile'>,
	) {}

	/** How many tasks are in a pause. */
	get count(): number {
		return this.all.size;
	}

	/**
	 * Milliseconds that a task takes whose like would end as often as those in a pause do. One of a kind
	 * of which nothing is known takes as long again as it has taken.
	 *
	 * @returns `undefined` while none is in a pause.
	 */
	get usualLength(): number | undefined {
		if (this.all.size === 0) return undefined;
		const now = this.clock.now();
		const known = new Map<string, number | undefined>();
		let rate = 0;
		for (const { task } of this.all) {
			const { kind, submittedAt } = task;
			if (!known.has(kind)) known.set(kind, this.lengths.quantile(kind, 0.5));
			rate += 1 / Math.max(1, known.get(kind) ?? 2 * (now - submittedAt));
		}
		return this.all.size / rate;
	}

	/** Tasks that are likely to end per millisecond at present. */
	get rateOfEnds(): number {
		const now = this.clock.now();
		let rate = 0;
		for (const { task } of this.all) {
			const { kind, submittedAt } = task;
			rate += this.lengths.rateOfEnd(kind, this.ranAt(task) - submittedAt, now - submittedAt);
		}
		return rate;
	}

	/** Waits, unless woken or the signal is aborted earlier. Never rejects. */
	async take(task: PausedTask, milliseconds: number, signal: AbortSignal): Promise<PauseEnd> {
		if (signal.aborted) return 'look';
		const waking = new AbortController();
		let end: PauseEnd = 'look';
		const wake = (why: PauseEnd) => {
			end = why;
			waking.abort();
		};
		const stop = () => wake('look');
		signal.addEventListener('abort', stop);
		const pause: PollPause = { task, isDue: false, wake };
		this.all.add(pause);
		await this.clock.sleep(milliseconds, waking.signal);
		if (!waking.signal.aborted && this.isQuiet && this.isKnownToRun(task)) {
			pause.isDue = true;
			const now = this.clock.now();
			const longest = (now - task.submittedAt) * PUT_OFF_SHARE + PUT_OFF;
			await this.clock.sleep(Math.min(longest, task.deadline - now), waking.signal);
		}
		this.all.delete(pause);
		signal.removeEventListener('abort', stop);
		return end;
	}

	/** What the pauses were planned by has changed: each is planned anew. */
	planAnew(): void {
		for (const pause of this.all) pause.wake('plan');
	}

	/**
	 * A count tells that all tasks are running that were submitted before it was asked for.
	 *
	 * @param askedAt milliseconds since the epoch.
	 */
	allRun(askedAt: number): void {
		this.isQuiet = true;
		this.allRanAt = askedAt;
	}

	/** No count tells any more that all tasks are running; those that are due are looked at. */
	untold(): void {
		this.isQuiet = false;
		for (const pause of this.all) if (pause.isDue) pause.wake('look');
	}

	/**
	 * A count tells that tasks have ended: looks are put off no more. Of those that are due the most
	 * likely ones are made, so many at most.
	 *
	 * @param least how likely their tasks must have ended, from 0 to 1, as far as their length is known.
	 */
	someEnded(most: number, least = 0): void {
		this.isQuiet = false;
		this.wakeLikely(
			[...this.all].filter(({ isDue }) => isDue),
			most,
			least,
		);
	}

	/**
	 * Wakes those whose tasks have most likely ended, so many at most.
	 *
	 * @param least how likely their tasks must have ended, from 0 to 1, as far as their length is known.
	 * @returns how many were woken.
	 */
	wake(most: number, least = 0): number {
		return this.wakeLikely([...this.all], most, least);
	}

	private wakeLikely(pauses: readonly PollPause[], most: number, least: number): number {
		const now = this.clock.now();
		const likely = pauses
			.map((pause) => {
				const { kind, submittedAt } = pause.task;
				const seen = this.ranAt(pause.task) - submittedAt;
				return [pause, this.lengths.chanceOfEnd(kind, seen, now - submittedAt)] as const;
			})
			.filter(([, chance]) => chance >= least)
			.sort(([, left], [, right]) => right - left)
			.slice(0, most);
		for (const [pause] of likely) {
			this.all.delete(pause);
			pause.wake('look');
		}
		return likely.length;
	}

	/** When a task was running for certain, by a look or a count. */
	private ranAt(task: PausedTask): number {
		return this.isKnownToRun(task) ? Math.max(task.seenAt, this.allRanAt) : task.seenAt;
	}

	private isKnownToRun({ isCounted, submittedAt }: PausedTask): boolean {
		return isCounted && submittedAt < this.allRanAt;
	}
}
