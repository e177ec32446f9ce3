import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import type { TaskJob } from '../../../runninghub/tasks/batch-request';
import { Halt } from '../../../runninghub/concurrency/halt';
import { inParallel } from '../../../runninghub/concurrency/in-parallel';
import type { Ledger } from '../../../runninghub/tasks/submission/ledger';
import { MissingPreview, overTotalPrice, type Price } from './price-limits';
import type { PreparedTask } from './task-jobs';

/** Jobs that are prepared at a time. */
const WIDTH = 5;

/** What ends the asking before all jobs have a price. */
export interface PricingEnd {
	/** Aborted by the user's Stop. */
	readonly signal: AbortSignal;
	/** The error that stops the workflow for a job that could not be prepared; nothing where it goes on. */
	readonly stopError: (error: unknown, place: number) => unknown;
}

/**
 * Adds up what all jobs would cost before the first is submitted, and what the execution has spent
 * so far: in earlier tries and earlier rounds of a loop.
 *
 * @param most in the account's currency; undefined for no limit.
 * @returns why nothing may be submitted, if so. A job that fails for a reason of its own is left
 * out here: it will fail by itself. A refused key fails all.
 * @throws what `stopError` makes of the first job that cannot be prepared: nothing more is uploaded
 * or asked then, and nothing bought.
 */
export async function approveTotalPrice(
	jobs: ReadonlyArray<TaskJob<PreparedTask>>,
	most: number | undefined,
	ledger: Ledger,
	{ signal, stopError }: PricingEnd,
): Promise<RunningHubError | undefined> {
	if (most === undefined) return undefined;
	const halt = new Halt();
	const unfollow = halt.follow(signal);
	const prices = await inParallel(
		jobs,
		WIDTH,
		async (job, place): Promise<Price | RunningHubError | undefined> => {
			if ('existing' in job || halt.isOn) return undefined;
			// What an earlier try has submitted counts as spent already.
			if (ledger.find(job.ledgerKey) !== undefined) return undefined;
			const prepared = await halt
				.during(async (wanted) => await job.prepare(wanted))
				.catch((error: unknown) => error);
			if (isPrepared(prepared)) return prepared.price;
			if (prepared instanceof MissingPreview) return prepared;
			if (halt.isOn) return undefined;
			const refusesAll = prepared instanceof RunningHubError && prepared.facts.keyRefused === true;
			const stop = stopError(prepared, place);
			if (refusesAll || stop !== undefined) halt.halt();
			if (stop !== undefined) throw stop;
			return refusesAll ? prepared : undefined;
		},
	).finally(unfollow);
	if (signal.aborted) return undefined;
	const known: Price[] = [];
	for (const price of prices) {
		if (price instanceof RunningHubError) return price;
		if (price !== undefined) known.push(price);
	}
	return overTotalPrice(known, most, ledger.spent);
}

function isPrepared(value: unknown): value is PreparedTask {
	return typeof value === 'object' && value !== null && 'addresses' in value;
}
