import type { Page } from '../../../runninghub/api/page';
import { asNumber } from '../../../runninghub/json';
import type { ExecuteContext } from '../runtime/n8n-context';
import { invalidInput } from './invalid-input';

/**
 * How many entries an item wants; Infinity for all.
 * @throws RunningHubError of kind `invalid`.
 */
export function readLimit(ctx: ExecuteContext, itemIndex: number): number {
	if (ctx.getNodeParameter('returnAll', itemIndex, false) === true) return Number.POSITIVE_INFINITY;
	const value = ctx.getNodeParameter('limit', itemIndex, 50);
	const limit = asNumber(value);
	if (limit !== null && limit >= 1) return Math.floor(limit);
	throw invalidInput(
		`Limit: ${JSON.stringify(value)} is not allowed. Allowed: a whole number from 1 up.`,
		'Correct the value in the node.',
	);
}

/** Pages of a list at most: a list that never ends must not keep an execution going for ever. */
const MOST_PAGES = 1000;

/** Entries of a paged list, up to the limit. */
export async function collectPages<Entry>(
	limit: number,
	fetchPage: (page: number) => Promise<Page<Entry>>,
): Promise<Entry[]> {
	const entries: Entry[] = [];
	for (let page = 1; page <= MOST_PAGES && entries.length < limit; page++) {
		const { entries: more, hasNext } = await fetchPage(page);
		entries.push(...more);
		if (!hasNext || more.length === 0) break;
	}
	return entries.slice(0, limit);
}
