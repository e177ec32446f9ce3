import { asObject } from '../../../runninghub/json';
import { fetchPrivateLinks } from '../fields/options';
import type { LinkPolicy } from '../items/link-policy';
import type { ExecuteContext } from '../runtime/n8n-context';
import { notAllowed } from './option-values';

/**
 * What an item allows to be done with links.
 *
 * @param baseUrl of the RunningHub site.
 * @throws RunningHubError of kind `invalid` that names the option: it is never guessed.
 */
export function readLinkPolicy(
	ctx: ExecuteContext,
	itemIndex: number,
	baseUrl: string,
): LinkPolicy {
	const options = asObject(ctx.getNodeParameter('options', itemIndex, {}));
	const value = options[fetchPrivateLinks.name] ?? '';
	const text = typeof value === 'string' ? value.trim().toLowerCase() : value;
	if (text === true || text === 'true') return { baseUrl, fetchPrivate: true };
	if (text === false || text === 'false' || text === '') return { baseUrl, fetchPrivate: false };
	throw notAllowed(fetchPrivateLinks.displayName, JSON.stringify(value), 'true or false');
}
