import { getQueueStatus } from '../../api/account';
import type { Clock } from '../../clock';
import { RunningHubError } from '../../errors/runninghub-error';
import type { Logger } from '../../logger';
import type { Transport } from '../../transport';
import type { KeyCount, KeySlots, OwnCount } from './key-slots';
import type { PollPauses } from '../polling/poll-pauses';
import type { PollSchedule } from '../polling/poll-schedule';
import type { SubmissionQueue } from './submission-queue';

/** Milliseconds before the first question: hardly a task ends earlier. */
const FIRST_QUESTION = 1000;
/** Shortest and longest time between two questions, in milliseconds. */
const SHORTEST_STEP = 100;
const LONGEST_STEP = 60_000;
/** Time between two questions, as a share of a task's length, up to one second. */
const STEP_SHARE = 0.02;
const STEP_SHARE_MOST = 1000;
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

/** What watching the queue of a key needs to know. */
export interface WatchedQueue {
	readonly transport: Transport;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly schedule: PollSchedule;
	readonly slots: KeySlots;
	readonly queue: SubmissionQueue;
	readonly pauses: PollPauses;
	/** Whether a failure may keep further jobs from being submitted. */
	readonly mayStop: boolean;
}

/**
 * Asks RunningHub how many tasks the key has under way, as long as jobs wait for a slot, so that a
 * slot is used as soon as it is free: one question tells of all tasks, where a look tells of one
 * (docs/runninghub-api.md, section 6.2).
 *
 * Where a failure may stop the batch, a slot is not used before it is known whose it was: the
 * tasks that have most likely ended are then looked at early instead.
 */
export class QueueWatch {
	private readonly start: number;
	private faults = 0;
	/** Counts in a row that let a submission in vain. */
	private rejectedCounts = 0;
	private wasUsed = false;
	private knownRefusals: number;
	private looks = 0;

	constructor(private readonly watched: WatchedQueue) {
		this.start = watched.clock.now();
		this.knownRefusals = watched.queue.refusals;
	}

	/**
	 * Watches until `over` is aborted, or gives up where RunningHub does not tell: the ends that
	 * the tasks' own looks see then free the slots alone. Never rejects.
	 */
	async run(over: AbortSignal): Promise<void> {
		const { clock, slots, queue } = this.watched;
		let wait: number | undefined = FIRST_QUESTION;
		while (wait !== undefined) {
			await clock.sleep(wait, over);
			if (over.aborted) return;
			wait = slots.isWaitedFor && !queue.isFull ? await this.ask(over) : this.step();
		}
	}

	/** @returns milliseconds to the next question; `undefined` when it is useless to ask on. */
	private async ask(over: AbortSignal): Promise<number | undefined> {
		const { transport, slots } = this.watched;
		if (this.isRefusedAgain()) {
			slots.untold();
			this.wasUsed = false;
			this.rejectedCounts += 1;
			return Math.min(
				LONGEST_PAUSE_AFTER_REJECTION,
				FIRST_PAUSE_AFTER_REJECTION * 2 ** (this.rejectedCounts - 1),
			);
		}
		if (this.wasUsed) this.rejectedCounts = 0;
		const own = slots.count();
		const answer = await getQueueStatus(transport, over).then(
			(status) => ({ status }),
			(error: unknown) => ({ error }),
		);
		if (over.aborted) return undefined;
		if ('error' in answer) return this.afterFault(answer.error);
		const { limit, current } = answer.status;
		if (limit === null) return this.giveUp('its limit is not told');
		this.faults = 0;
		if (!this.watched.queue.isFull) this.use(own, { limit, current });
		return this.step();
	}

	private use(own: OwnCount, count: KeyCount): void {
		const { slots, pauses, mayStop } = this.watched;
		this.wasUsed = true;
		if (!mayStop) {
			slots.told(own, count);
			return;
		}
		const allowed = LOOKS_ALLOWED * (own.ended + ENDS_TO_BEGIN_WITH) - this.looks;
		const looks = Math.min(allowed, LOOKS_PER_END * slots.unseenEnds(own, count));
		if (looks > 0) this.looks += pauses.wake(looks);
	}

	/** Whether RunningHub has refused a submission since it was asked last: its count is doubtful. */
	private isRefusedAgain(): boolean {
		const { refusals } = this.watched.queue;
		const isAgain = refusals > this.knownRefusals;
		this.knownRefusals = refusals;
		return isAgain;
	}

	private afterFault(error: unknown): number | undefined {
		this.watched.slots.untold();
		this.faults += 1;
		const passing = error instanceof RunningHubError && error.facts.temporary === true;
		if (!passing || this.faults >= FAULTS_IN_A_ROW) return this.giveUp(String(error));
		const asked = (error.facts.retryAfter ?? 0) * 1000;
		return Math.max(this.step(), 1000 * 2 ** (this.faults - 1), asked);
	}

	private giveUp(reason: string): undefined {
		this.watched.slots.untold();
		this.watched.logger.debug(`The queue of the key is no longer watched: ${reason}`);
		return undefined;
	}

	/** Milliseconds to the next question: a small part of what the tasks take. */
	private step(): number {
		const { clock, schedule, slots } = this.watched;
		const length = schedule.usualLength() ?? clock.now() - this.start;
		const perEnd = length / slots.width / QUESTIONS_PER_END;
		const perLength = Math.min(STEP_SHARE_MOST, length * STEP_SHARE);
		return Math.min(LONGEST_STEP, Math.max(SHORTEST_STEP, perEnd, perLength));
	}
}
