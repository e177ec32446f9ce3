import { optionsField } from '../fields/model-options';
import { fetchPrivateLinks } from '../fields/run-options';
import type { LinkPolicy } from '../items/link-policy';
import type { ExecuteContext } from '../runtime/n8n-context';
import { FieldValues } from './field-values';

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
	const options = FieldValues.ofItem(ctx, itemIndex).within(optionsField);
	return { baseUrl, fetchPrivate: options.flag(fetchPrivateLinks) ?? false };
}
