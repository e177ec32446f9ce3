import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import type { TaskJob } from '../../../runninghub/tasks/batch-request';
import { inParallel } from '../../../runninghub/tasks/in-parallel';
import type { Ledger } from '../../../runninghub/tasks/submission/ledger';
import { MissingPreview, overTotalPrice, type Price } from './price-limits';
import type { PreparedTask } from './task-jobs';

/** Jobs that are prepared at a time. */
const WIDTH = 5;

/**
 * Adds up what all jobs would cost before the first is submitted, and what the execution has spent
 * so far: in earlier tries and earlier rounds of a loop.
 *
 * @param most in the account's currency; undefined for no limit.
 * @returns why nothing may be submitted, if so. A job that fails for a reason of its own is left
 * out here: it will fail by itself.
 */
export async function approveTotalPrice(
	jobs: ReadonlyArray<TaskJob<PreparedTask>>,
	most: number | undefined,
	ledger: Ledger,
): Promise<RunningHubError | undefined> {
	if (most === undefined) return undefined;
	const prices = await inParallel(
		jobs,
		WIDTH,
		async (job): Promise<Price | RunningHubError | undefined> => {
			if ('existing' in job) return undefined;
			// What an earlier try has submitted counts as spent already.
			if (ledger.find(job.ledgerKey) !== undefined) return undefined;
			const prepared = await job.prepare().catch((error: unknown) => error);
			if (isPrepared(prepared)) return prepared.price;
			return prepared instanceof MissingPreview ? prepared : undefined;
		},
	);
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
