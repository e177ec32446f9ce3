import { RunningHubError } from '../errors/runninghub-error';
import type { BatchRequest, JobOutcome, TaskJob } from './batch-request';
import type { PurchaseJob } from './submission/purchase-job';
import { followTask } from './follow-task';
import { lookOnceMore } from './look-once-more';
import type { Halt } from '../concurrency/halt';
import type { ExecutionSlots } from '../scheduling/execution-slots';
import type { LedgerEntry } from './submission/ledger';
import type { PollSchedule } from '../scheduling/poll-schedule';
import { purchase } from './submission/purchase';
import type { Semaphore } from '../concurrency/semaphore';
import type { SubmissionQueue } from './submission/submission-queue';

/** A batch under way: what its jobs share. */
export interface Batch<Prepared, Collected> extends BatchRequest<Prepared, Collected> {
	/** Halted when nothing is waited for any more. */
	readonly halt: Halt;
	/** Halted when nothing more is to be prepared and submitted; what runs is waited for. */
	readonly purchases: Halt;
	readonly slots: ExecutionSlots;
	/** Lets in the tasks that were bought earlier or elsewhere. */
	readonly pickUps: Semaphore;
	readonly schedule: PollSchedule;
	readonly queue: SubmissionQueue;
}

/**
 * Brings the task of one job home: picks it up where it was bought before, else buys it, waits for
 * its end and collects its results. Never rejects.
 *
 * @param prepared called once the job has got past its preparation, or needs none.
 */
export async function runJob<Prepared, Collected>(
	batch: Batch<Prepared, Collected>,
	job: TaskJob<Prepared>,
	index: number,
	prepared: () => void,
): Promise<JobOutcome<Collected>> {
	const known = batch.ledger.find(job.ledgerKey);
	if (known !== undefined && known.taskId === undefined && !('existing' in job)) {
		prepared();
		// Known before anything was submitted: it stops no other, whose tasks may be bought already.
		return { state: 'failed', error: stillUncertain(known), taskId: undefined };
	}
	const outcome = await follow(batch, job, index, known, prepared).catch(
		(error: unknown): JobOutcome<Collected> => ({
			state: 'failed',
			error,
			taskId: error instanceof RunningHubError ? error.facts.taskId : undefined,
		}),
	);
	if (outcome.state !== 'failed') return outcome;
	const { error } = outcome;
	if (error instanceof RunningHubError && error.facts.taskEnded) batch.ledger.forget(job.ledgerKey);
	noteFailure(batch, error, index);
	return outcome;
}

/**
 * Keeps further jobs from being submitted where a failure asks for it. Comes before the slot of the
 * failed job is free: the next job in line would be submitted first otherwise.
 */
function noteFailure<Prepared, Collected>(
	batch: Batch<Prepared, Collected>,
	error: unknown,
	index: number,
): void {
	if (batch.stops?.(error, index)) batch.halt.halt();
	// A refused key is refused for every item alike: asking on would only repeat it.
	else if (error instanceof RunningHubError && error.facts.keyRefused) batch.purchases.halt(error);
}

async function follow<Prepared, Collected>(
	batch: Batch<Prepared, Collected>,
	job: TaskJob<Prepared>,
	index: number,
	known: LedgerEntry | undefined,
	prepared: () => void,
): Promise<JobOutcome<Collected>> {
	const taskId = 'existing' in job ? job.existing : known?.taskId;
	if (taskId !== undefined) {
		prepared();
		return await pickUp(batch, job, index, { taskId, submittedAt: known?.submittedAt });
	}
	return 'existing' in job
		? { state: 'skipped' }
		: await purchaseAndFollow(batch, job, index, prepared);
}

async function purchaseAndFollow<Prepared, Collected>(
	batch: Batch<Prepared, Collected>,
	job: PurchaseJob<Prepared>,
	index: number,
	prepared: () => void,
): Promise<JobOutcome<Collected>> {
	const { clock, slots, wait } = batch;
	const failed = (error: unknown) => noteFailure(batch, error, index);
	const task = await purchase(batch, job, failed).finally(prepared);
	if (task === undefined) return { state: 'skipped' };
	const { taskId, state } = task;
	if (state.phase === 'failed') {
		const error = state.error.with({ taskId, status: state.status, taskEnded: true });
		failed(error);
		slots.leave();
		throw error;
	}
	if (!wait) {
		slots.handedOver();
		return { state: 'running', taskId, status: 'status' in state ? state.status : 'QUEUED' };
	}
	const watched = {
		taskId,
		submittedAt: clock.now(),
		lookNow: state.phase === 'done',
		isCounted: true,
	};
	const over = (hasEnded: boolean) => (hasEnded ? batch.queue.ended() : slots.abandoned());
	return await followTask(batch, job, index, watched, over, failed);
}

/**
 * Brings home a task that was bought by an earlier try, or elsewhere. Where a failure of another job
 * ends the wait, it is looked at once more: what is over is not to be told as running.
 */
async function pickUp<Prepared, Collected>(
	batch: Batch<Prepared, Collected>,
	job: TaskJob<Prepared>,
	index: number,
	{ taskId, submittedAt = batch.clock.now() }: KnownTask,
): Promise<JobOutcome<Collected>> {
	if (!batch.wait) return { state: 'running', taskId, status: 'QUEUED' };
	await batch.pickUps.take();
	const over = () => {
		batch.pickUps.release();
		// Its slot was taken when the free ones were counted.
		if (!('existing' in job)) batch.slots.grow();
	};
	const task = { taskId, submittedAt, lookNow: true, isCounted: false };
	const outcome = await followTask(batch, job, index, task, over);
	const isHalted = outcome.state === 'running' && !batch.signal.aborted;
	return isHalted ? await lookOnceMore(batch, job, index, task) : outcome;
}

interface KnownTask {
	readonly taskId: string;
	/** Milliseconds since the epoch, where that is known. */
	readonly submittedAt: number | undefined;
}

function stillUncertain({ unclear }: LedgerEntry): RunningHubError {
	const { message, ...facts } = unclear ?? { message: '' };
	return new RunningHubError({
		...facts,
		kind: 'uncertain',
		message: `Whether an earlier try made a task for this item is unknown, so it was not submitted again${message === '' ? '' : `. In that try: ${message}`}`,
		hint: 'A second submission could be charged twice.',
		recover: 'lookUp',
		noTaskMade: false,
	});
}
