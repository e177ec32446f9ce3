import type { Patience } from './poll-schedule';
import { FEW_LEFT, type KeySlots, type SlotPlace } from './key-slots';

/** Slots that may be used ahead, from which on the looks of an execution that may stop are fewer. */
const WORTH_WAITING = 3;

/** What an execution asks of the slots. */
export interface SlotWishes {
	/** Tasks that it wants under way at most. */
	readonly wanted: number;
	/** Whether a failure of its tasks keeps further ones back. */
	readonly mayStop: boolean;
	/** Whether it waits for the ends of its tasks. */
	readonly waits: boolean;
	/** Tasks that it is to buy. */
	readonly purchases: number;
}

/** One execution's share of a key's slots, with its own limit. */
export class ExecutionSlots implements SlotPlace {
	private inUse = 0;
	private over = 0;
	private readonly waiting: Array<() => void> = [];

	/** @param lastOneIn called when none of its tasks waits any more. */
	constructor(
		private readonly key: KeySlots,
		private readonly wishes: SlotWishes,
		private readonly lastOneIn: () => void,
	) {}

	/** Tasks that are still waited for, bought or not. */
	get tasksLeft(): number {
		return this.wishes.purchases - this.over;
	}

	get hasRoom(): boolean {
		return this.isWaiting && this.inUse < this.wishes.wanted;
	}

	get isWaiting(): boolean {
		return this.waiting.length > 0;
	}

	/** Slots that it may have at most, as far as is known. */
	get most(): number {
		return Math.min(this.wishes.wanted, this.key.limit);
	}

	get hasNone(): boolean {
		return this.inUse === 0;
	}

	/** With no task of its own under way, none can have failed unseen. */
	get mayGoAhead(): boolean {
		return !this.wishes.mayStop || this.hasNone;
	}

	/**
	 * How little it matters at present which of its tasks has ended: counts tell when there is room
	 * for the ones that wait, and its own limit does not keep them back. Where its failures do, some
	 * slots may be used before it is known whose they were.
	 */
	get patience(): Patience {
		const { wanted, mayStop } = this.wishes;
		if (!this.key.isCounted) return 'none';
		// All of its tasks are bought, and it goes on when the last has ended: counts tell that, too.
		if (!this.isWaiting) return this.key.tellsLastEnd && this.inUse > FEW_LEFT ? 'much' : 'none';
		if (wanted < 2 * this.key.limit) return 'none';
		if (!mayStop) return 'much';
		return this.key.borneAhead >= WORTH_WAITING ? 'some' : 'none';
	}

	/** Whether its submission had better wait: it does not see ends, and counts tell of no slot. */
	get isKnownFull(): boolean {
		return !this.wishes.waits && this.key.isBare;
	}

	/**
	 * Takes a slot for a submission, in the order of asking.
	 *
	 * @param signal ends the wait.
	 * @returns whether there is a slot to give back.
	 */
	async take(signal: AbortSignal): Promise<boolean> {
		if (signal.aborted) return false;
		return await new Promise<boolean>((resolve) => {
			const enter = () => {
				signal.removeEventListener('abort', leave);
				resolve(true);
			};
			const leave = () => {
				this.waiting.splice(this.waiting.indexOf(enter), 1);
				if (!this.isWaiting) this.key.leaveLine(this);
				resolve(false);
			};
			signal.addEventListener('abort', leave, { once: true });
			this.waiting.push(enter);
			this.key.enter(this);
		});
	}

	admit(): void {
		this.inUse += 1;
		this.waiting.shift()?.();
		if (!this.isWaiting && this.key.isCounted) this.lastOneIn();
	}

	/** RunningHub has accepted the task of a slot. */
	accepted(): void {
		this.key.accepted();
	}

	/** Gives the slot of a submission back that made no task. */
	giveBack(): void {
		this.inUse -= 1;
		this.key.giveBack();
	}

	/** Gives the slot of an accepted task back that nobody waits for. */
	leave(): void {
		this.inUse -= 1;
		this.key.leave();
	}

	/** An accepted task is left to run, and nobody here sees its end. */
	handedOver(): void {
		this.inUse -= 1;
		this.key.handedOver();
	}

	/** An accepted task has ended, and its slot is free. */
	ended(): void {
		this.inUse -= 1;
		this.key.ended();
	}

	/** An accepted task is given up that may go on at RunningHub. */
	abandoned(): void {
		this.inUse -= 1;
		this.key.abandoned();
	}

	/** Nobody waits any more for one of its tasks, whether it was bought or came to nothing. */
	purchaseOver(): void {
		this.over += 1;
	}

	/** A task that took a slot of the key has ended: one more may fit. */
	grow(): void {
		this.key.grow();
	}

	/** RunningHub had no slot for a task of this execution. */
	full(): void {
		this.key.full();
	}
}
