/** Lets so many in at a time, in the order of asking. */
export class Semaphore {
	private inUse = 0;
	private readonly waiting: Array<() => void> = [];

	/** @param width how many may be in use at a time. */
	constructor(private width: number) {}

	/** Slots in use. */
	get taken(): number {
		return this.inUse;
	}

	/** How many may be in use at a time. */
	get limit(): number {
		return this.width;
	}

	/** Whether somebody waits for a slot. */
	get isWaitedFor(): boolean {
		return this.waiting.length > 0;
	}

	/**
	 * Takes a slot, in the order of asking.
	 *
	 * @param signal ends the wait.
	 * @returns whether there is a slot to give back.
	 */
	async take(signal?: AbortSignal): Promise<boolean> {
		if (signal?.aborted) return false;
		if (this.inUse < this.width && this.waiting.length === 0) {
			this.inUse += 1;
			return true;
		}
		return await new Promise<boolean>((resolve) => {
			const enter = () => {
				signal?.removeEventListener('abort', leave);
				resolve(true);
			};
			const leave = () => {
				this.waiting.splice(this.waiting.indexOf(enter), 1);
				resolve(false);
			};
			signal?.addEventListener('abort', leave, { once: true });
			this.waiting.push(enter);
		});
	}

	/** Gives a slot back. */
	release(): void {
		this.inUse -= 1;
		this.admit();
	}

	/** Changes how many may be in use at a time; a slot in use is not taken away. */
	resize(width: number): void {
		this.width = width;
		this.admit();
	}

	private admit(): void {
		while (this.inUse < this.width) {
			const next = this.waiting.shift();
			if (next === undefined) return;
			this.inUse += 1;
			next();
		}
	}
}
