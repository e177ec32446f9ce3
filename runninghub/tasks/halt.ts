/** Stops everything of a batch that still waits. */
export class Halt {
	private readonly whole = new AbortController();
	/** One for each task: a signal that all of them share gathers too many listeners. */
	private readonly parts = new Set<AbortController>();

	/** Aborted once the batch is halted. Not for what exists once for each task. */
	get signal(): AbortSignal {
		return this.whole.signal;
	}

	/** Whether the batch is halted. */
	get isOn(): boolean {
		return this.whole.signal.aborted;
	}

	/** Halts the batch. */
	halt(): void {
		this.whole.abort();
		for (const part of this.parts) part.abort();
	}

	/** Does something that a signal of its own stops when the batch is halted. */
	async during<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
		const own = new AbortController();
		if (this.isOn) own.abort();
		this.parts.add(own);
		return await work(own.signal).finally(() => this.parts.delete(own));
	}
}
