import type { SubmittedTask } from '../../api/submit';
import type { Clock } from '../../clock';
import { RunningHubError } from '../../errors/runninghub-error';
import type { Logger } from '../../logger';
import type { PurchaseJob } from './purchase-job';
import type { Halt } from '../../concurrency/halt';
import type { Ledger, UnclearAnswer } from './ledger';
import type { SubmissionQueue } from './submission-queue';

/** What buying needs. */
export interface PurchaseTools {
	readonly queue: SubmissionQueue;
	/** Halted when nothing more is to be prepared and submitted. */
	readonly purchases: Halt;
	readonly ledger: Ledger;
	readonly clock: Clock;
	readonly logger: Logger;
}

/**
 * Buys the task of a job when its turn comes, and notes in the ledger what became of it: the id of
 * the task, or why nobody knows whether there is one. The log hears of it before anything else is
 * done: it is all that is left when the process dies. Keeps the slot of a task that was made. Once
 * purchases are halted nothing is prepared any more, and what is being prepared is cut off.
 *
 * @param failed told of the failure while the slot is still taken.
 * @returns `undefined` when the batch was halted before anything was sent.
 * @throws what the preparation throws, and RunningHubError.
 */
export async function purchase<Prepared>(
	tools: PurchaseTools,
	job: PurchaseJob<Prepared>,
	failed: (error: unknown) => void,
): Promise<SubmittedTask | undefined> {
	return await tools.purchases.during(async (signal) =>
		signal.aborted ? tools.purchases.nothing() : await prepareAndBuy(tools, job, failed, signal),
	);
}

async function prepareAndBuy<Prepared>(
	{ queue, ledger, clock, logger }: PurchaseTools,
	job: PurchaseJob<Prepared>,
	failed: (error: unknown) => void,
	signal: AbortSignal,
): Promise<SubmittedTask | undefined> {
	const preparing = job.prepare(signal);
	// Its rejection is met when the queue comes to this job, which may be later.
	preparing.catch(() => undefined);
	const attempt = async () => {
		const prepared = await preparing;
		const price = job.price?.(prepared);
		const entry = { submittedAt: clock.now(), ...(price !== undefined && { price }) };
		const outcome = await job.submit(prepared).then(
			(task) => ({ task }),
			(error: unknown) => ({ error }),
		);
		if ('task' in outcome) {
			logger.info(`RunningHub task ${outcome.task.taskId} submitted: ${job.name}`);
			ledger.note(job.ledgerKey, { ...entry, taskId: outcome.task.taskId });
			return outcome.task;
		}
		const { error } = outcome;
		if (!(error instanceof RunningHubError) || error.facts.noTaskMade !== true) {
			logger.warn(`RunningHub task of unknown ID may have been submitted: ${job.name}`);
			ledger.note(job.ledgerKey, { ...entry, ...unclearAnswer(error) });
		}
		throw error;
	};
	const { timeout: patience, awaitsSlot } = job;
	return await queue.submit({ ready: preparing, patience, attempt, failed, awaitsSlot, signal });
}

/** What a later try is to tell of a submission whose outcome is unknown. */
function unclearAnswer(error: unknown): { readonly unclear?: UnclearAnswer } {
	if (!(error instanceof RunningHubError)) return {};
	const { message, code, detail, httpStatus } = error.facts;
	return {
		unclear: {
			message,
			...(code !== undefined && { code }),
			...(detail !== undefined && { detail }),
			...(httpStatus !== undefined && { httpStatus }),
		},
	};
}
