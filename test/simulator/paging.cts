import type { JsonObject } from './json.cts';

/** One page of a list as v2 lists give it; `current` counts from 1. */
export function pageOf<Entry>(
	entries: readonly Entry[],
	current: number,
	size: number,
	write: (entry: Entry) => JsonObject,
): JsonObject {
	const pages = Math.ceil(entries.length / size);
	return {
		records: entries.slice((current - 1) * size, current * size).map(write),
		current,
		size,
		total: entries.length,
		pages,
		hasNext: current < pages,
	};
}
