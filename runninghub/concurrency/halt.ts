import type { RunningHubError } from '../errors/runninghub-error';

/** Stops everything of a batch that still waits. */
export class Halt {
	private readonly whole = new AbortController();
	/** One for each task: a signal that all of them share gathers too many listeners. */
	private readonly parts = new Set<AbortController>();
	private why: RunningHubError | undefined;

	/** Aborted once it is halted. Not for what exists once for each task. */
	get signal(): AbortSignal {
		return this.whole.signal;
	}

	/** Whether it is halted. */
	get isOn(): boolean {
		return this.whole.signal.aborted;
	}

	/** What each of those that are stopped is to fail with; nothing when it was somebody's wish. */
	get reason(): RunningHubError | undefined {
		return this.why;
	}

	/** Halts; the first reason stands. */
	halt(reason?: RunningHubError): void {
		if (this.isOn) return;
		this.why = reason;
		this.whole.abort();
		for (const part of this.parts) part.abort();
	}

	/**
	 * Halts when the signal is aborted, or at once if it is.
	 *
	 * @returns ends that.
	 */
	follow(signal: AbortSignal): () => void {
		const halt = () => this.halt();
		if (signal.aborted) halt();
		signal.addEventListener('abort', halt);
		return () => signal.removeEventListener('abort', halt);
	}

	/**
	 * What those that are stopped come to: nothing.
	 * @throws RunningHubError the reason, where there is one.
	 */
	nothing(): undefined {
		if (this.why !== undefined) throw this.why;
		return undefined;
	}

	/** Does something that a signal of its own stops when it is halted. */
	async during<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
		const own = new AbortController();
		if (this.isOn) own.abort();
		this.parts.add(own);
		return await work(own.signal).finally(() => this.parts.delete(own));
	}
}
