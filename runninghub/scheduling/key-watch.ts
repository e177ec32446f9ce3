import { getQueueStatus } from '../api/account';
import type { Clock } from '../clock';
import { RunningHubError } from '../errors/runninghub-error';
import type { Logger } from '../logger';
import type { PollPauses } from './poll-pauses';
import type { Transport } from '../transport';
import type { KeyFullness } from './key-fullness';
import type { KeyCount, KeySlots, OwnCount } from './key-slots';
import type { RequestBudget } from './request-budget';
import type { TaskLengths } from './task-lengths';

/** Milliseconds before the first question: hardly a task ends earlier. */
const FIRST_QUESTION = 1000;
/** Shortest and longest time between two questions, in milliseconds. */
const SHORTEST_STEP = 100;
const LONGEST_STEP = 60_000;
/** Time between two questions, as a share of a task's length, up to a second. */
const STEP_SHARE = 0.02;
const STEP_SHARE_MOST = 1000;
/** Where others use the key, a step may be this much shorter or longer than planned. */
const JITTER = 0.25;
/** Questions for each task that ends, at most: where slots are few, its own looks come as early. */
const QUESTIONS_PER_END = 4;
/** Questions in a row that may fail before no more are asked. */
const FAULTS_IN_A_ROW = 5;
/** Milliseconds without questions after a count that let a submission in vain, doubled each time. */
const FIRST_PAUSE_AFTER_REJECTION = 2000;
const LONGEST_PAUSE_AFTER_REJECTION = 120_000;
/** Tasks that are looked at when the count says that one has ended, but not which. */
const LOOKS_PER_END = 3;
/** Such looks altogether, for each end that is seen, and to begin with for so many. */
const LOOKS_ALLOWED = 6;
const ENDS_TO_BEGIN_WITH = 5;

/** Through whom RunningHub is asked. */
export interface Asker {
	readonly transport: Transport;
	readonly logger: Logger;
	/** Aborted by the user's Stop. */
	readonly signal: AbortSignal;
}

/** What watching the queue of a key needs to know. */
export interface WatchedKey {
	readonly clock: Clock;
	readonly slots: KeySlots;
	readonly fullness: KeyFullness;
	readonly pauses: PollPauses;
	readonly lengths: TaskLengths;
	readonly budget: RequestBudget;
	/** From 0 to 1. */
	readonly random: () => number;
	/** One execution that is alive; absent when none is. */
	asker(): Asker | undefined;
}

/**
 * Asks RunningHub how many tasks the key has under way, as long as jobs wait for a slot, so that a
 * slot is used as soon as it is free: one question tells of all tasks of all executions, where a look
 * tells of one (docs/runninghub-api.md, section 6.2).
 *
 * Where a failure may stop an execution, a slot is not used before it is known whose it was: the
 * tasks that have most likely ended are then looked at early instead.
 */
export class KeyWatch {
	private readonly start: number;
	private faults = 0;
	/** Counts in a row that let a submission in vain. */
	private rejectedCounts = 0;
	private wasUsed = false;
	private knownRefusals: number;
	private looks = 0;
	/** The longest that a slot was waited for by counts alone, in milliseconds: about a task's length. */
	private longestWait = 0;

	constructor(private readonly key: WatchedKey) {
		this.start = key.clock.now();
		this.knownRefusals = key.fullness.refusals;
	}

	/**
	 * Watches until `over` is aborted, or gives up where RunningHub does not tell: the ends that
	 * the tasks' own looks see then free the slots alone. Never rejects.
	 */
	async run(over: AbortSignal): Promise<void> {
		const { clock, slots } = this.key;
		let wait: number | undefined = FIRST_QUESTION;
		while (wait !== undefined) {
			await clock.sleep(wait, over);
			if (over.aborted) return;
			wait = slots.isWaitedFor || this.key.fullness.isOn ? await this.ask(over) : this.step();
		}
	}

	/** @returns milliseconds to the next question; `undefined` when it is useless to ask on. */
	private async ask(over: AbortSignal): Promise<number | undefined> {
		const { slots, fullness, budget } = this.key;
		if (this.isRefusedAgain()) {
			this.wasUsed = false;
			this.rejectedCounts += 1;
			// One refusal is others' luck, unless the counts go on to tell of free slots.
			if (this.rejectedCounts > 1) {
				this.noteRejection();
				return Math.min(
					LONGEST_PAUSE_AFTER_REJECTION,
					FIRST_PAUSE_AFTER_REJECTION * 2 ** (this.rejectedCounts - 2),
				);
			}
		}
		if (this.wasUsed) this.rejectedCounts = 0;
		await budget.take('count', over);
		const asker = this.key.asker();
		if (over.aborted || asker === undefined) return undefined;
		const own = slots.count();
		const answer = await getQueueStatus(asker.transport, over).then(
			(status) => ({ status }),
			(error: unknown) => ({ error }),
		);
		if (over.aborted) return undefined;
		if ('error' in answer) return this.afterFault(answer.error, asker);
		const { limit, current } = answer.status;
		if (limit === null) return this.giveUp('its limit is not told', asker);
		this.faults = 0;
		const { isLearnt, lasts } = fullness;
		if (isLearnt && current < limit) this.longestWait = Math.max(this.longestWait, lasts);
		if (fullness.isOn) {
			fullness.counted(limit - current);
			// What was refused is what is counted.
			if (current >= limit) this.rejectedCounts = 0;
		}
		if (!fullness.isOn || isLearnt) this.use(own, { limit, current });
		return this.step();
	}

	private use(own: OwnCount, count: KeyCount): void {
		const { slots, pauses, clock } = this.key;
		this.wasUsed = true;
		const wasCounted = slots.isCounted;
		slots.told(own, count, clock.now());
		if (!wasCounted) pauses.planAnew();
		if (!slots.isHeldBack) return;
		const allowed = LOOKS_ALLOWED * (own.ended + ENDS_TO_BEGIN_WITH) - this.looks;
		const looks = Math.min(allowed, LOOKS_PER_END * slots.unseenEnds(own, count));
		if (looks > 0) this.looks += pauses.wake(looks);
	}

	/** Whether RunningHub has refused a submission since it was asked last: its count is doubtful. */
	private isRefusedAgain(): boolean {
		const { refusals } = this.key.fullness;
		const isAgain = refusals > this.knownRefusals;
		this.knownRefusals = refusals;
		return isAgain;
	}

	private afterFault(error: unknown, asker: Asker): number | undefined {
		// Not a fault of RunningHub, but the end of the execution through which it was asked.
		if (asker !== this.key.asker()) return 0;
		this.key.budget.heed(error);
		this.noteRejection();
		this.faults += 1;
		const passing = error instanceof RunningHubError && error.facts.temporary === true;
		if (!passing || this.faults >= FAULTS_IN_A_ROW) return this.giveUp(String(error), asker);
		const asked = (error.facts.retryAfter ?? 0) * 1000;
		return Math.max(this.step(), 1000 * 2 ** (this.faults - 1), asked);
	}

	private giveUp(reason: string, { logger }: Asker): undefined {
		this.noteRejection();
		logger.debug(`The queue of the key is no longer watched: ${reason}`);
		return undefined;
	}

	/** Counts carry nobody for now: each task is looked at as if there were none. */
	private noteRejection(): void {
		const { slots, pauses } = this.key;
		if (!slots.isCounted) return;
		slots.untold();
		pauses.planAnew();
	}

	/** Milliseconds to the next question: a small part of what the tasks take. */
	private step(): number {
		const { clock, lengths, slots } = this.key;
		const sinceStart = clock.now() - this.start;
		const length = lengths.usual() ?? (this.longestWait > 0 ? this.longestWait : sinceStart);
		const perEnd = length / slots.limit / QUESTIONS_PER_END;
		const perLength = Math.min(STEP_SHARE_MOST, length * STEP_SHARE);
		const step = Math.min(LONGEST_STEP, Math.max(SHORTEST_STEP, perEnd, perLength));
		if (!slots.isShared && !this.key.fullness.isOn) return step;
		// Processes that ask at the same moments would take the same free slots.
		return step * (1 - JITTER + 2 * JITTER * this.key.random());
	}
}
