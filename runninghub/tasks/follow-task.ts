import type { BatchRequest, JobOutcome, TaskJob } from './batch-request';
import type { Halt } from '../concurrency/halt';
import { RunningHubError } from '../errors/runninghub-error';
import type { ExecutionSlots } from '../scheduling/execution-slots';
import type { PollSchedule } from '../scheduling/poll-schedule';
import { type FinishedTask, watchTask } from './polling/watch-task';

/** A task to be brought home. */
export interface WatchedTask {
	readonly taskId: string;
	/** Milliseconds since the epoch. */
	readonly submittedAt: number;
	/** Whether it may be over already. */
	readonly lookNow: boolean;
	/** Whether it has one of the slots that counts of the key are compared with. */
	readonly isCounted: boolean;
}

/** What bringing tasks home needs. */
export interface FollowTools<Collected>
	extends Pick<BatchRequest<unknown, Collected>, 'transport' | 'clock' | 'collect' | 'scheduler'> {
	readonly halt: Halt;
	readonly schedule: PollSchedule;
	readonly slots: ExecutionSlots;
}

/**
 * Waits for the end of a task and collects its results.
 *
 * @param over called with whether it has ended, when its end is seen or nobody waits for it any more.
 * @param failed told of the task's failure before `over` is called.
 * @throws what watching and collecting throw.
 */
export async function followTask<Prepared, Collected>(
	tools: FollowTools<Collected>,
	job: TaskJob<Prepared>,
	index: number,
	task: WatchedTask,
	over: (hasEnded: boolean) => void,
	failed: (error: unknown) => void = () => undefined,
): Promise<JobOutcome<Collected>> {
	const { collect } = tools;
	const finished = await watch(tools, job, task).then(
		(task) => {
			over(task !== undefined);
			return task;
		},
		(error: unknown) => {
			failed(error);
			over(error instanceof RunningHubError && error.facts.taskEnded === true);
			throw error;
		},
	);
	if (finished === undefined) return { state: 'running', taskId: task.taskId, status: 'RUNNING' };
	return { state: 'finished', task: finished, collected: await collect(finished, index) };
}

async function watch<Prepared, Collected>(
	tools: FollowTools<Collected>,
	job: TaskJob<Prepared>,
	task: WatchedTask,
): Promise<FinishedTask | undefined> {
	const { transport, clock, schedule, slots, scheduler, halt } = tools;
	const { pauses, outage, samples, budget, lengths } = scheduler;
	const { kind, look } = job;
	const sample = samples.take(kind);
	const watched = async (signal: AbortSignal) =>
		await watchTask({
			...task,
			transport,
			clock,
			schedule:
				sample === undefined
					? schedule.patient(() => slots.patience)
					: schedule.sampling(() => slots.patience),
			pauses,
			outage,
			budget: { requests: budget, rank: () => schedule.rank },
			kind,
			look,
			deadline: clock.now() + job.timeout,
			signal,
		});
	const finished = await halt
		.during(async (signal) => await outage.during(async () => await watched(signal)))
		.finally(() => sample?.());
	if (sample !== undefined && lengths.isNews(kind)) pauses.planAnew();
	return finished;
}
