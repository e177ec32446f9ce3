import type { Clock } from '../clock';
import type { RunningHubError } from '../errors/runninghub-error';
import { Semaphore } from '../concurrency/semaphore';

/** Milliseconds before the first new try when RunningHub has no slot, by its code. */
const FIRST_PAUSE: Readonly<Record<string, number>> = { '415': 10_000, '1003': 5000 };
const FIRST_PAUSE_OTHERWISE = 2000;
const LONGEST_PAUSE = 30_000;
/** Codes for a want of slots, which the end of a task may remedy at once. */
const SLOT_CODES = new Set(['415', '421', '1520']);

/**
 * What is known of a key whose submissions RunningHub refuses for want of room. All executions of a
 * key share one: while it is full, only one submission at a time asks, in growing, jittered pauses
 * (docs/runninghub-api.md, sections 8 and 10).
 */
export class KeyFullness {
	/** Whoever asks while the key is full. */
	readonly turn = new Semaphore(1);
	/** Since when RunningHub has been full, in milliseconds since the epoch. */
	private since: number | undefined;
	/** Refusals in a row. */
	private inARow = 0;
	private refused = 0;
	private askAgainAt = 0;
	private slotIsMissing = false;
	/** Whether a count has told since the last refusal that there is no slot. */
	private known = false;
	private readonly pausing = new Set<AbortController>();

	/** @param random from 0 to 1. */
	constructor(
		private readonly clock: Clock,
		private readonly random: () => number,
	) {}

	/** Whether RunningHub's last answer was that there is no slot, or too much is asked. */
	get isOn(): boolean {
		return this.since !== undefined;
	}

	/** Whether RunningHub's counts tell that there is no slot: nobody need be refused to learn it. */
	get isKnown(): boolean {
		return this.isOn && this.known;
	}

	/** Whether counts alone tell so, and nobody was refused. */
	get isLearnt(): boolean {
		return this.isOn && this.inARow === 0;
	}

	/** Milliseconds since there was no slot. */
	get lasts(): number {
		return this.since === undefined ? 0 : this.clock.now() - this.since;
	}

	/** How often RunningHub had no room for a submission so far. */
	get refusals(): number {
		return this.refused;
	}

	/** Whether it has been full for so many milliseconds, while no task of ours ended. */
	isOver(patience: number): boolean {
		return this.since !== undefined && this.clock.now() >= this.since + patience;
	}

	/** RunningHub had no room for a submission. */
	refuse({ facts }: RunningHubError): void {
		const code = facts.code ?? '';
		const first = FIRST_PAUSE[code] ?? FIRST_PAUSE_OTHERWISE;
		const asked = (facts.retryAfter ?? 0) * 1000;
		const now = this.clock.now();
		this.since ??= now;
		this.slotIsMissing = SLOT_CODES.has(code);
		this.known = false;
		this.askAgainAt = Math.max(this.askAgainAt, now + asked, now + this.grown(first));
		this.inARow += 1;
		this.refused += 1;
	}

	/** Counts tell that there is no slot: nobody need be refused to learn it. */
	learn(): void {
		this.since ??= this.clock.now();
		this.slotIsMissing = true;
		this.known = true;
		this.postpone();
	}

	/** RunningHub has accepted a submission. */
	clear(): void {
		this.since = undefined;
		this.known = false;
		this.inARow = 0;
		this.askAgainAt = 0;
	}

	/** A task of ours has ended: a slot may be free. */
	ended(): void {
		if (this.since === undefined) return;
		this.since = this.clock.now();
		// What counts tell is newer: others may have taken the slot since.
		if (this.slotIsMissing && !this.known) this.wake();
	}

	/** A count has told how many slots are free. */
	counted(free: number): void {
		if (!this.isOn || !this.slotIsMissing) return;
		const wasKnown = this.known;
		this.known = free <= 0;
		// Only a count that has changed says more than the refusal did.
		if (wasKnown && free > 0) this.wake();
	}

	/** Counts are no longer to be had: what they told last may be old, and only submissions tell more. */
	untold(): void {
		if (!this.known) return;
		this.known = false;
		this.wake();
	}

	/** Another pause instead of a submission that would be refused. */
	postpone(): void {
		this.askAgainAt = this.clock.now() + LONGEST_PAUSE * (0.75 + 0.5 * this.random());
	}

	/** Waits until it makes sense to ask again. Never rejects. */
	async pause(signal: AbortSignal): Promise<void> {
		const left = this.askAgainAt - this.clock.now();
		if (left <= 0 || signal.aborted) return;
		const pausing = new AbortController();
		const wake = () => pausing.abort();
		this.pausing.add(pausing);
		signal.addEventListener('abort', wake);
		await this.clock.sleep(left, pausing.signal);
		signal.removeEventListener('abort', wake);
		this.pausing.delete(pausing);
	}

	private wake(): void {
		for (const pausing of this.pausing) pausing.abort();
	}

	private grown(first: number): number {
		return Math.min(LONGEST_PAUSE, first * 1.5 ** this.inARow) * (0.75 + 0.5 * this.random());
	}
}
