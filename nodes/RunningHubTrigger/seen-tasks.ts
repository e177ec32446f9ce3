import type { IDataObject } from 'n8n-workflow';

/** Tasks that are remembered: RunningHub may call more than once for the same task. */
const REMEMBERED = 500;

/**
 * What this process has seen, by node. Callbacks that come at the same time do not see each other's
 * stored data: n8n loads it for each, and saves it when the call has ended.
 */
const seenHere = new Map<string, readonly string[]>();

/**
 * Notes a task.
 *
 * @param node names the node among all that this process serves.
 * @param store the node's stored data.
 * @returns whether it was known already.
 */
export function alreadySeen(node: string, store: IDataObject, taskId: string): boolean {
	const stored: unknown = store.seen;
	const known = Array.isArray(stored) ? stored.filter((each) => typeof each === 'string') : [];
	const seen = new Set([...known, ...(seenHere.get(node) ?? [])]);
	if (seen.has(taskId)) return true;
	seenHere.set(node, [...seen, taskId].slice(-REMEMBERED));
	return false;
}

/** Puts all tasks seen until now into the node's stored data. Belongs at the end of a call: the last to end is saved. */
export function storeSeen(node: string, store: IDataObject): void {
	store.seen = [...(seenHere.get(node) ?? [])];
}
