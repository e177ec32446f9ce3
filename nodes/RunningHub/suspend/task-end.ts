import { queryTask } from '../../../runninghub/api/tasks';
import { PollSchedule } from '../../../runninghub/tasks/poll-schedule';
import type { TaskState } from '../../../runninghub/tasks/task-state';
import { type FinishedTask, type TaskLook, watchTask } from '../../../runninghub/tasks/watch-task';
import type { Transport } from '../../../runninghub/transport';
import { n8nClock } from '../runtime/n8n-clock';

/** Looks that an odd answer is worth before the task counts as still running. */
const MOST_LOOKS = 5;

/** A task as RunningHub knows it. */
export interface SubmittedTask {
	readonly taskId: string;
	/** Milliseconds since the epoch. */
	readonly submittedAt: number;
}

/** A task that is over. */
export type TaskEnd =
	| { readonly state: 'finished'; readonly task: FinishedTask }
	/** With the task's own error, for failed, cancelled and unknown tasks. */
	| { readonly state: 'failed'; readonly error: unknown };

/** How a task stands. */
export type TaskStanding =
	| TaskEnd
	| { readonly state: 'running' }
	/** RunningHub could not be asked. */
	| { readonly state: 'unseen'; readonly error: unknown };

/**
 * Finds out whether a task is over, without waiting for its end. Only odd answers, such as a success
 * without results, are looked at again a few seconds later (docs/runninghub-api.md, section 4.3).
 *
 * @param enough keeps further looks from being started when aborted; aborted here when the task is
 * not over.
 */
export async function taskEnd(
	transport: Transport,
	{ taskId, submittedAt }: SubmittedTask,
	look: TaskLook = lookOnce,
	enough = new AbortController(),
): Promise<TaskStanding> {
	let looks = 0;
	let standing: TaskStanding = { state: 'running' };
	return await watchTask({
		transport,
		clock: n8nClock,
		schedule: new PollSchedule(Math.random),
		taskId,
		kind: '',
		// As if it were just submitted: the looks of an old task would be far apart.
		submittedAt: n8nClock.now(),
		deadline: Number.POSITIVE_INFINITY,
		signal: enough.signal,
		lookNow: true,
		look: async (...question) => {
			looks += 1;
			const state = await look(...question).catch((error: unknown) => {
				standing = { state: 'unseen', error };
				enough.abort();
				throw error;
			});
			if (state.phase === 'active' || looks === MOST_LOOKS) enough.abort();
			return state;
		},
	}).then(
		(task): TaskStanding =>
			task === undefined
				? standing
				: { state: 'finished', task: { ...task, duration: n8nClock.now() - submittedAt } },
		(error: unknown): TaskStanding => ({ state: 'failed', error }),
	);
}

/** Without the signal: a question that is on its way is waited for, so that none is left behind. */
async function lookOnce(transport: Transport, taskId: string): Promise<TaskState> {
	return await queryTask(transport, taskId);
}
