import type { IDataObject } from 'n8n-workflow';

/** Tasks that are remembered: RunningHub may call more than once for the same task. */
const REMEMBERED = 500;

/**
 * Notes a task in the node's stored data.
 *
 * @returns whether it was there already.
 */
export function alreadySeen(store: IDataObject, taskId: string): boolean {
	const known: unknown = store.seen;
	const seen = Array.isArray(known) ? known.filter((each) => typeof each === 'string') : [];
	if (seen.includes(taskId)) return true;
	store.seen = [...seen, taskId].slice(-REMEMBERED);
	return false;
}
