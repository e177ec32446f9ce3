import type { Clock } from '../clock';
import { RunningHubError } from '../errors/runninghub-error';
import type { SubmittedTask } from '../api/submit';
import type { Slots } from './slots';

/** Tries for a request that certainly never reached RunningHub. */
const UNSENT_ATTEMPTS = 3;
/** Milliseconds before the first new try when RunningHub has no slot, by its code. */
const FIRST_PAUSE: Readonly<Record<string, number>> = { '415': 10_000, '1003': 5000 };
const FIRST_PAUSE_OTHERWISE = 2000;
const LONGEST_PAUSE = 30_000;

/**
 * Lets submissions through one slot each. Repeats one only when the answer proves that no task
 * was made: a full queue is waited for, with growing, jittered pauses
 * (docs/runninghub-api.md, sections 8 and 10).
 */
export class SubmissionQueue {
	private refusal: RunningHubError | undefined;
	private pressed = false;
	private readonly pausing = new Set<AbortController>();

	/**
	 * @param random from 0 to 1.
	 * @param halt aborted when nothing more is to be submitted.
	 */
	constructor(
		private readonly slots: Slots,
		private readonly clock: Clock,
		private readonly random: () => number,
		private readonly halt: AbortSignal,
	) {}

	/**
	 * Submits when there is a slot, and keeps the slot: `ended` or the slots' `release` frees it.
	 *
	 * @param ready resolves when there is something to submit.
	 * @param patience milliseconds to wait for a slot at RunningHub.
	 * @param failed told of the failure while the slot is still taken.
	 * @returns `undefined`, without a slot, when halted before anything was sent.
	 * @throws RunningHubError, without a slot.
	 */
	async submit(
		ready: Promise<unknown>,
		patience: number,
		attempt: () => Promise<SubmittedTask>,
		failed: (error: unknown) => void,
	): Promise<SubmittedTask | undefined> {
		await this.slots.take();
		const outcome = await ready
			.then(async () => await this.insist(patience, attempt))
			.then(
				(task) => ({ task }),
				(error: unknown) => ({ error }),
			);
		if ('task' in outcome && outcome.task !== undefined) return outcome.task;
		if ('error' in outcome) failed(outcome.error);
		this.slots.release();
		if ('error' in outcome) throw outcome.error;
		return undefined;
	}

	/** A task of ours has ended and its slot is free. */
	ended(): void {
		if (!this.pressed) this.slots.grow();
		this.slots.release();
		for (const pause of this.pausing) pause.abort();
	}

	/** Lets every later submission fail with this error, unsent. */
	refuse(error: RunningHubError): void {
		this.refusal ??= error;
	}

	private async insist(
		patience: number,
		attempt: () => Promise<SubmittedTask>,
	): Promise<SubmittedTask | undefined> {
		const giveUpAt = this.clock.now() + patience;
		let unsent = 0;
		for (let fulls = 0; ; ) {
			if (this.halt.aborted) return undefined;
			if (this.refusal !== undefined) throw this.refusal;
			const outcome = await attempt().then(
				(task) => ({ task }),
				(error: unknown) => ({ error }),
			);
			if ('task' in outcome) {
				this.pressed = false;
				return outcome.task;
			}
			const { error } = outcome;
			if (!(error instanceof RunningHubError) || error.facts.noTaskMade !== true) throw error;
			if (error.kind === 'network') {
				unsent += 1;
				if (unsent >= UNSENT_ATTEMPTS) throw error;
				await this.clock.sleep(1000 * unsent, this.halt);
			} else if (error.kind === 'busy' && error.facts.temporary === true) {
				if (this.clock.now() >= giveUpAt) throw error;
				this.pressed = true;
				this.slots.full();
				await this.pause(error, fulls);
				fulls += 1;
			} else {
				throw error;
			}
		}
	}

	private async pause(error: RunningHubError, fulls: number): Promise<void> {
		const first = FIRST_PAUSE[error.facts.code ?? ''] ?? FIRST_PAUSE_OTHERWISE;
		const asked = (error.facts.retryAfter ?? 0) * 1000;
		const length = Math.max(asked, Math.min(LONGEST_PAUSE, first * 1.5 ** fulls));
		const pause = new AbortController();
		const wake = () => pause.abort();
		this.pausing.add(pause);
		this.halt.addEventListener('abort', wake);
		await this.clock.sleep(length * (0.75 + 0.5 * this.random()), pause.signal);
		this.halt.removeEventListener('abort', wake);
		this.pausing.delete(pause);
	}
}
