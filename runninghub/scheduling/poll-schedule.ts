import type { RequestRank } from './request-budget';
import { TaskLengths } from './task-lengths';

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
/**
 * The same two for the last tasks of a batch: nothing but their ends is waited for any more. The
 * share is that for each task that is watched at the time, as all of them use one budget.
 */
const LAST_STEP_SHARE_EACH = 0.005;
const LAST_STEP_SHARE = { least: 0.01, most: 0.03 } as const;
const LAST_SHORTEST_STEP = 100;
/**
 * The first look at a task of known length, as a share of the time before which few such tasks
 * ended. Below 1, for a task that ends before the first look is remembered as ending with it: at
 * 1 the schedule could never learn that tasks have become quicker.
 */
const LEARNED_START = 0.85;
/** A wait may be this much shorter or longer than planned. */
const JITTER = 0.03;
/**
 * How seldom tasks are looked at whose ends matter little for the time being, unless counts tell that
 * some have ended: first at such a share of the usual length, for those that fail fail early; then
 * when such a share of the tasks of their kind has ended; the steps after it are such a share of the
 * time passed.
 */
const PATIENCE = {
	/** Only a failure has to be seen some time soon. */
	some: { early: 0.25, quantile: 0.95, share: 0.2 },
	/** Nobody waits for the end at all. */
	much: { early: 0, quantile: 0.95, share: 0.2 },
} as const;
/** A step at a task that others learn from, as a share of the time passed. */
const SAMPLE_STEP_SHARE = 0.17;
/** The pause while nothing is known of such tasks, in milliseconds. */
const PATIENT_UNKNOWN = 120_000;

/**
 * Where requests are most scarce: the first look at a task of known length comes when such a share of
 * them has ended, but no later than at so many times the length of the quickest; the steps after it are such a share of the time passed. None is looked at early
 * only because it might have failed.
 */
const SCARCE = { quantile: 0.9, afterQuickest: 2.5, share: 0.2 } as const;

/** How little the end of a task matters for the time being; `none` where it is waited for. */
export type Patience = 'none' | keyof typeof PATIENCE;

/** The time between two looks: a share of the time passed, but so many milliseconds at least. */
interface Step {
	readonly share: number;
	readonly shortest: number;
}

/** When to look at one task. */
export interface TaskPace {
	/**
	 * Milliseconds to wait before the next look.
	 *
	 * @param kind what takes equally long, such as a model's endpoint.
	 * @param elapsed milliseconds since the submission.
	 */
	next(kind: string, elapsed: number): number;
	/**
	 * Remembers that a task of this kind took `duration` milliseconds from submission to the look that
	 * found its end.
	 *
	 * @param seen milliseconds from submission to the last look before, which saw it running; 0 without
	 * one.
	 */
	learn(kind: string, duration: number, seen: number): void;
}

/**
 * When to look at a running task. One schedule serves a whole execution; what it learns of how long
 * each kind of task takes, and then looks seldom before the end is near, it may share with others.
 */
export class PollSchedule implements TaskPace {
	/** While the batch waits for its last tasks: how many are watched with the key. */
	private watched: (() => number) | undefined;

	/**
	 * @param random from 0 to 1, for the jitter that keeps the looks of a batch apart.
	 * @param lengths shared by all executions of a key.
	 * @param scarcity how scarce requests are, from 0 to 1; asked before each pause.
	 */
	constructor(
		private readonly random: () => number,
		private readonly lengths = new TaskLengths(),
		private readonly scarcity = () => 0,
	) {}

	next(kind: string, elapsed: number): number {
		const scarcity = this.watched === undefined ? this.scarcity() : 0;
		const between = (plenty: number, scarce: number) => plenty + scarcity * (scarce - plenty);
		const quickest = this.lengths.quantile(kind, 0.1);
		const usually = this.lengths.quantile(kind, between(0.1, SCARCE.quantile));
		const { share: usual, shortest } = this.step(usually !== undefined);
		const share = between(usual, Math.max(usual, SCARCE.share));
		// Some models take ten seconds or five minutes: the quick ones must not wait for the slow.
		const start = Math.min(usually ?? 0, (quickest ?? 0) * SCARCE.afterQuickest);
		const first = Math.max(shortest, start * LEARNED_START);
		return this.pause(elapsed, first, { share, shortest });
	}

	learn(kind: string, duration: number): void {
		this.lengths.learn(kind, duration);
	}

	/**
	 * The pace of a task whose end matters little for the time being. Teaches nothing where its end is
	 * seen late.
	 *
	 * @param patience asked before each pause.
	 */
	patient(patience: () => Patience): TaskPace {
		let present = patience();
		return {
			next: (kind, elapsed) => {
				present = patience();
				return present === 'none'
					? this.next(kind, elapsed)
					: this.nextPatient(kind, elapsed, PATIENCE[present]);
			},
			learn: (kind, duration) => {
				if (present === 'none') this.learn(kind, duration);
			},
		};
	}

	/**
	 * The pace of a task that is looked at for others to learn from. Where its end matters little, half
	 * as many looks tell as much: it lies halfway between the last two, on average.
	 *
	 * @param patience asked before each pause.
	 */
	sampling(patience: () => Patience): TaskPace {
		return {
			next: (kind, elapsed) => {
				if (patience() === 'none') return this.next(kind, elapsed);
				const earliest = this.lengths.quantile(kind, 0.1) ?? 0;
				const first = Math.max(SHORTEST_STEP, earliest * LEARNED_START);
				return this.pause(elapsed, first, { share: SAMPLE_STEP_SHARE, shortest: 0 });
			},
			learn: (kind, duration, seen) => {
				this.learn(kind, seen > 0 ? (seen + duration) / 2 : duration);
			},
		};
	}

	/** How urgent its looks are. */
	get rank(): RequestRank {
		return this.watched === undefined ? 'look' : 'closeLook';
	}

	/**
	 * The batch waits for its last few tasks only: those of known length are looked at oftener.
	 *
	 * @param watched how many tasks are watched with the key; many unless told.
	 */
	comeToLast(watched = () => Number.POSITIVE_INFINITY): void {
		this.watched = watched;
	}

	private nextPatient(
		kind: string,
		elapsed: number,
		{ early, quantile, share }: (typeof PATIENCE)[keyof typeof PATIENCE],
	): number {
		const first = this.lengths.quantile(kind, quantile);
		if (first === undefined) return this.jitter(PATIENT_UNKNOWN);
		const soon = early * (1 - this.scarcity()) * (this.lengths.quantile(kind, 0.5) ?? 0);
		const aim = this.isBefore(elapsed, soon) ? soon : first;
		return this.pause(elapsed, aim, { share, shortest: LEARNED_SHORTEST_STEP });
	}

	/** The pause until a task is so old, and after that a step. */
	private pause(elapsed: number, first: number, { share, shortest }: Step): number {
		if (this.isBefore(elapsed, first)) return this.jitter(first - elapsed);
		return this.jitter(Math.min(LONGEST_STEP, Math.max(shortest, elapsed * share)));
	}

	/** A first look that the jitter made early still counts as one. */
	private isBefore(elapsed: number, first: number): boolean {
		return elapsed < first * (1 - 2 * JITTER);
	}

	private step(isLearned: boolean): Step {
		if (!isLearned) return { share: STEP_SHARE, shortest: SHORTEST_STEP };
		if (this.watched === undefined) {
			return { share: LEARNED_STEP_SHARE, shortest: LEARNED_SHORTEST_STEP };
		}
		const { least, most } = LAST_STEP_SHARE;
		const share = Math.min(most, Math.max(least, LAST_STEP_SHARE_EACH * this.watched()));
		return { share, shortest: LAST_SHORTEST_STEP };
	}

	private jitter(milliseconds: number): number {
		return milliseconds * (1 - JITTER + 2 * JITTER * this.random());
	}
}
