import type { INodeExecutionData } from 'n8n-workflow';
import { errorItem } from '../items/error-item';
import { toNodeError } from '../items/node-error';
import type { ExecuteContext } from '../runtime/n8n-context';

/** An item's rows by its index. */
export type Rows = ReadonlyMap<number, INodeExecutionData[]>;

/** All rows in the order of the items they came from. */
export function inOrder(...parts: Rows[]): INodeExecutionData[] {
	const all = parts.flatMap((rows) => [...rows]);
	return all.sort(([left], [right]) => left - right).flatMap(([, rows]) => rows);
}

/**
 * The rows where one error is that of all items.
 *
 * @throws NodeApiError or NodeOperationError, for the first item, where failures stop the workflow.
 */
export function failAll(
	ctx: ExecuteContext,
	items: ReadonlyArray<{ readonly index: number }>,
	error: unknown,
): Rows {
	const node = ctx.getNode();
	if (!ctx.continueOnFail()) throw toNodeError(node, error, items[0]?.index ?? 0);
	return new Map(items.map(({ index }) => [index, [errorItem(node, error, index)]]));
}
