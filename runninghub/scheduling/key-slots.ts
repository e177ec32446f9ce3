/** Tasks under way at most while nobody tells the limit of the key. */
const MOST_WHEN_UNKNOWN = 50;
/**
 * Share of the key's slots that are in use again before it is seen whose task has ended, from which on
 * looks are made for no other reason than that it must not be more than all of them.
 */
const EASILY_AHEAD = 0.6;
/**
 * Where the next task of an execution may be one that its failure would have kept back: the share of
 * the key's slots that are used again, at most, when it is only counted that their tasks have ended,
 * and not seen how. (Slots of tasks that were seen to end well are always used.) Rounded down: 6 of 50
 * slots, none of 8. With 0 each end would have to be looked for at once, which takes many more requests.
 */
const MOST_AHEAD_OF_FAILURE = 0.12;
/** Milliseconds after which a free slot counts as given back by others: a task of ours was seen by then. */
const NOT_OURS_AFTER = 10_000;
/** Milliseconds after the last count with tasks of others, for which some of theirs may hide ends of ours. */
const OTHERS_STAY = 5 * 60_000;

/** Tasks that are looked at closely when no others are left: a count tells less of so few. */
export const FEW_LEFT = 2;

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

/** One execution's place at the slots. */
export interface SlotPlace {
	/** Whether it waits, and its own limit allows one more task. */
	readonly hasRoom: boolean;
	/** Whether it waits. */
	readonly isWaiting: boolean;
	/** Whether none of its tasks is under way. */
	readonly hasNone: boolean;
	/** Whether it may use a slot before it is known whose task has freed it. */
	readonly mayGoAhead: boolean;
	/** Its turn has come: a slot is taken for it. */
	admit(): void;
}

/**
 * The slots of a key, which all executions of this process share: how many tasks may be under way
 * at a time, and whose turn it is. Starts with the key's free slots, gives way when RunningHub says
 * that the queue is full, and grows back: by what RunningHub counts while it is asked, else by one
 * with each finished task.
 */
export class KeySlots {
	private width = 1;
	private most = MOST_WHEN_UNKNOWN;
	private taken = 0;
	/** Tasks that RunningHub has accepted and whose end is not seen yet. */
	private underWay = 0;
	private seenEnds = 0;
	/** For each slot in use again though it is not seen yet whose end has freed it: since when. */
	private aheadSince: readonly number[] = [];
	private counted = false;
	/** Whether counts go on to tell when there is room for more. */
	private isWatched = false;
	/** Whether the one slot that is always tried is none that RunningHub has told of. */
	private bare = false;
	private others = false;
	/** When tasks of others were last counted. */
	private othersAt = Number.NEGATIVE_INFINITY;
	private unseen = 0;
	private current = 0;
	private alone = false;
	/** Executions that wait for a slot, in the order of their turns. */
	private line: SlotPlace[] = [];

	/** @param executions how many of this process use the key. */
	constructor(private readonly executions: () => number) {}

	/** Tasks that may be under way at a time when nobody else uses the key. */
	get limit(): number {
		return this.most;
	}

	/** Tasks that may be under way at present, as others use the rest of the slots. */
	get present(): number {
		return Math.min(this.most, this.width);
	}

	/** Whether RunningHub's counts say at present when there is room for more. */
	get isCounted(): boolean {
		return this.counted;
	}

	/** Whether a slot is only there because one is always tried: by all that is counted there is none. */
	get isBare(): boolean {
		return this.isWatched && this.bare;
	}

	/** Whether counts tell when all tasks of the one execution that uses the key have ended. */
	get tellsLastEnd(): boolean {
		return this.counted && this.alone && this.executions() === 1;
	}

	/** Slots that may be in use before it is known whose task has freed them, where that matters. */
	get borneAhead(): number {
		return Math.floor(this.most * MOST_AHEAD_OF_FAILURE);
	}

	/** How many of our tasks have certainly ended unseen, as RunningHub counted fewer the last time. */
	get unseenEnds(): number {
		return this.unseen;
	}

	/** Whether the last count held tasks of others. */
	get isShared(): boolean {
		return this.others;
	}

	/**
	 * Looks that had better be made now, by the last count: the more ends are unseen, the sooner they
	 * keep somebody back.
	 */
	get wantedLooks(): number {
		const waiting = this.line.filter((each) => each.hasRoom);
		if (waiting.length === 0) return 0;
		// Tasks of others hide ends of ours: the slots that are in use ahead tell how many there may be.
		const unseen = this.alone ? this.unseen : Math.max(this.unseen, this.ahead);
		const tooMany = Math.max(0, unseen - Math.floor(this.most * EASILY_AHEAD));
		if (waiting.every((each) => each.mayGoAhead)) return tooMany;
		return Math.ceil(unseen / 2) + 2 * Math.max(0, unseen - this.borneAhead);
	}

	/** Whether somebody waits for a slot. */
	get isWaitedFor(): boolean {
		return this.line.length > 0;
	}

	/** Whether tasks of ours use slots, or are about to. */
	get isUsed(): boolean {
		return this.taken > 0 || this.isWaitedFor;
	}

	/** An execution waits for a slot; it is told by its `admit`. */
	enter(place: SlotPlace): void {
		if (!this.line.includes(place)) this.line.push(place);
		this.admit();
	}

	/** An execution waits no more. */
	leaveLine(place: SlotPlace): void {
		this.line = this.line.filter((each) => each !== place);
	}

	/** RunningHub has accepted the task of a slot. */
	accepted(): void {
		this.underWay += 1;
	}

	/** The slot of a submission is free that made no task. */
	giveBack(): void {
		this.taken -= 1;
		this.admit();
	}

	/** The slot of an accepted task is free, whether it has ended or nobody waits for it. */
	leave(): void {
		this.underWay -= 1;
		this.seenEnds += 1;
		this.taken -= 1;
		this.resize(this.width);
	}

	/** An accepted task has ended, and its slot is free. */
	ended(): void {
		if (this.ahead > 0) {
			this.aheadSince = this.aheadSince.slice(1);
			this.width -= 1;
		} else if (this.counted && this.others) {
			// Others may have taken it since: the next count tells.
			this.width -= 1;
		}
		this.leave();
	}

	/** Nobody waits for an accepted task any more, which goes on at RunningHub and keeps its slot. */
	abandoned(): void {
		this.width -= 1;
		this.leave();
	}

	/** What is known of the own tasks now, to be told with the count that is asked for next. */
	count(): OwnCount {
		return { underWay: this.underWay, ended: this.seenEnds };
	}

	/** Nobody here sees the end of an accepted task: it keeps its slot until a count tells otherwise. */
	handedOver(): void {
		if (this.isWatched) this.abandoned();
		else this.leave();
	}

	/** RunningHub had no slot for a task of ours: the others under way are all that fits now. */
	full(): void {
		this.aheadSince = [];
		this.resize(Math.min(this.width, this.taken - 1));
	}

	/** A task that took a slot of the key has ended: one more may fit. */
	grow(): void {
		if (this.counted || this.ahead > 0) return;
		this.resize(Math.max(this.width, Math.min(this.most, this.width + 1)));
	}

	/**
	 * RunningHub has counted the tasks of the key: what it does not count any more has ended, and
	 * what others have given back is ours to use.
	 *
	 * @param own what was known before RunningHub was asked: what was submitted meanwhile may be
	 * counted or not.
	 * @param now milliseconds since the epoch.
	 */
	told(own: OwnCount, { limit, current }: KeyCount, now: number): void {
		this.counted = true;
		this.most = Math.max(1, limit);
		this.current = current;
		const stillUnderWay = own.underWay - (this.seenEnds - own.ended);
		const uncounted = this.taken - stillUnderWay;
		const free = Math.max(0, limit - current - uncounted);
		this.others = current > this.taken;
		if (this.others) this.othersAt = now;
		this.unseen = Math.max(0, stillUnderWay - current);
		this.alone = now - this.othersAt > OTHERS_STAY;
		// A count that leaves out tasks of ours, for whatever reason, must not let in any number.
		const ends = Math.min(this.unseen, limit);
		const room = Math.min(limit + ends, this.taken + free);
		const grown = Math.max(0, room - Math.max(this.taken, this.width));
		const old = this.aheadSince.filter((since) => now - since > NOT_OURS_AFTER).length;
		const notOurs = Math.max(0, Math.min(old, this.ahead - ends));
		const more = new Array<number>(own.underWay > 0 ? grown : 0).fill(now);
		this.aheadSince = [...this.aheadSince.slice(notOurs), ...more].slice(0, own.underWay);
		this.resize(room);
	}

	/** Whether, by the last count, every own task runs that was accepted before it was asked for. */
	get allRun(): boolean {
		return this.alone && this.unseen === 0;
	}

	/** Whether, by the last count, no more than so many tasks run, whosever they are. */
	runAtMost(tasks: number): boolean {
		return this.current <= tasks;
	}

	/**
	 * The last count leaves out tasks that run: for some time it is believed as little as if others
	 * used the key.
	 *
	 * @param now milliseconds since the epoch.
	 */
	leavesOut(now: number): void {
		this.othersAt = now;
		this.alone = false;
	}

	/** RunningHub has told its count, and goes on to be asked for it. */
	watched(): void {
		this.isWatched = true;
		this.counted = true;
	}

	/** RunningHub is no longer asked for its count. */
	unwatched(): void {
		this.isWatched = false;
		this.untold();
	}

	/** RunningHub's counts are no longer to be had. */
	untold(): void {
		this.counted = false;
	}

	private get ahead(): number {
		return this.aheadSince.length;
	}

	private resize(width: number): void {
		this.bare = width < 1;
		this.width = Math.max(1, width);
		this.admit();
	}

	/**
	 * Executions take turns: whoever has got a slot goes to the end of the line. Those that have none
	 * come first: a short one that has just begun waits for one end, and not for two.
	 */
	private admit(): void {
		for (;;) {
			const able = this.line.filter((each) => each.hasRoom && this.taken < this.widthFor(each));
			const next = able.find(({ hasNone }) => hasNone) ?? able[0];
			if (next === undefined) return;
			this.taken += 1;
			this.line = this.line.filter((each) => each !== next);
			next.admit();
			if (next.isWaiting) this.line.push(next);
		}
	}

	private widthFor(place: SlotPlace): number {
		if (place.mayGoAhead) return this.width;
		return this.width - Math.max(0, this.ahead - this.borneAhead);
	}
}
