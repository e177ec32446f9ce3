import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listAiApps } from '../../../runninghub/api/ai-apps';
import { aiAppPage } from '../../../runninghub/reference';
import { connect } from '../runtime/n8n-transport';

/** Pages that are searched for a filter: RunningHub's list has no search of its own. */
const SEARCHED_PAGES = 4;

/** Public AI apps, recommended ones first, whose title holds all words of the filter. */
export async function searchAiApps(
	this: ILoadOptionsFunctions,
	filter = '',
	paginationToken = '1',
): Promise<INodeListSearchResult> {
	const { transport, baseUrl } = await connect(this);
	const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
	const results: INodeListSearchResult['results'] = [];
	let page = Number(paginationToken);
	const last = words.length === 0 ? page : page + SEARCHED_PAGES - 1;
	for (let more = true; more && page <= last; page++) {
		const { entries, hasNext } = await listAiApps(transport, { page, order: 'RECOMMEND' });
		for (const { appId, title } of entries) {
			if (!words.every((word) => title.toLowerCase().includes(word))) continue;
			results.push({
				name: title === '' ? appId : title,
				value: appId,
				url: aiAppPage(baseUrl, appId),
			});
		}
		more = hasNext;
		if (!more) return { results };
	}
	return { results, paginationToken: String(page) };
}
