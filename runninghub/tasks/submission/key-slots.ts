import { Slots } from './slots';

/** Share of the key's slots that may be in use again before it is seen whose task has ended. */
const MOST_AHEAD = 0.4;

/** What RunningHub tells of the key as a whole. */
export interface KeyCount {
	/** Tasks that may be under way at a time. */
	readonly limit: number;
	/** Tasks that are under way, whoever submitted them. */
	readonly current: number;
}

/** What was known of the own tasks when RunningHub was asked for its count. */
export interface OwnCount {
	readonly underWay: number;
	readonly ended: number;
}

/**
 * How many tasks may be under way at a time. Starts with the key's free slots, gives way when
 * RunningHub says that the queue is full, and grows back: by what RunningHub counts while it is
 * asked, else by one with each finished task.
 */
export class KeySlots {
	private readonly slots: Slots;
	private readonly most: number;
	/** Tasks that RunningHub has accepted and whose end is not seen yet. */
	private underWay = 0;
	private seenEnds = 0;
	/** Slots that are in use again though it is not seen yet whose end has freed them. */
	private ahead = 0;
	/** Whether RunningHub's counts say when there is room for more. */
	private counted = false;

	/**
	 * @param free slots free at the start; at least one is always tried.
	 * @param keyLimit tasks that the key may have under way, as far as that is known.
	 * @param wanted tasks that the user wants under way at most.
	 */
	constructor(
		free: number,
		keyLimit: number,
		private readonly wanted: number,
	) {
		this.most = Math.max(1, Math.min(keyLimit, wanted));
		this.slots = new Slots(Math.max(1, Math.min(free, this.most)));
	}

	/** Tasks that may be under way at a time when nobody else uses the key. */
	get width(): number {
		return this.most;
	}

	/** Whether a job waits for a slot. */
	get isWaitedFor(): boolean {
		return this.slots.isWaitedFor;
	}

	/**
	 * Takes a slot for a submission, in the order of asking.
	 *
	 * @param signal ends the wait.
	 * @returns whether there is a slot to give back.
	 */
	async take(signal: AbortSignal): Promise<boolean> {
		return await this.slots.take(signal);
	}

	/** RunningHub has accepted the task of a slot. */
	accepted(): void {
		this.underWay += 1;
	}

	/** Gives the slot of a submission back that made no task. */
	giveBack(): void {
		this.slots.release();
	}

	/** Gives the slot of an accepted task back that nobody waits for. */
	leave(): void {
		this.underWay -= 1;
		this.seenEnds += 1;
		this.slots.release();
	}

	/** An accepted task has ended, or is given up, and its slot is free. */
	ended(): void {
		if (this.ahead > 0) {
			this.ahead -= 1;
			this.slots.resize(Math.max(1, this.slots.limit - 1));
		}
		this.leave();
	}

	/** RunningHub had no slot for a task of ours: the others under way are all that fits now. */
	full(): void {
		this.ahead = 0;
		this.slots.resize(Math.max(1, Math.min(this.slots.limit, this.slots.taken - 1)));
	}

	/** A task that took a slot of the key has ended: one more may fit. */
	grow(): void {
		if (this.counted || this.ahead > 0) return;
		this.slots.resize(Math.max(this.slots.limit, Math.min(this.most, this.slots.limit + 1)));
	}

	/** What is known of the own tasks now, to be told with the count that is asked for next. */
	count(): OwnCount {
		return { underWay: this.underWay, ended: this.seenEnds };
	}

	/**
	 * How many of our tasks have certainly ended unseen, as RunningHub counts fewer.
	 *
	 * @param own what was known before RunningHub was asked: what was submitted meanwhile may be
	 * counted or not.
	 */
	unseenEnds(own: OwnCount, { current }: KeyCount): number {
		const stillUnderWay = own.underWay - (this.seenEnds - own.ended);
		return Math.max(0, stillUnderWay - current);
	}

	/**
	 * RunningHub has counted the tasks of the key: what it does not count any more has ended, and
	 * what others have given back is ours to use.
	 *
	 * @param own as for `unseenEnds`.
	 */
	told(own: OwnCount, count: KeyCount): void {
		this.counted = true;
		const { taken } = this.slots;
		const { limit, current } = count;
		const uncounted = taken - (own.underWay - (this.seenEnds - own.ended));
		const free = Math.max(0, limit - current - uncounted);
		// A count that leaves out tasks of ours, for whatever reason, must not let in any number.
		const ends = Math.min(this.unseenEnds(own, count), Math.ceil(limit * MOST_AHEAD));
		const room = Math.min(this.wanted, limit + ends, taken + free);
		this.ahead += Math.max(0, room - Math.max(taken, this.slots.limit));
		this.slots.resize(Math.max(1, room));
	}

	/** RunningHub's counts are no longer to be had. */
	untold(): void {
		this.counted = false;
	}
}
