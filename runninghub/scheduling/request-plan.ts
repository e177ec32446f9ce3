import type { RequestBudget } from './request-budget';

const MINUTE = 60_000;
/** Requests for each end, besides its submission: with so many none need be saved, with so few all must. */
const PLENTY = 5;
const SCARCE = 1.5;

/** What requests of the coming minute are needed for. */
export interface Demand {
	/** Tasks that run side by side, one at least. */
	readonly sideBySide: number;
	/** Tasks that are still waited for, bought or not. */
	readonly tasksLeft: number;
	/** Milliseconds that each of them takes. */
	readonly length: number;
}

/** The ends of tasks that are likely in the coming minute. */
export interface ComingEnds {
	/** One at least. */
	readonly count: number;
	/** Milliseconds in which they come, a minute at most. */
	readonly time: number;
	/** Requests for each of them that the budget leaves when all are submitted: below 0 where it leaves none. */
	readonly requestsEach: number;
}

/**
 * What the request budget of a key is used for in the coming minute, as far as can be told ahead: a
 * batch that uses it up in the first seconds stands still until the minute is over. While few
 * requests are left for each end that is likely, tasks are looked at when they have most likely
 * ended, and not before (docs/runninghub-api.md, section 10).
 */
export class RequestPlan {
	constructor(
		private readonly budget: Pick<RequestBudget, 'fitting'>,
		private readonly demand: () => Demand,
	) {}

	get comingEnds(): ComingEnds {
		const { sideBySide, tasksLeft, length } = this.demand();
		const apart = Math.max(1, length / sideBySide);
		const count = Math.max(1, Math.min(tasksLeft, MINUTE / apart));
		const time = Math.min(MINUTE, count * apart);
		return { count, time, requestsEach: this.budget.fitting(time) / count - 1 };
	}

	/** How scarce requests are: from 0, where none need be saved, to 1. */
	get scarcity(): number {
		const { requestsEach } = this.comingEnds;
		return Math.min(1, Math.max(0, (PLENTY - requestsEach) / (PLENTY - SCARCE)));
	}
}
