import { RunningHubError } from '../errors/runninghub-error';
import type { BatchRequest, JobOutcome, TaskJob } from './batch-request';
import type { Halt } from './halt';
import type { KeySlots } from './submission/key-slots';
import type { PollPauses } from './polling/poll-pauses';
import type { PollSchedule } from './polling/poll-schedule';
import { purchase } from './submission/purchase';
import type { Slots } from './submission/slots';
import type { SubmissionQueue } from './submission/submission-queue';
import { type FinishedTask, watchTask } from './polling/watch-task';

/** A batch under way: what its jobs share. */
export interface Batch<Prepared, Collected> extends BatchRequest<Prepared, Collected> {
	readonly halt: Halt;
	readonly slots: KeySlots;
	/** Lets in the tasks that were bought earlier or elsewhere. */
	readonly pickUps: Slots;
	readonly schedule: PollSchedule;
	readonly pauses: PollPauses;
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
	const outcome = await follow(batch, job, index, prepared).catch(
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
	// A refused key is refused for every item alike: asking on would only repeat it.
	const hopeless = error instanceof RunningHubError && error.kind === 'auth';
	if (batch.stops?.(error, index)) batch.halt.halt();
	else if (hopeless) batch.queue.refuse(error);
}

async function follow<Prepared, Collected>(
	batch: Batch<Prepared, Collected>,
	job: TaskJob<Prepared>,
	index: number,
	prepared: () => void,
): Promise<JobOutcome<Collected>> {
	const { ledger, clock, slots, wait } = batch;
	const known = ledger.find(job.ledgerKey);
	if (known !== undefined || 'existing' in job) {
		prepared();
		const taskId = 'existing' in job ? job.existing : known?.taskId;
		if (taskId === undefined) throw stillUncertain();
		if (!wait) return { state: 'running', taskId, status: 'QUEUED' };
		const submittedAt = known?.submittedAt ?? clock.now();
		return await pickUp(batch, job, index, { taskId, submittedAt, lookNow: true });
	}
	const failed = (error: unknown) => noteFailure(batch, error, index);
	const task = await purchase(batch, job, failed).finally(prepared);
	if (task === undefined) return { state: 'skipped' };
	const { taskId, state } = task;
	const watched = { taskId, submittedAt: clock.now(), lookNow: state.phase === 'done' };
	if (state.phase === 'failed') {
		const error = state.error.with({ taskId, status: state.status, taskEnded: true });
		failed(error);
		slots.leave();
		throw error;
	}
	if (!wait) {
		slots.leave();
		return { state: 'running', taskId, status: 'status' in state ? state.status : 'QUEUED' };
	}
	const finished = await watch(batch, job, watched)
		.catch((error: unknown) => {
			failed(error);
			throw error;
		})
		.finally(() => batch.queue.ended());
	return await collect(batch, index, taskId, finished);
}

/** Brings home a task that was bought by an earlier try, or elsewhere. */
async function pickUp<Prepared, Collected>(
	batch: Batch<Prepared, Collected>,
	job: TaskJob<Prepared>,
	index: number,
	task: WatchedTask,
): Promise<JobOutcome<Collected>> {
	await batch.pickUps.take();
	const finished = await watch(batch, job, task).finally(() => {
		batch.pickUps.release();
		// Its slot was taken when the free ones were counted.
		if (!('existing' in job)) batch.slots.grow();
	});
	return await collect(batch, index, task.taskId, finished);
}

interface WatchedTask {
	readonly taskId: string;
	/** Milliseconds since the epoch. */
	readonly submittedAt: number;
	readonly lookNow: boolean;
}

async function watch<Prepared, Collected>(
	batch: Batch<Prepared, Collected>,
	job: TaskJob<Prepared>,
	task: WatchedTask,
): Promise<FinishedTask | undefined> {
	const { transport, clock, schedule, pauses, halt } = batch;
	return await halt.during(
		async (signal) =>
			await watchTask({
				...task,
				transport,
				clock,
				schedule,
				pauses,
				kind: job.kind,
				look: job.look,
				deadline: clock.now() + job.timeout,
				signal,
			}),
	);
}

async function collect<Prepared, Collected>(
	batch: Batch<Prepared, Collected>,
	index: number,
	taskId: string,
	task: FinishedTask | undefined,
): Promise<JobOutcome<Collected>> {
	if (task !== undefined) {
		return { state: 'finished', task, collected: await batch.collect(task, index) };
	}
	return { state: 'running', taskId, status: 'RUNNING' };
}

function stillUncertain(): RunningHubError {
	return new RunningHubError({
		kind: 'uncertain',
		message:
			'Whether an earlier try made a task for this item is unknown, so it was not submitted again',
		hint: 'A second submission could be charged twice.',
		recover: 'lookUp',
		noTaskMade: false,
	});
}
