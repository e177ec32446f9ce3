import type { BatchRequest, JobOutcome, TaskJob } from './batch-request';
import type { Halt } from './halt';
import type { Outage } from './polling/outage';
import type { PollPauses } from './polling/poll-pauses';
import type { PollSchedule } from './polling/poll-schedule';
import { type FinishedTask, watchTask } from './polling/watch-task';

/** A task to be brought home. */
export interface WatchedTask {
	readonly taskId: string;
	/** Milliseconds since the epoch. */
	readonly submittedAt: number;
	/** Whether it may be over already. */
	readonly lookNow: boolean;
}

/** What bringing tasks home needs. */
export interface HomeTools<Collected>
	extends Pick<BatchRequest<unknown, Collected>, 'transport' | 'clock' | 'collect'> {
	readonly halt: Halt;
	readonly schedule: PollSchedule;
	readonly pauses: PollPauses;
	readonly outage: Outage;
}

/**
 * Waits for the end of a task and collects its results.
 *
 * @param over called when its end is seen, or nobody waits for it any more.
 * @param failed told of the task's failure before `over` is called.
 * @throws what watching and collecting throw.
 */
export async function bringHome<Prepared, Collected>(
	tools: HomeTools<Collected>,
	job: TaskJob<Prepared>,
	index: number,
	task: WatchedTask,
	over: () => void,
	failed: (error: unknown) => void = () => undefined,
): Promise<JobOutcome<Collected>> {
	const { collect } = tools;
	const finished = await watch(tools, job, task)
		.catch((error: unknown) => {
			failed(error);
			throw error;
		})
		.finally(over);
	if (finished === undefined) return { state: 'running', taskId: task.taskId, status: 'RUNNING' };
	return { state: 'finished', task: finished, collected: await collect(finished, index) };
}

async function watch<Prepared, Collected>(
	tools: HomeTools<Collected>,
	job: TaskJob<Prepared>,
	task: WatchedTask,
): Promise<FinishedTask | undefined> {
	const { transport, clock, schedule, pauses, outage, halt } = tools;
	return await halt.during(
		async (signal) =>
			await outage.during(
				async () =>
					await watchTask({
						...task,
						transport,
						clock,
						schedule,
						pauses,
						outage,
						kind: job.kind,
						look: job.look,
						deadline: clock.now() + job.timeout,
						signal,
					}),
			),
	);
}
