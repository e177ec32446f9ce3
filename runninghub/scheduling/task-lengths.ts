/** Finished tasks that are remembered for each kind. */
const REMEMBERED = 50;
/** Kinds that are remembered; the one that was learned of longest ago is forgotten first. */
const KINDS = 200;
/** Finished tasks after which the length of a kind counts as known. */
const ENOUGH = 3;
/** Tasks of a kind of which nothing is known that end within their own age. */
const UNKNOWN_RATE = 0.25;
/** How much less or more than a remembered task others like it take, as a share of its length. */
const BLUR = 0.3;
/** Ages that tell how many tasks end at an age, as shares of it. */
const AROUND = { from: 0.9, to: 1.2 } as const;
/** Numbers of finished tasks after which plans for others of their kind change much. */
const NEWS = new Set([ENOUGH, 2 * ENOUGH]);

/** What is known of how long each kind of task takes. All executions of a key share one. */
export class TaskLengths {
	private readonly durations = new Map<string, readonly number[]>();

	/** Remembers that a task of this kind took `duration` milliseconds from submission to end. */
	learn(kind: string, duration: number): void {
		const known = [...this.of(kind), duration].slice(-REMEMBERED);
		// Put last: the order of the kinds is that of their last lessons.
		this.durations.delete(kind);
		this.durations.set(kind, known);
		const [oldest] = this.durations.keys();
		if (this.durations.size > KINDS && oldest !== undefined) this.durations.delete(oldest);
	}

	/** How many tasks of the kind are remembered. */
	count(kind: string): number {
		return this.of(kind).length;
	}

	/** Whether the last lesson has told much: whatever was planned without it is to be planned anew. */
	isNews(kind: string): boolean {
		return NEWS.has(this.count(kind));
	}

	/**
	 * Milliseconds before which a share of the remembered tasks ended, from 0 to 1.
	 *
	 * @returns `undefined` while too few have ended.
	 */
	quantile(kind: string, share: number): number | undefined {
		const sorted = [...this.of(kind)].sort((a, b) => a - b);
		if (sorted.length < ENOUGH) return undefined;
		return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
	}

	/**
	 * How likely a task that was seen running has ended since, from 0 to 1.
	 *
	 * @param seen milliseconds from the submission to the last look.
	 * @param elapsed milliseconds since the submission.
	 */
	chanceOfEnd(kind: string, seen: number, elapsed: number): number {
		let longer = 0;
		let ended = 0;
		for (const duration of this.of(kind)) {
			const before = shareBefore(seen, duration);
			longer += 1 - before;
			ended += shareBefore(elapsed, duration) - before;
		}
		// One more that may end at any time, as nothing is known of tasks longer than any before.
		return (ended + (elapsed - seen) / Math.max(1, elapsed)) / (longer + 1);
	}

	/**
	 * How many of the tasks that were seen running, and have not ended since, end per millisecond now.
	 *
	 * @param seen as for `chanceOfEnd`.
	 * @param elapsed as for `chanceOfEnd`.
	 */
	rateOfEnd(kind: string, seen: number, elapsed: number): number {
		const known = this.of(kind);
		const age = Math.max(1, elapsed);
		if (known.length < ENOUGH) return UNKNOWN_RATE / age;
		const longer = known.filter((duration) => duration > seen).length;
		const [from, to] = [age * AROUND.from, age * AROUND.to];
		const now = known.filter((duration) => duration > from && duration <= to).length;
		const atAnyTime = 1 / Math.max(age, ...known);
		return (now / (to - from) + atAnyTime) / (longer + 1);
	}

	/**
	 * Milliseconds that a task usually takes, of the kind whose tasks are the shortest.
	 *
	 * @returns `undefined` while no task has finished.
	 */
	usual(): number | undefined {
		const middles = [...this.durations.values()].map((known) => {
			const sorted = [...known].sort((a, b) => a - b);
			return sorted[Math.floor(sorted.length / 2)] ?? Number.POSITIVE_INFINITY;
		});
		return middles.length === 0 ? undefined : Math.min(...middles);
	}

	private of(kind: string): readonly number[] {
		return this.durations.get(kind) ?? [];
	}
}

/**
 * Which share of the tasks like a remembered one ends before an age, from 0 to 1: they take a little
 * less or more, evenly. With the few that are remembered as they were, most ages would look alike.
 */
function shareBefore(age: number, duration: number): number {
	return Math.min(1, Math.max(0, (age / duration - 1 + BLUR) / (2 * BLUR)));
}
