import type { Clock } from '../../clock';
import type { Transport } from '../../transport';
import { inParallel } from '../../concurrency/in-parallel';
import { type AwaitedTask, type TaskEnd, taskEnd } from './task-end';

/** Tasks that are looked at, at a time. */
const LOOKS = 10;

/** Whether tasks are all over. */
export type Settlement =
	/** How each task ended, in their order. */
	| { readonly state: 'over'; readonly ends: readonly TaskEnd[] }
	/** At least one still runs. */
	| { readonly state: 'running' }
	/** None was seen running, and at least one could not be seen. */
	| { readonly state: 'unseen'; readonly error: unknown };

/**
 * Finds out whether all tasks are over, and stops asking at the first that is not. Has no side
 * effects at RunningHub: several callbacks may ask at the same time.
 */
export async function settle(
	transport: Transport,
	clock: Clock,
	tasks: readonly AwaitedTask[],
): Promise<Settlement> {
	const enough = new AbortController();
	// One that still runs answers for all, and is most likely among the last.
	const standings = await inParallel(
		[...tasks].reverse(),
		LOOKS,
		async (task) => await taskEnd(transport, clock, task, enough),
	);
	if (standings.some(({ state }) => state === 'running')) return { state: 'running' };
	const ends = standings.flatMap((each) =>
		each.state === 'finished' || each.state === 'failed' ? [each] : [],
	);
	if (ends.length === tasks.length) return { state: 'over', ends: ends.reverse() };
	const [error] = standings.flatMap((each) =>
		each.state === 'unseen' && each.error !== undefined ? [each.error] : [],
	);
	return { state: 'unseen', error };
}
