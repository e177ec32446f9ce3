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

type FetchPage<Entry> = (page: number) => Promise<Page<Entry>>;

/** Entries of a paged list, up to the limit. */
export async function collectPages<Entry>(
	limit: number,
	fetchPage: FetchPage<Entry>,
): Promise<Entry[]> {
	const entries: Entry[] = [];
	for await (const more of pagesOf(fetchPage)) {
		entries.push(...more);
		if (entries.length >= limit) break;
	}
	return entries.slice(0, limit);
}

/** The first entry of a paged list that is asked for; later pages are not fetched. */
export async function findInPages<Entry>(
	isIt: (entry: Entry) => boolean,
	fetchPage: FetchPage<Entry>,
): Promise<Entry | undefined> {
	for await (const entries of pagesOf(fetchPage)) {
		const found = entries.find(isIt);
		if (found !== undefined) return found;
	}
	return undefined;
}

async function* pagesOf<Entry>(fetchPage: FetchPage<Entry>): AsyncGenerator<readonly Entry[]> {
	for (let page = 1; page <= MOST_PAGES; page++) {
		const { entries, hasNext } = await fetchPage(page);
		yield entries;
		if (!hasNext || entries.length === 0) return;
	}
}
