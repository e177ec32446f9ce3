/** How far the lengths of the tasks of one kind spread: sigma of a log-normal distribution. */
const SPREAD = 0.3;

/** Lengths in whole milliseconds, log-normal around `middle`. */
export function taskLengths(count: number, middle: number, random: () => number): number[] {
	return Array.from({ length: count }, () => {
		const bell = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
		return Math.round(middle * Math.exp(SPREAD * bell));
	});
}

/** The time that tasks fill all slots evenly: no way of running them can be quicker. */
export function idealTime(lengths: readonly number[], slots: number): number {
	return lengths.reduce((sum, length) => sum + length, 0) / slots;
}

/**
 * The time that somebody needs who sees every end at once, but not ahead how long a task will take:
 * towards the end, slots stay empty that no task is left for.
 */
export function timeWhenEndsAreSeenAtOnce(lengths: readonly number[], slots: number): number {
	const free = new Array<number>(slots).fill(0);
	for (const length of lengths) {
		const first = free.indexOf(Math.min(...free));
		free[first] = (free[first] ?? 0) + length;
	}
	return Math.max(...free);
}

/**
 * How long short tasks wait for a slot beside a batch that fills all of them, with somebody who sees
 * every end at once and gives the next free slot to the short task that has waited longest, else to
 * the batch. No slot is kept free for one that has not begun.
 *
 * @param begun when each of them begins to wait, in their order; before the batch is through.
 */
export function waitsWhenEndsAreSeenAtOnce(
	batch: readonly number[],
	short: number,
	begun: readonly number[],
	slots: number,
): number[] {
	const free = new Array<number>(slots).fill(0);
	const waits: number[] = [];
	let next = 0;
	while (waits.length < begun.length) {
		const now = Math.min(...free);
		const first = free.indexOf(now);
		const since = begun[waits.length] ?? Number.NaN;
		const length = since <= now ? undefined : batch[next];
		if (length === undefined) {
			const at = Math.max(now, since);
			waits.push(at - since);
			free[first] = at + short;
		} else {
			free[first] = now + length;
			next += 1;
		}
	}
	return waits;
}
