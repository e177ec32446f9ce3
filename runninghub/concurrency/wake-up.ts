/** Those who wait until something has changed. */
export class WakeUp {
	private readonly waiting = new Set<() => void>();

	/** Wakes all who wait. */
	call(): void {
		for (const wake of [...this.waiting]) wake();
	}

	/** Resolves at the next call, or when the signal is aborted. Never rejects. */
	async next(signal: AbortSignal): Promise<void> {
		await new Promise<void>((resolve) => {
			const wake = () => {
				this.waiting.delete(wake);
				signal.removeEventListener('abort', wake);
				resolve();
			};
			this.waiting.add(wake);
			signal.addEventListener('abort', wake);
		});
	}
}
