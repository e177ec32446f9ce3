/** How much is measured. */
export interface BenchSize {
	/** Sets of random lengths for each row. */
	readonly draws: number;
	/** How many of so many things are enough. */
	of(count: number): number;
}

/** All that the figures are stated for. */
export const WHOLE: BenchSize = { draws: 10, of: (count) => count };

/** Enough to notice what has broken, within about two minutes. */
export const QUICK: BenchSize = { draws: 1, of: (count) => Math.ceil(count / 5) };
