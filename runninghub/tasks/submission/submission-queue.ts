import type { Clock } from '../../clock';
import { RunningHubError } from '../../errors/runninghub-error';
import type { SubmittedTask } from '../../api/submit';
import type { Halt } from '../../concurrency/halt';
import type { Admission } from './admission';
import type { ExecutionSlots } from '../../scheduling/execution-slots';
import type { KeyFullness } from '../../scheduling/key-fullness';
import type { RequestBudget } from '../../scheduling/request-budget';

/** Tries for a request that certainly never reached RunningHub. */
const UNSENT_ATTEMPTS = 3;

/** One submission in the queue. */
export interface Submission {
	/** Resolves when there is something to submit. */
	readonly ready: Promise<unknown>;
	/** Milliseconds to bear with a full RunningHub while no task of ours ends. */
	readonly patience: number;
	/** Told of the failure while the slot is still taken. */
	readonly failed: (error: unknown) => void;
	/** Told when it has to wait for a slot of RunningHub's. */
	readonly awaitsSlot?: (() => void) | undefined;
	/** One of the halt of purchases, for this submission alone. */
	readonly signal: AbortSignal;
	/** Submits, once. */
	attempt(): Promise<SubmittedTask>;
}

/** What became of one try; `task` is missing when it was halted before anything was sent. */
type Try = { readonly task: SubmittedTask | undefined } | { readonly full: RunningHubError };

/**
 * Lets submissions through one slot each. Repeats one only when the answer proves that no task
 * was made: a full queue is waited for, with growing, jittered pauses
 * (docs/runninghub-api.md, sections 8 and 10). Meanwhile only one submission at a time asks: many
 * side by side would by themselves keep a limit of requests per minute exceeded.
 */
export class SubmissionQueue {
	/**
	 * @param fullness shared by all executions of the key, as are the slots.
	 * @param purchases halted when nothing more is to be submitted.
	 */
	constructor(
		private readonly slots: ExecutionSlots,
		private readonly fullness: KeyFullness,
		private readonly clock: Clock,
		private readonly purchases: Halt,
		private readonly admission: Admission,
		private readonly budget: RequestBudget,
	) {}

	/**
	 * Submits when there is a slot, and keeps the slot: `ended` or the slots' `leave` frees it.
	 *
	 * @returns `undefined`, without a slot, when halted before anything was sent.
	 * @throws RunningHubError, without a slot.
	 */
	async submit(submission: Submission): Promise<SubmittedTask | undefined> {
		const { ready, failed, signal } = submission;
		if (!(await this.slots.take(signal))) return this.purchases.nothing();
		const outcome = await ready
			.catch((error: unknown) => {
				// What the halt has cut off is no failure of its own.
				if (!this.purchases.isOn) throw error;
			})
			.then(async () => await this.insist(submission))
			.then(
				(task) => ({ task }),
				(error: unknown) => ({ error }),
			);
		if ('task' in outcome && outcome.task !== undefined) {
			this.slots.accepted();
			return outcome.task;
		}
		if ('error' in outcome) failed(outcome.error);
		this.slots.giveBack();
		if ('error' in outcome) throw outcome.error;
		return undefined;
	}

	/** A task of ours has ended and its slot is free. */
	ended(): void {
		this.budget.ended();
		if (!this.fullness.isOn) this.slots.grow();
		this.slots.ended();
		this.fullness.ended();
	}

	private async insist(submission: Submission): Promise<SubmittedTask | undefined> {
		const { patience, attempt, awaitsSlot, signal } = submission;
		if (!this.fullness.isOn && this.slots.isKnownFull) this.fullness.learn();
		if (!this.fullness.isOn) {
			const outcome = await this.tryOnce(attempt);
			if ('task' in outcome) return outcome.task;
		}
		awaitsSlot?.();
		const { turn } = this.fullness;
		for (;;) {
			if (!(await turn.take(signal))) return this.purchases.nothing();
			const outcome = await this.askInTurn(patience, attempt).finally(() => turn.release());
			if ('task' in outcome) return outcome.task;
			if (this.fullness.isOver(patience)) throw outcome.full;
		}
	}

	private async askInTurn(patience: number, attempt: () => Promise<SubmittedTask>): Promise<Try> {
		const { fullness, purchases } = this;
		while (!fullness.isOver(patience)) {
			await fullness.pause(purchases.signal);
			// What a count has told need not be told by a refusal once more.
			if (purchases.isOn || !fullness.isKnown) break;
			fullness.postpone();
		}
		return await this.tryOnce(attempt);
	}

	private async tryOnce(attempt: () => Promise<SubmittedTask>): Promise<Try> {
		for (let tries = 1; ; tries++) {
			if (this.purchases.isOn) return { task: this.purchases.nothing() };
			const outcome = await this.admission.submit(attempt).then(
				(task) => ({ task }),
				(error: unknown) => ({ error }),
			);
			if ('task' in outcome) {
				if (outcome.task === undefined) return { task: this.purchases.nothing() };
				this.fullness.clear();
				return outcome;
			}
			const { error } = outcome;
			if (!(error instanceof RunningHubError) || error.facts.noTaskMade !== true) throw error;
			if (error.kind === 'busy' && error.facts.temporary === true) {
				this.fullness.refuse(error);
				this.slots.full();
				return { full: error };
			}
			if (error.kind !== 'network' || tries >= UNSENT_ATTEMPTS) throw error;
			await this.clock.sleep(1000 * tries, this.purchases.signal);
		}
	}
}
