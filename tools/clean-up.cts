/** What is to be done at the end, whatever happens before. */
export class CleanUp {
	private readonly tasks: Array<() => Promise<void>> = [];

	/** Adds something that is done before what was added earlier. */
	add(task: () => Promise<void>): void {
		this.tasks.push(task);
	}

	/** Does everything, once. */
	async run(): Promise<void> {
		for (const task of this.tasks.splice(0).reverse()) await task();
	}
}
