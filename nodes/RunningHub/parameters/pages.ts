import type { Page } from '../../../runninghub/api/page';
import { limitField, returnAllField } from '../fields/limit';
import type { ExecuteContext } from '../runtime/n8n-context';
import { FieldValues } from './field-values';

/**
 * How many entries an item wants; Infinity for all.
 * @throws RunningHubError of kind `invalid`.
 */
export function readLimit(ctx: ExecuteContext, itemIndex: number): number {
	const values = FieldValues.ofItem(ctx, itemIndex);
	if (values.flag(returnAllField) === true) return Number.POSITIVE_INFINITY;
	return values.number(limitField) ?? DEFAULT_LIMIT;
}

/** Entries where nothing else is said, as the field has it. */
const DEFAULT_LIMIT = 50;

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
