import type { TaskState } from '../../api/read-task-state';
import { queryTask } from '../../api/tasks';
import type { Clock } from '../../clock';
import type { Transport } from '../../transport';
import { PollSchedule } from '../../scheduling/poll-schedule';
import { type FinishedTask, type TaskLook, watchTask } from './watch-task';

/** Looks that an odd answer is worth before the task counts as still running. */
const MOST_LOOKS = 5;

/** A submitted task whose end is awaited elsewhere. */
export interface AwaitedTask {
	readonly taskId: string;
	/** Milliseconds since the epoch. */
	readonly submittedAt: number;
	/** Looks at the task once; asks RunningHub's own query unless told otherwise. */
	readonly look?: TaskLook | undefined;
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
	/** RunningHub could not be asked, or was not asked any more, which has no error. */
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
	clock: Clock,
	{ taskId, submittedAt, look }: AwaitedTask,
	enough = new AbortController(),
): Promise<TaskStanding> {
	let looks = 0;
	let standing: TaskStanding = { state: 'unseen', error: undefined };
	return await watchTask({
		transport,
		clock,
		schedule: new PollSchedule(Math.random),
		taskId,
		kind: '',
		// As if it were just submitted: the looks of an old task would be far apart.
		submittedAt: clock.now(),
		deadline: Number.POSITIVE_INFINITY,
		signal: enough.signal,
		lookNow: true,
		look: async () => {
			looks += 1;
			const state = await lookOnce(transport, taskId, look).catch((error: unknown) => {
				standing = { state: 'unseen', error };
				enough.abort();
				throw error;
			});
			if (state.phase === 'active' || looks === MOST_LOOKS) {
				standing = { state: 'running' };
				enough.abort();
			}
			return state;
		},
	}).then(
		(task): TaskStanding =>
			task === undefined
				? standing
				: { state: 'finished', task: { ...task, duration: clock.now() - submittedAt } },
		(error: unknown): TaskStanding => ({ state: 'failed', error }),
	);
}

/** Without the signal: a question that is on its way is waited for, so that none is left behind. */
async function lookOnce(
	transport: Transport,
	taskId: string,
	look: TaskLook = queryTask,
): Promise<TaskState> {
	return await look(transport, taskId, new AbortController().signal);
}
