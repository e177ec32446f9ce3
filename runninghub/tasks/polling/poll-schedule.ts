/**
 * Shortest step between two looks at a task of unknown length, and the first one after the
 * submission, in milliseconds: its mean overshoot is just below one second.
 */
const SHORTEST_STEP = 1980;
/** Longest step, in milliseconds. */
const LONGEST_STEP = 60_000;
/** A step as a share of the time passed: its mean overshoot is just below five per cent. */
const STEP_SHARE = 0.1;
/** A step as a share of the time passed once the length of such tasks is known. */
const LEARNED_STEP_SHARE = 0.085;
/**
 * Shortest step once the length of such tasks is known, in milliseconds: their share alone decides
 * for tasks of a few seconds, which the step for unknown ones would keep waiting as long again.
 */
const LEARNED_SHORTEST_STEP = 200;
/** The same two for the last tasks of a batch: nothing but their ends is waited for any more. */
const LAST_STEP_SHARE = 0.03;
const LAST_SHORTEST_STEP = 100;
/**
 * The first look at a task of known length, as a share of the time before which few such tasks
 * ended. Below 1, for a task that ends before the first look is remembered as ending with it: at
 * 1 the schedule could never learn that tasks have become quicker.
 */
const LEARNED_START = 0.85;
/** A wait may be this much shorter or longer than planned. */
const JITTER = 0.03;
/** Finished tasks that are remembered for each kind. */
const REMEMBERED = 50;

/**
 * When to look at a running task. One schedule serves a whole batch: it learns how long each
 * kind of task takes and then looks seldom before the end is near.
 */
export class PollSchedule {
	private readonly durations = new Map<string, number[]>();
	private onlyLast = false;

	/** @param random from 0 to 1, for the jitter that keeps the looks of a batch apart. */
	constructor(private readonly random: () => number) {}

	/**
	 * Milliseconds to wait before the next look.
	 *
	 * @param kind what takes equally long, such as a model's endpoint.
	 * @param elapsed milliseconds since the submission.
	 */
	next(kind: string, elapsed: number): number {
		const earliest = this.earliestEnd(kind);
		const { share, shortest } = this.step(earliest !== undefined);
		const first = Math.max(shortest, (earliest ?? 0) * LEARNED_START);
		// A first look that the jitter made early still counts as one.
		if (elapsed < first * (1 - 2 * JITTER)) return this.jitter(first - elapsed);
		return this.jitter(Math.min(LONGEST_STEP, Math.max(shortest, elapsed * share)));
	}

	/** Remembers that a task of this kind took `duration` milliseconds from submission to end. */
	learn(kind: string, duration: number): void {
		const known = this.durations.get(kind) ?? [];
		known.push(duration);
		if (known.length > REMEMBERED) known.shift();
		this.durations.set(kind, known);
	}

	/**
	 * How likely a task that was seen running has ended since, from 0 to 1.
	 *
	 * @param seen milliseconds from the submission to the last look.
	 * @param elapsed milliseconds since the submission.
	 */
	chanceOfEnd(kind: string, seen: number, elapsed: number): number {
		const longer = (this.durations.get(kind) ?? []).filter((duration) => duration > seen);
		const ended = longer.filter((duration) => duration <= elapsed).length;
		// One more that may end at any time, as nothing is known of tasks longer than any before.
		return (ended + (elapsed - seen) / Math.max(1, elapsed)) / (longer.length + 1);
	}

	/** The batch waits for its last few tasks only: those of known length are looked at oftener. */
	comeToLast(): void {
		this.onlyLast = true;
	}

	/**
	 * Milliseconds that a task usually takes, of the kind whose tasks are the shortest.
	 *
	 * @returns `undefined` while no task has finished.
	 */
	usualLength(): number | undefined {
		const middles = [...this.durations.values()].map((known) => {
			const sorted = [...known].sort((a, b) => a - b);
			return sorted[Math.floor(sorted.length / 2)] ?? Number.POSITIVE_INFINITY;
		});
		return middles.length === 0 ? undefined : Math.min(...middles);
	}

	private step(isLearned: boolean): { readonly share: number; readonly shortest: number } {
		if (!isLearned) return { share: STEP_SHARE, shortest: SHORTEST_STEP };
		return this.onlyLast
			? { share: LAST_STEP_SHARE, shortest: LAST_SHORTEST_STEP }
			: { share: LEARNED_STEP_SHARE, shortest: LEARNED_SHORTEST_STEP };
	}

	/** The time before which only one in ten of the remembered tasks ended. */
	private earliestEnd(kind: string): number | undefined {
		const known = this.durations.get(kind);
		if (known === undefined || known.length < 3) return undefined;
		const sorted = [...known].sort((a, b) => a - b);
		return sorted[Math.floor(sorted.length / 10)];
	}

	private jitter(milliseconds: number): number {
		return milliseconds * (1 - JITTER + 2 * JITTER * this.random());
	}
}
