import type { Clock } from '../../clock';
import type { Transport } from '../../transport';
import { inParallel } from '../in-parallel';
import { type AwaitedTask, type TaskEnd, taskEnd } from './task-end';
import type { TaskLook } from './watch-task';

/** Tasks that are looked at, at a time. */
const LOOKS = 10;

/**
 * Finds out whether all tasks are over, and stops asking at the first that is not. Has no side
 * effects at RunningHub: several callbacks may ask at the same time.
 *
 * @returns how each task ended, in their order; `undefined` when one is not over, or cannot be seen.
 */
export async function settle(
	transport: Transport,
	clock: Clock,
	tasks: readonly AwaitedTask[],
	look?: TaskLook,
): Promise<TaskEnd[] | undefined> {
	const enough = new AbortController();
	// One that still runs answers for all, and is most likely among the last.
	const standings = await inParallel(
		[...tasks].reverse(),
		LOOKS,
		async (task) => await taskEnd(transport, clock, task, look, enough),
	);
	const ends = standings.flatMap((each) =>
		each.state === 'finished' || each.state === 'failed' ? [each] : [],
	);
	return ends.length === tasks.length ? ends.reverse() : undefined;
}
