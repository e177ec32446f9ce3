/**
 * Applies `work` to all items, at most `width` at a time.
 *
 * @returns the results in the order of the items.
 * @throws the first rejection, after which no further item is started.
 */
export async function inParallel<Item, Result>(
	items: readonly Item[],
	width: number,
	work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = new Array<Result>(items.length);
	const queue = items.entries();
	let stopped = false;
	const worker = async () => {
		for (const [index, item] of queue) {
			if (stopped) return;
			results[index] = await work(item, index).catch((error: unknown) => {
				stopped = true;
				throw error;
			});
		}
	};
	await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
	return results;
}
