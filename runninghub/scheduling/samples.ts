import type { TaskLengths } from './task-lengths';

/** Tasks of a kind that teach enough to begin with, and how many are then watched at a time. */
const LESSONS = 10;
const PUPILS = 6;
/** Later, one in so many teaches whether the kind has become quicker or slower. */
const ONE_IN = 25;

/** Chooses the tasks that are looked at closely although nobody waits for them: others learn from them. */
export class Samples {
	private readonly underWay = new Map<string, number>();
	private started = 0;

	constructor(private readonly lengths: TaskLengths) {}

	/**
	 * Whether the next task of a kind is one.
	 *
	 * @returns what to call at its end, where it is.
	 */
	take(kind: string): (() => void) | undefined {
		const watched = this.underWay.get(kind) ?? 0;
		this.started += 1;
		const isDue =
			this.lengths.count(kind) < LESSONS ? watched < PUPILS : this.started % ONE_IN === 0;
		if (!isDue) return undefined;
		this.underWay.set(kind, watched + 1);
		return () => {
			const left = (this.underWay.get(kind) ?? 1) - 1;
			if (left > 0) this.underWay.set(kind, left);
			else this.underWay.delete(kind);
		};
	}
}
