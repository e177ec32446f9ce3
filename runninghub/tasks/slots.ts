/**
 * How many tasks may be under way at a time. Starts with the key's free slots, gives way when
 * RunningHub says that the queue is full, and grows back by one with each finished task.
 */
export class Slots {
	private taken = 0;
	private readonly waiting: Array<() => void> = [];
	private limit: number;

	/**
	 * @param free slots free at the start; at least one is always tried.
	 * @param most slots that may ever be taken.
	 */
	constructor(
		free: number,
		private readonly most: number,
	) {
		this.limit = Math.max(1, Math.min(free, most));
	}

	/** Takes a slot, in the order of asking. */
	async take(): Promise<void> {
		if (this.taken < this.limit && this.waiting.length === 0) {
			this.taken += 1;
			return;
		}
		await new Promise<void>((resolve) => {
			this.waiting.push(resolve);
		});
	}

	/** Gives a slot back. */
	release(): void {
		this.taken -= 1;
		this.admit();
	}

	/** RunningHub had no slot for a task of ours: the others under way are all that fits now. */
	full(): void {
		this.limit = Math.max(1, Math.min(this.limit, this.taken - 1));
	}

	/** A task of ours has ended: one more may fit. */
	grow(): void {
		this.limit = Math.min(this.most, this.limit + 1);
		this.admit();
	}

	private admit(): void {
		while (this.taken < this.limit) {
			const next = this.waiting.shift();
			if (next === undefined) return;
			this.taken += 1;
			next();
		}
	}
}
