import type { Clock } from '../../clock';
import { RunningHubError } from '../../errors/runninghub-error';
import type { SubmittedTask } from '../../api/submit';
import type { Halt } from '../halt';
import type { Admission } from './admission';
import type { KeySlots } from './key-slots';
import { Slots } from './slots';

/** Tries for a request that certainly never reached RunningHub. */
const UNSENT_ATTEMPTS = 3;
/** Milliseconds before the first new try when RunningHub has no slot, by its code. */
const FIRST_PAUSE: Readonly<Record<string, number>> = { '415': 10_000, '1003': 5000 };
const FIRST_PAUSE_OTHERWISE = 2000;
const LONGEST_PAUSE = 30_000;
/** Codes for a want of slots, which the end of a task may remedy at once. */
const SLOT_CODES = new Set(['415', '421', '1520']);

/** What became of one try; `task` is missing when it was halted before anything was sent. */
type Try = { readonly task: SubmittedTask | undefined } | { readonly full: RunningHubError };

/**
 * Lets submissions through one slot each. Repeats one only when the answer proves that no task
 * was made: a full queue is waited for, with growing, jittered pauses
 * (docs/runninghub-api.md, sections 8 and 10). Meanwhile only one submission at a time asks: many
 * side by side would by themselves keep a limit of requests per minute exceeded.
 */
export class SubmissionQueue {
	private readonly turn = new Slots(1);
	/** Since when RunningHub has been full, in milliseconds since the epoch. */
	private fullSince: number | undefined;
	/** Refusals in a row. */
	private fulls = 0;
	private refused = 0;
	private askAgainAt = 0;
	private slotIsMissing = false;
	private pausing: AbortController | undefined;

	/**
	 * @param random from 0 to 1.
	 * @param purchases halted when nothing more is to be submitted.
	 */
	constructor(
		private readonly slots: KeySlots,
		private readonly clock: Clock,
		private readonly random: () => number,
		private readonly purchases: Halt,
		private readonly admission: Admission,
	) {}

	/**
	 * Submits when there is a slot, and keeps the slot: `ended` or the slots' `leave` frees it.
	 *
	 * @param ready resolves when there is something to submit.
	 * @param patience milliseconds to bear with a full RunningHub while no task of ours ends.
	 * @param failed told of the failure while the slot is still taken.
	 * @param signal one of the halt of purchases, for this submission alone.
	 * @returns `undefined`, without a slot, when halted before anything was sent.
	 * @throws RunningHubError, without a slot.
	 */
	async submit(
		ready: Promise<unknown>,
		patience: number,
		attempt: () => Promise<SubmittedTask>,
		failed: (error: unknown) => void,
		signal: AbortSignal,
	): Promise<SubmittedTask | undefined> {
		if (!(await this.slots.take(signal))) return this.purchases.nothing();
		const outcome = await ready
			.catch((error: unknown) => {
				// What the halt has cut off is no failure of its own.
				if (!this.purchases.isOn) throw error;
			})
			.then(async () => await this.insist(patience, attempt))
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

	/** Whether RunningHub's last answer was that there is no slot, or too much is asked. */
	get isFull(): boolean {
		return this.fullSince !== undefined;
	}

	/** How often RunningHub had no room for a submission so far. */
	get refusals(): number {
		return this.refused;
	}

	/** A task of ours has ended and its slot is free. */
	ended(): void {
		if (this.fullSince === undefined) this.slots.grow();
		else this.fullSince = this.clock.now();
		this.slots.ended();
		if (this.slotIsMissing) this.pausing?.abort();
	}

	private async insist(
		patience: number,
		attempt: () => Promise<SubmittedTask>,
	): Promise<SubmittedTask | undefined> {
		if (this.fullSince === undefined) {
			const outcome = await this.tryOnce(attempt);
			if ('task' in outcome) return outcome.task;
		}
		await this.turn.take();
		return await this.askInTurn(patience, attempt).finally(() => this.turn.release());
	}

	private async askInTurn(
		patience: number,
		attempt: () => Promise<SubmittedTask>,
	): Promise<SubmittedTask | undefined> {
		for (;;) {
			if (!this.isPatienceOver(patience)) await this.pause();
			const outcome = await this.tryOnce(attempt);
			if ('task' in outcome) return outcome.task;
			if (this.isPatienceOver(patience)) throw outcome.full;
		}
	}

	private isPatienceOver(patience: number): boolean {
		return this.fullSince !== undefined && this.clock.now() >= this.fullSince + patience;
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
				this.fullSince = undefined;
				this.fulls = 0;
				this.askAgainAt = 0;
				return outcome;
			}
			const { error } = outcome;
			if (!(error instanceof RunningHubError) || error.facts.noTaskMade !== true) throw error;
			if (error.kind === 'busy' && error.facts.temporary === true) {
				this.noteFull(error);
				return { full: error };
			}
			if (error.kind !== 'network' || tries >= UNSENT_ATTEMPTS) throw error;
			await this.clock.sleep(1000 * tries, this.purchases.signal);
		}
	}

	private noteFull({ facts }: RunningHubError): void {
		const code = facts.code ?? '';
		const first = FIRST_PAUSE[code] ?? FIRST_PAUSE_OTHERWISE;
		const asked = (facts.retryAfter ?? 0) * 1000;
		const grown = Math.min(LONGEST_PAUSE, first * 1.5 ** this.fulls) * (0.75 + 0.5 * this.random());
		const now = this.clock.now();
		this.askAgainAt = Math.max(this.askAgainAt, now + Math.max(asked, grown));
		this.fullSince ??= now;
		this.fulls += 1;
		this.refused += 1;
		this.slotIsMissing = SLOT_CODES.has(code);
		this.slots.full();
	}

	private async pause(): Promise<void> {
		const left = this.askAgainAt - this.clock.now();
		const { signal, isOn } = this.purchases;
		if (left <= 0 || isOn) return;
		const pausing = new AbortController();
		const wake = () => pausing.abort();
		this.pausing = pausing;
		signal.addEventListener('abort', wake);
		await this.clock.sleep(left, pausing.signal);
		signal.removeEventListener('abort', wake);
		this.pausing = undefined;
	}
}
