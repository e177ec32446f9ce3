import { getQueueStatus } from '../api/account';
import type { Clock } from '../clock';
import { RunningHubError } from '../errors/runninghub-error';
import type { Logger } from '../logger';
import type { PollPauses } from './poll-pauses';
import type { Transport } from '../transport';
import type { KeyFullness } from './key-fullness';
import { FEW_LEFT, type KeyCount, type KeySlots, type OwnCount } from './key-slots';
import type { RequestBudget } from './request-budget';
import type { RequestPlan } from './request-plan';
import type { TaskLengths } from './task-lengths';

/** Milliseconds before the first question: hardly a task ends earlier. */
const FIRST_QUESTION = 1000;
/** Shortest time between two questions, in milliseconds. */
const SHORTEST_STEP = 100;
/** The same as a share of a task's length. */
const LONGEST_STEP_SHARE = 0.08;
/**
 * For how much of a task's length a slot may stay empty for one question less: while the budget is
 * hardly used, and when it is used up. `last` is which part of it where nobody waits for a slot any
 * more, but executions for their last tasks.
 */
const PRICE = { least: 0.0025, most: 0.008, last: 0.25 } as const;
/** Questions for each task that ends, at most: where slots are few, its own looks come as early. */
const QUESTIONS_PER_END = 6;
/**
 * Time between two questions while no task has ended, as a share of the time passed: while a slot is
 * waited for, and where nothing but the tasks are, which would be looked at as often.
 */
const UNKNOWN_STEP_SHARE = { slot: 0.05, last: 0.1 } as const;
/** Looks for each coming end that questions leave room for in the budget. */
const LOOKS_FOR_EACH = 3;
/** What share of the budget is theirs in any case: a count tells more than a look. */
const LEAST_SHARE = 0.1;
/** How likely a task must have ended that is looked at because of a count, where requests are most scarce. */
const LIKELY_WHERE_SCARCE = 0.5;
const MINUTE = 60_000;
/** Where others use the key, a step may be this much shorter or longer than planned. */
const JITTER = 0.25;
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
/** A look that cannot go within so many milliseconds had better be chosen later, when more is known. */
const LOOKS_WITHIN = 2000;

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
	readonly plan: RequestPlan;
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
	/**
	 * The longest that a slot was waited for by counts alone, in milliseconds: about a task's length
	 * where nobody here sees the ends of tasks.
	 */
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
		const { clock, pauses } = this.key;
		let wait: number | undefined = FIRST_QUESTION;
		while (wait !== undefined) {
			await clock.sleep(wait, over);
			if (over.aborted) return;
			if (this.isOfUse) wait = await this.ask(over);
			else {
				pauses.untold();
				wait = this.step();
			}
		}
	}

	/** Whether anybody waits for what counts tell. */
	private get isOfUse(): boolean {
		const { slots, fullness, pauses } = this.key;
		return slots.isWaitedFor || fullness.isOn || pauses.count > FEW_LEFT;
	}

	/** @returns milliseconds to the next question; `undefined` when it is useless to ask on. */
	private async ask(over: AbortSignal): Promise<number | undefined> {
		const { slots, fullness, budget, clock } = this.key;
		const isRefused = this.isRefusedAgain();
		if (isRefused) this.wasUsed = false;
		if (this.wasUsed) this.rejectedCounts = 0;
		await budget.take('count', over);
		const asker = this.key.asker();
		if (over.aborted || asker === undefined) return undefined;
		const own = slots.count();
		const askedAt = clock.now();
		const answer = await getQueueStatus(asker.transport, over).then(
			(status) => ({ status }),
			(error: unknown) => ({ error }),
		);
		if (over.aborted) return undefined;
		if ('error' in answer) return this.afterFault(answer.error, asker);
		const { limit, current } = answer.status;
		if (limit === null) return this.giveUp('its limit is not told', asker);
		this.faults = 0;
		// What was refused is what is counted: others were quicker.
		if (current >= limit) this.rejectedCounts = 0;
		else if (isRefused) this.rejectedCounts += 1;
		// One refusal is others' luck, unless the counts go on to tell of free slots.
		if (isRefused && this.rejectedCounts > 1) {
			this.noteRejection();
			return Math.min(
				LONGEST_PAUSE_AFTER_REJECTION,
				FIRST_PAUSE_AFTER_REJECTION * 2 ** (this.rejectedCounts - 2),
			);
		}
		const { isLearnt, lasts } = fullness;
		if (isLearnt && current < limit) this.longestWait = Math.max(this.longestWait, lasts);
		if (fullness.isOn) fullness.counted(limit - current);
		if (!fullness.isOn || isLearnt) this.use(own, { limit, current }, askedAt);
		else this.key.pauses.untold();
		return this.step();
	}

	private use(own: OwnCount, count: KeyCount, askedAt: number): void {
		const { slots, pauses, clock, budget } = this.key;
		this.wasUsed = true;
		const { isCounted, tellsLastEnd } = slots;
		slots.told(own, count, clock.now());
		if (!isCounted || tellsLastEnd !== slots.tellsLastEnd) pauses.planAnew();
		if (slots.allRun) {
			pauses.allRun(askedAt);
			return;
		}
		const { unseenEnds: unseen } = slots;
		const least = LIKELY_WHERE_SCARCE * this.key.plan.scarcity;
		pauses.someEnded(LOOKS_PER_END * unseen, least);
		const allowed = LOOKS_ALLOWED * (own.ended + ENDS_TO_BEGIN_WITH) - this.looks;
		// Nearly all have ended: each of their looks finds an end, and the rest are the last ones.
		const isNearlyOver = unseen > 0 && !slots.isWaitedFor && slots.runAtMost(FEW_LEFT);
		if (isNearlyOver && allowed <= 0) {
			slots.leavesOut(clock.now());
			pauses.planAnew();
		}
		const wanted = isNearlyOver
			? own.underWay
			: Math.min(slots.wantedLooks, budget.within('look', LOOKS_WITHIN));
		const looks = Math.min(allowed, wanted);
		if (looks > 0) this.looks += pauses.wake(looks, isNearlyOver ? 0 : least);
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
		pauses.untold();
		if (!slots.isCounted) return;
		slots.untold();
		pauses.planAnew();
	}

	/**
	 * Milliseconds to the next question. The more tasks are likely to end, the sooner: twice as many
	 * questions for four times as many ends waste the least, slots and requests together.
	 */
	private step(): number {
		const { slots, fullness, random } = this.key;
		const step = Math.max(SHORTEST_STEP, this.affordable, this.worthwhile);
		if (!slots.isShared && !fullness.isOn) return step;
		// Processes that ask at the same moments would take the same free slots.
		return step * (1 - JITTER + 2 * JITTER * random());
	}

	/** The shortest step with which questions leave room in the budget for what is more urgent. */
	private get affordable(): number {
		const { budget, plan } = this.key;
		const { count, time, requestsEach } = plan.comingEnds;
		const least = (LEAST_SHARE * budget.perMinute * time) / MINUTE;
		return time / Math.max(least, (requestsEach - LOOKS_FOR_EACH) * count);
	}

	/** The step that is worth its requests, which are dearer the more of the budget is in use. */
	private get worthwhile(): number {
		const { clock, lengths, pauses, slots, budget } = this.key;
		const known = lengths.usual() ?? this.longestWait;
		const length = known > 0 ? known : clock.now() - this.start;
		const perEnd = length / slots.limit;
		const least = perEnd / QUESTIONS_PER_END;
		const { slot, last } = UNKNOWN_STEP_SHARE;
		if (known === 0) return Math.max(least, length * (slots.isWaitedFor ? slot : last));
		const rate = pauses.count > 0 ? pauses.rateOfEnds : 1 / perEnd;
		const price = PRICE.least + (PRICE.most - PRICE.least) * Math.min(1, budget.usedShare);
		// What a whole execution waits for is worth more than a slot.
		const worth = length * (slots.isWaitedFor ? price : price * PRICE.last);
		const best = Math.sqrt((2 * worth) / rate);
		return Math.max(least, Math.min(best, length * LONGEST_STEP_SHARE));
	}
}
