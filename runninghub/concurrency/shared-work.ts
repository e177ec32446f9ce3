/** Work under way, and how many still want it. */
interface Entry<Value> {
	readonly result: Promise<Value>;
	readonly unwanted: AbortController;
	wanted: number;
}

/**
 * Does work once for all who ask for it by the same name, and cuts it off only when none of them
 * wants it any more. Remembers what came of it, but not what failed: a later call tries anew.
 */
export class SharedWork<Value> {
	private readonly entries = new Map<string, Entry<Value>>();

	/**
	 * What `work` gave for this name the first time.
	 *
	 * @param signal says that this caller does not want it any more.
	 * @param work cut off by the signal it is given.
	 * @throws what the work throws.
	 */
	async get(
		name: string,
		signal: AbortSignal,
		work: (signal: AbortSignal) => Promise<Value>,
	): Promise<Value> {
		const entry = this.entries.get(name) ?? this.begin(name, work);
		entry.wanted += 1;
		const leave = () => {
			entry.wanted -= 1;
			if (entry.wanted > 0) return;
			// Whoever asks from now on must not get what is cut off.
			this.forget(name, entry);
			entry.unwanted.abort();
		};
		if (signal.aborted) leave();
		else signal.addEventListener('abort', leave, { once: true });
		return await entry.result.finally(() => signal.removeEventListener('abort', leave));
	}

	private begin(name: string, work: (signal: AbortSignal) => Promise<Value>): Entry<Value> {
		const unwanted = new AbortController();
		const entry = { result: work(unwanted.signal), unwanted, wanted: 0 };
		this.entries.set(name, entry);
		entry.result.catch(() => this.forget(name, entry));
		return entry;
	}

	private forget(name: string, entry: Entry<Value>): void {
		if (this.entries.get(name) === entry) this.entries.delete(name);
	}
}
