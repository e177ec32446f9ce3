import { PollSchedule } from '../../runninghub/scheduling/poll-schedule';
import {
	type FinishedTask,
	type TaskLook,
	watchTask,
} from '../../runninghub/tasks/polling/watch-task';
import type { Bench } from './bench.cts';
import { createRandom } from './random.cts';

const PATIENCE = 10 * 60_000;

/** Watches a task, for at most ten minutes of the bench's time. */
export async function watchToEnd(
	{ transport, clock, run }: Bench,
	taskId: string,
	look?: TaskLook,
): Promise<FinishedTask | undefined> {
	return await run(
		watchTask({
			transport,
			clock,
			schedule: new PollSchedule(createRandom(1)),
			taskId,
			kind: 'a graph',
			submittedAt: clock.now(),
			deadline: clock.now() + PATIENCE,
			signal: new AbortController().signal,
			look,
			lookNow: false,
		}),
	);
}
