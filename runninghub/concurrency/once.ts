/** Remembers what was promised for a name, but not what failed: a later call tries anew. */
export class Once<Value> {
	private readonly memory = new Map<string, Promise<Value>>();

	/** What `make` gave for this name the first time. */
	async get(name: string, make: () => Promise<Value>): Promise<Value> {
		const known = this.memory.get(name);
		if (known !== undefined) return await known;
		const made = make();
		this.memory.set(name, made);
		made.catch(() => this.memory.delete(name));
		return await made;
	}
}
