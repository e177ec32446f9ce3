import { getQueueStatus } from '../api/account';
import { repeatRead } from '../api/repeat-read';
import type { Clock } from '../clock';
import { Outage } from './outage';
import { PollPauses } from './poll-pauses';
import { SubmissionBrake } from './submission-brake';
import { ExecutionSlots, type SlotWishes } from './execution-slots';
import { KeyFullness } from './key-fullness';
import { KeySlots } from './key-slots';
import { type Asker, KeyWatch } from './key-watch';
import { RequestBudget } from './request-budget';
import { type Demand, RequestPlan } from './request-plan';
import { Samples } from './samples';
import { TaskLengths } from './task-lengths';

/** Milliseconds for which a count of the key is still true enough for one more execution. */
const FRESH = 1000;

/** An execution that is about to use a key. */
export interface Entrant extends Asker, SlotWishes {}

/** An execution that uses a key. */
export interface Participant {
	readonly slots: ExecutionSlots;
	/** Called once nothing of the execution uses the key any more. */
	readonly leave: () => void;
}

/**
 * What all executions of this process share that use the same key: its slots and whose turn it is,
 * what is known of its limit, the one watch of its queue, how long tasks take, the brake after
 * submissions whose outcome is unknown, and a request budget. Their halts, signals and failures stay
 * each execution's own, and so does the transport: the shared watch asks through one that is alive.
 */
export class KeyScheduler {
	readonly lengths = new TaskLengths();
	readonly samples = new Samples(this.lengths);
	readonly outage = new Outage();
	readonly brake: SubmissionBrake;
	readonly fullness: KeyFullness;
	readonly pauses: PollPauses;
	readonly budget: RequestBudget;
	readonly plan: RequestPlan;
	private readonly keySlots = new KeySlots(() => this.alive.size);
	private readonly alive = new Map<Asker, ExecutionSlots>();
	/** Ends the watch; absent while nothing is watched. */
	private watching: AbortController | undefined;
	/** Whether RunningHub tells the slots of the key, as far as was asked. */
	private isTold = false;
	private toldAt = Number.NEGATIVE_INFINITY;
	private asking: Promise<boolean> | undefined;

	/** @param random from 0 to 1. */
	constructor(
		private readonly clock: Clock,
		private readonly random: () => number,
	) {
		this.brake = new SubmissionBrake(() => clock.now());
		this.fullness = new KeyFullness(clock, random);
		this.pauses = new PollPauses(clock, this.lengths);
		this.budget = new RequestBudget(clock);
		this.plan = new RequestPlan(this.budget, () => this.demand());
	}

	/** Whether no execution uses the key, and nothing is known that the next one has to know. */
	get isIdle(): boolean {
		return this.alive.size === 0 && this.brake.isIdle;
	}

	/**
	 * Lets an execution use the key. Where more than one task is to be under way, by whomever, asks
	 * RunningHub how many slots are free (docs/runninghub-api.md, section 6.2). Where that is not told
	 * it starts with one. Never rejects.
	 */
	async join(entrant: Entrant): Promise<Participant> {
		const { transport, logger, signal, purchases } = entrant;
		const asker = { transport, logger, signal };
		const isAlone = this.alive.size === 0;
		const slots = new ExecutionSlots(this.keySlots, entrant, () => this.pauses.planAnew());
		this.alive.set(asker, slots);
		// Those of the one that was alone may have been planned by its being so.
		if (this.alive.size === 2) this.pauses.planAnew();
		if (purchases > 1 || (purchases === 1 && !isAlone)) {
			await this.askFreeSlots(entrant);
			this.watch(entrant.waits);
		}
		return { slots, leave: () => this.leave(asker) };
	}

	private demand(): Demand {
		const { keySlots, pauses, lengths } = this;
		const executions = [...this.alive.values()];
		const wanted = executions.reduce((sum, { most }) => sum + most, 0);
		const toBuy = executions.reduce((sum, { tasksLeft }) => sum + tasksLeft, 0);
		return {
			// Tasks that were bought earlier need looks, too, and no slot of theirs is counted here.
			sideBySide: Math.max(1, pauses.count, Math.min(keySlots.present, wanted)),
			tasksLeft: Math.max(pauses.count, toBuy),
			length: pauses.usualLength ?? lengths.usual() ?? Number.POSITIVE_INFINITY,
		};
	}

	private leave(asker: Asker): void {
		this.alive.delete(asker);
		if (this.alive.size > 0) return;
		this.watching?.abort();
		this.watching = undefined;
		this.keySlots.unwatched();
	}

	/** Asks at most once at a time: those that come meanwhile wait for the same answer. */
	private async askFreeSlots(entrant: Entrant): Promise<void> {
		for (;;) {
			if (this.clock.now() - this.toldAt < FRESH && this.keySlots.isUsed) return;
			const { asking } = this;
			if (asking === undefined) break;
			const isAnswered = await asking;
			if (isAnswered || entrant.signal.aborted) return;
			// The one that asked was stopped: another asks in its place.
		}
		this.asking = this.readFreeSlots(entrant).finally(() => {
			this.asking = undefined;
		});
		await this.asking;
	}

	/** @returns `false` when it was stopped. */
	private async readFreeSlots({ transport, logger, signal }: Entrant): Promise<boolean> {
		const { clock, budget, keySlots } = this;
		let own = keySlots.count();
		return await repeatRead(
			clock,
			async () => {
				await budget.take('count', signal);
				own = keySlots.count();
				return await getQueueStatus(transport, signal);
			},
			signal,
		).then(
			({ limit, current }) => {
				this.isTold = limit !== null;
				if (limit === null) return true;
				this.toldAt = clock.now();
				const { isCounted } = keySlots;
				keySlots.told(own, { limit, current }, clock.now());
				if (!isCounted) keySlots.untold();
				return true;
			},
			(error: unknown) => {
				if (signal.aborted) return false;
				this.isTold = false;
				budget.heed(error);
				logger.warn(`The free slots of the key are unknown: ${String(error)}`);
				return true;
			},
		);
	}

	/** @param waits the ends of its own tasks tell as much where there is but one slot. */
	private watch(waits: boolean): void {
		if (this.watching !== undefined || !this.isTold) return;
		if (waits && this.keySlots.limit <= 1) return;
		const over = new AbortController();
		this.watching = over;
		const { clock, random, keySlots: slots, fullness, pauses, lengths, budget, plan } = this;
		slots.watched();
		const asker = () => [...this.alive.keys()].find(({ signal }) => !signal.aborted);
		void new KeyWatch({ clock, random, slots, fullness, pauses, lengths, budget, plan, asker })
			.run(over.signal)
			.finally(() => {
				if (this.watching !== over) return;
				this.watching = undefined;
				slots.unwatched();
				fullness.untold();
				pauses.untold();
			});
	}
}
