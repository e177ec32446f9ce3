import type { Clock } from '../clock';
import { RunningHubError } from '../errors/runninghub-error';

const MINUTE = 60_000;
/** Requests a minute that are always in order. */
const LEAST = 300;
/** Requests for each task that ends. */
const PER_END = 2.5;
/** What a refusal for too many requests leaves of the budget, and the fewest a minute. */
const CUT = 0.5;
const FEWEST = 100;
/** Refusals of requests that were on their way together are one. */
const ONE_REFUSAL = 30_000;
/** What a cut budget grows to in a minute. */
const RECOVERY = 1.5;
/** What each rank may use of the budget: the rest is left for the more urgent. */
const SHARE = { count: 0.97, closeLook: 0.96, look: 0.95 } as const;
/**
 * How many times as quickly as would use it up in a minute the rest of a budget may be used, and which
 * share of it is used without any wait: a few requests hardly wait, many at once are spread over the
 * minute.
 */
const HASTE = { few: 8, many: 4 } as const;
const UNSPACED = { few: 0.8, many: 0.3 } as const;
/** Requests that wait at a time, from which on they are many. */
const MANY = 10;

/** What a request is for that can wait; the more urgent come first. */
export type RequestRank = keyof typeof SHARE;

/**
 * How many requests a minute all executions of a key in this process send: the larger of 300 and
 * 2.5 for each task that ends, until RunningHub says that it is too much (1003, HTTP 429), which
 * cuts it for all of them; it recovers slowly (docs/runninghub-api.md, section 10). Submissions and
 * cancels never wait here, but the others wait for what those have used up.
 */
export class RequestBudget {
	/** When requests were made in the last minute, in milliseconds since the epoch. */
	private readonly made = new LastMinute();
	private readonly ends = new LastMinute();
	/** Requests that wait, and when the next one of each rank may go. */
	private waiting = 0;
	private readonly next = { count: 0, closeLook: 0, look: 0 };
	private ceiling = Number.POSITIVE_INFINITY;
	private cutAt = Number.NEGATIVE_INFINITY;

	constructor(private readonly clock: Clock) {}

	/** Requests a minute at present. */
	get perMinute(): number {
		const now = this.clock.now();
		const wanted = Math.max(LEAST, PER_END * this.ends.count(now));
		return Math.min(wanted, this.ceiling * RECOVERY ** ((now - this.cutAt) / MINUTE));
	}

	/** Requests that fit into the next so many milliseconds, a minute at most, besides those that wait. */
	fitting(milliseconds: number): number {
		const now = this.clock.now();
		return SHARE.look * this.perMinute - this.used(now, MINUTE - milliseconds);
	}

	/** Which share of the budget was used within the last minute. */
	get usedShare(): number {
		return this.made.count(this.clock.now()) / this.perMinute;
	}

	/** Requests of a rank that would go within so many milliseconds, if they were made now. */
	within(rank: RequestRank, milliseconds: number): number {
		const now = this.clock.now();
		const interval = this.interval(rank, now);
		const left = Math.max(0, Math.floor(this.left(rank)));
		const time = milliseconds - Math.max(0, this.next[rank] - now);
		if (time < 0) return 0;
		if (interval === 0) return left;
		return Math.min(left, 1 + Math.floor(time / interval));
	}

	/** A request is made that cannot wait. */
	spend(): void {
		this.made.add(this.clock.now());
	}

	/**
	 * Waits until one more request fits in. Never rejects.
	 *
	 * @param signal ends the wait.
	 */
	async take(rank: RequestRank, signal: AbortSignal): Promise<void> {
		const now = this.clock.now();
		const at = Math.max(now, this.next[rank]);
		this.next[rank] = at + this.interval(rank, now);
		this.waiting += 1;
		if (at > now) await this.clock.sleep(at - now, signal);
		while (!signal.aborted && this.isUsedUp(rank)) {
			await this.clock.sleep(Math.max(100, this.made.next(this.clock.now())), signal);
		}
		this.waiting -= 1;
		if (!signal.aborted) this.spend();
	}

	/** A task has ended. */
	ended(): void {
		this.ends.add(this.clock.now());
	}

	/** A request has failed: where it was for too many of them, fewer are made from now on. */
	heed(error: unknown): void {
		if (!(error instanceof RunningHubError)) return;
		const { code, httpStatus } = error.facts;
		if (code !== '1003' && httpStatus !== 429) return;
		const now = this.clock.now();
		if (now - this.cutAt < ONE_REFUSAL) return;
		this.ceiling = Math.max(FEWEST, this.perMinute * CUT);
		this.cutAt = now;
	}

	/** Milliseconds to the request after this one. */
	private interval(rank: RequestRank, now: number): number {
		const { perMinute } = this;
		const crowd = this.waiting < MANY ? 'few' : 'many';
		if (this.used(now) < UNSPACED[crowd] * perMinute) return 0;
		return MINUTE / Math.max(perMinute / 2, HASTE[crowd] * this.left(rank));
	}

	/** Requests a minute that are left for a rank, after those of the last minute. */
	private left(rank: RequestRank): number {
		return SHARE[rank] * this.perMinute - this.used(this.clock.now());
	}

	/** Requests made so many milliseconds ago at most, and those that wait. */
	private used(now: number, age = MINUTE): number {
		return this.made.count(now, age) + this.waiting;
	}

	private isUsedUp(rank: RequestRank): boolean {
		return this.made.count(this.clock.now()) >= Math.floor(SHARE[rank] * this.perMinute);
	}
}

/** Counts what has happened within the last minute. */
class LastMinute {
	private times: number[] = [];
	private gone = 0;

	add(now: number): void {
		this.times.push(now);
	}

	/** Milliseconds until it counts one less. */
	next(now: number): number {
		const first = this.times[this.gone];
		return first === undefined ? 0 : first + MINUTE - now;
	}

	/** @param age milliseconds; what is older than that is not counted. */
	count(now: number, age = MINUTE): number {
		this.forget(now);
		let first = this.times.length;
		if (age >= MINUTE) first = this.gone;
		else while (first > this.gone && (this.times[first - 1] ?? now) > now - age) first -= 1;
		return this.times.length - first;
	}

	private forget(now: number): void {
		while ((this.times[this.gone] ?? now) <= now - MINUTE) this.gone += 1;
		if (this.gone > this.times.length / 2) {
			this.times = this.times.slice(this.gone);
			this.gone = 0;
		}
	}
}
