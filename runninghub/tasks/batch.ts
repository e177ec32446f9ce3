import { getQueueStatus, type QueueStatus } from '../api/account';
import { repeatRead } from '../api/repeat-read';
import type { SubmittedTask } from '../api/submit';
import { cancelTask } from '../api/tasks';
import type { Clock } from '../clock';
import { RunningHubError } from '../errors/runninghub-error';
import type { Logger } from '../logger';
import type { Transport } from '../transport';
import { inParallel } from './in-parallel';
import type { Ledger } from './ledger';
import { PollSchedule } from './poll-schedule';
import { Slots } from './slots';
import { SubmissionQueue } from './submission-queue';
import { type FinishedTask, type TaskLook, watchTask } from './watch-task';

interface JobFace {
	/** What takes equally long, such as a model's endpoint. */
	readonly kind: string;
	/** Names the job in the ledger: the same in every try of the same inputs. */
	readonly ledgerKey: string;
	/** Milliseconds to wait for a free slot, and again for the end of the task. */
	readonly timeout: number;
	/** Looks at the task, where RunningHub's own query does not know it. */
	readonly look?: TaskLook | undefined;
}

/** One task to be bought and brought home. */
export interface PurchaseJob<Prepared> extends JobFace {
	/** Uploads media and builds the request. Costs nothing and may be repeated. */
	prepare(): Promise<Prepared>;
	/** Submits, once. */
	submit(prepared: Prepared): Promise<SubmittedTask>;
	/** The price that was accepted for the job, once `prepare` has looked it up. */
	readonly price?: (prepared: Prepared) => number | undefined;
}

/** A task that was bought elsewhere, to be brought home. */
export interface PickUpJob extends JobFace {
	/** Its id. */
	readonly existing: string;
}

/** One task to be brought home. */
export type TaskJob<Prepared> = PurchaseJob<Prepared> | PickUpJob;

/** How a job ended. */
export type JobOutcome<Collected> =
	| { readonly state: 'finished'; readonly task: FinishedTask; readonly collected: Collected }
	/** Accepted by RunningHub and left to run. */
	| { readonly state: 'running'; readonly taskId: string; readonly status: string }
	| { readonly state: 'failed'; readonly error: unknown; readonly taskId: string | undefined }
	/** Never submitted, as the batch had stopped. */
	| { readonly state: 'skipped' };

/** A batch of tasks of one key. */
export interface BatchRequest<Prepared, Collected> {
	readonly jobs: ReadonlyArray<TaskJob<Prepared>>;
	readonly transport: Transport;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly ledger: Ledger;
	/** From 0 to 1. */
	readonly random: () => number;
	/** `false` leaves the tasks running once RunningHub has accepted them. */
	readonly wait: boolean;
	/** Most tasks under way at a time; 0 for as many as the key allows. */
	readonly maxConcurrent: number;
	/** Whether this failure keeps further jobs from being submitted. */
	readonly stops: (error: unknown, index: number) => boolean;
	/** Aborted by the user's Stop: outstanding tasks are then cancelled at RunningHub. */
	readonly signal: AbortSignal;
	/** Brings a finished task home, such as by downloading its files. Runs when its slot is free again. */
	collect(task: FinishedTask, index: number): Promise<Collected>;
}

/** Tasks under way at most when neither the key nor the user names a number. */
const MOST_WHEN_UNKNOWN = 50;
/** Jobs that are prepared ahead of their submission. */
const PREPARED_AHEAD = 10;
/** Tasks bought earlier or elsewhere that are watched at a time. */
const PICKED_UP = 100;
/** Tasks that are cancelled at a time. */
const CANCELS = 10;

/**
 * Runs jobs side by side, as many as the key has free slots: submits in order, watches all on one
 * schedule, submits the next when one ends. Never throws for a job: each has its outcome, in the
 * order of the jobs (docs/runninghub-api.md, section 10).
 */
export async function runBatch<Prepared, Collected>(
	request: BatchRequest<Prepared, Collected>,
): Promise<Array<JobOutcome<Collected>>> {
	const { jobs, clock, random, signal } = request;
	const halt = new AbortController();
	const watches = new Set<AbortController>();
	halt.signal.addEventListener('abort', () => {
		for (const watch of watches) watch.abort();
	});
	const stop = () => halt.abort();
	signal.addEventListener('abort', stop);
	if (signal.aborted) stop();
	const slots = await freeSlots(request);
	const batch: Batch<Prepared, Collected> = {
		...request,
		halt,
		watches,
		slots,
		pickUps: new Slots(PICKED_UP, PICKED_UP),
		schedule: new PollSchedule(random),
		queue: new SubmissionQueue(slots, clock, random, halt.signal),
	};
	const ahead = new Slots(PREPARED_AHEAD, PREPARED_AHEAD);
	const outcomes: Array<Promise<JobOutcome<Collected>>> = [];
	for (const [index, job] of jobs.entries()) {
		await ahead.take();
		outcomes.push(runJob(batch, job, index, () => ahead.release()));
	}
	const settled = await Promise.all(outcomes);
	signal.removeEventListener('abort', stop);
	if (!signal.aborted) return settled;
	return await inParallel(
		settled,
		CANCELS,
		async (outcome, index) => await cancelAfterStop(batch, outcome, jobs[index]),
	);
}

/** After the user's Stop nobody waits for the task any more, so it is stopped at RunningHub too. */
async function cancelAfterStop<Prepared, Collected>(
	batch: Batch<Prepared, Collected>,
	outcome: JobOutcome<Collected>,
	job: TaskJob<Prepared> | undefined,
): Promise<JobOutcome<Collected>> {
	// Neither bought by this execution, nor known to RunningHub's cancel call.
	const elsewhere = job !== undefined && ('existing' in job || job.look !== undefined);
	if (outcome.state !== 'running' || outcome.status === CANCELLED || elsewhere) return outcome;
	return await cancel(batch, outcome.taskId);
}

/** The status of a task that we have cancelled. */
const CANCELLED = 'CANCEL';

interface Batch<Prepared, Collected> extends BatchRequest<Prepared, Collected> {
	readonly halt: AbortController;
	/** One for each watched task: a signal that all of them share gathers too many listeners. */
	readonly watches: Set<AbortController>;
	readonly slots: Slots;
	readonly pickUps: Slots;
	readonly schedule: PollSchedule;
	readonly queue: SubmissionQueue;
}

async function freeSlots<Prepared, Collected>(
	request: BatchRequest<Prepared, Collected>,
): Promise<Slots> {
	const { transport, clock, signal, maxConcurrent, logger } = request;
	const purchases = request.jobs.filter((job) => !('existing' in job));
	const wanted = maxConcurrent > 0 ? maxConcurrent : Number.POSITIVE_INFINITY;
	if (purchases.length < 2) return new Slots(1, 1);
	const queue = await repeatRead(
		clock,
		async () => await getQueueStatus(transport, signal),
		signal,
	).then(
		(status): QueueStatus | undefined => status,
		(error: unknown) => {
			logger.warn(`The free slots of the key are unknown: ${String(error)}`);
			return undefined;
		},
	);
	if (queue?.limit === undefined || queue.limit === null) {
		return new Slots(1, Math.min(wanted, MOST_WHEN_UNKNOWN));
	}
	return new Slots(queue.limit - queue.current, Math.min(wanted, Math.max(1, queue.limit)));
}

async function runJob<Prepared, Collected>(
	batch: Batch<Prepared, Collected>,
	job: TaskJob<Prepared>,
	index: number,
	prepared: () => void,
): Promise<JobOutcome<Collected>> {
	const outcome = await bringHome(batch, job, index, prepared).catch(
		(error: unknown): JobOutcome<Collected> => ({
			state: 'failed',
			error,
			taskId: error instanceof RunningHubError ? error.facts.taskId : undefined,
		}),
	);
	if (outcome.state !== 'failed') return outcome;
	const { error } = outcome;
	if (error instanceof RunningHubError && error.facts.taskEnded) batch.ledger.forget(job.ledgerKey);
	judge(batch, error, index);
	return outcome;
}

/**
 * Keeps further jobs from being submitted where a failure asks for it. Comes before the slot of the
 * failed job is free: the next job in line would be submitted first otherwise.
 */
function judge<Prepared, Collected>(
	batch: Batch<Prepared, Collected>,
	error: unknown,
	index: number,
): void {
	// A refused key is refused for every item alike: asking on would only repeat it.
	const hopeless = error instanceof RunningHubError && error.kind === 'auth';
	if (batch.stops(error, index)) batch.halt.abort();
	else if (hopeless) batch.queue.refuse(error);
}

async function bringHome<Prepared, Collected>(
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
	const task = await submitInTurn(batch, job, index).finally(prepared);
	if (task === undefined) return { state: 'skipped' };
	const { taskId, state } = task;
	const watched = { taskId, submittedAt: clock.now(), lookNow: state.phase === 'done' };
	if (state.phase === 'failed') {
		const error = state.error.with({ taskId, status: state.status, taskEnded: true });
		judge(batch, error, index);
		slots.release();
		throw error;
	}
	if (!wait) {
		slots.release();
		return { state: 'running', taskId, status: 'status' in state ? state.status : 'QUEUED' };
	}
	const finished = await watch(batch, job, watched)
		.catch((error: unknown) => {
			judge(batch, error, index);
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

async function submitInTurn<Prepared, Collected>(
	batch: Batch<Prepared, Collected>,
	job: PurchaseJob<Prepared>,
	index: number,
): Promise<SubmittedTask | undefined> {
	const { queue, ledger, clock } = batch;
	const preparing = job.prepare();
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
			ledger.note(job.ledgerKey, { ...entry, taskId: outcome.task.taskId });
			return outcome.task;
		}
		const { error } = outcome;
		if (!(error instanceof RunningHubError) || error.facts.noTaskMade !== true) {
			ledger.note(job.ledgerKey, entry);
		}
		throw error;
	};
	return await queue.submit(preparing, job.timeout, attempt, (error) => judge(batch, error, index));
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
	const { transport, clock, schedule, halt, watches } = batch;
	const own = new AbortController();
	if (halt.signal.aborted) own.abort();
	watches.add(own);
	return await watchTask({
		...task,
		transport,
		clock,
		schedule,
		kind: job.kind,
		look: job.look,
		deadline: clock.now() + job.timeout,
		signal: own.signal,
	}).finally(() => watches.delete(own));
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

async function cancel<Prepared, Collected>(
	batch: Batch<Prepared, Collected>,
	taskId: string,
): Promise<JobOutcome<Collected>> {
	const { clock, transport, logger } = batch;
	await repeatRead(clock, async () => await cancelTask(transport, taskId)).catch(
		(error: unknown) => {
			logger.warn(`Task ${taskId} could not be cancelled: ${String(error)}`);
		},
	);
	return { state: 'running', taskId, status: CANCELLED };
}

function stillUncertain(): RunningHubError {
	return new RunningHubError({
		kind: 'uncertain',
		message:
			'Whether an earlier try made a task for this item is unknown, so it was not submitted again',
		hint: 'Look at the call records on the RunningHub site: fetch the task with Task → Wait if it is there. Otherwise start the workflow anew, which submits the item again.',
		noTaskMade: false,
	});
}
