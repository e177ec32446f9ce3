import type { CollectedResult } from '../items/result-items';

/** What a finished task gave, by its id. */
type Collected = Map<string, readonly CollectedResult[]>;

/**
 * What this process has downloaded, by the execution's context of the node, which lives as long as
 * the execution: kept in memory alone, for in the context itself n8n would save it.
 */
const collectedBy = new WeakMap<object, Collected>();

/**
 * Collects the results of a task once per execution, however often n8n runs the node again for the
 * same items. Results with a missing file are collected anew.
 *
 * @param context of the node: the same object in every try.
 */
export async function collectOnce(
	context: object,
	taskId: string,
	collect: () => Promise<readonly CollectedResult[]>,
): Promise<readonly CollectedResult[]> {
	const known = collectedBy.get(context) ?? new Map<string, readonly CollectedResult[]>();
	collectedBy.set(context, known);
	const kept = known.get(taskId);
	if (kept !== undefined) return kept;
	const collected = await collect();
	if (collected.every(({ problem }) => problem === undefined)) known.set(taskId, collected);
	return collected;
}
