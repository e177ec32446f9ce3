import { readReference, type ReferenceKind } from '../../../runninghub/reference';
import { asText, isJsonObject } from '../../../runninghub/json';
import { SITES } from '../../../runninghub/sites';

/** An id, or what is wrong with what was pasted. */
export type PastedId =
	| { readonly id: string }
	| { readonly problem: string; readonly hint: string };

/**
 * Reads the id of a workflow or AI app from the value of its field: a locator's value, or plain
 * text where an expression gave it.
 *
 * @param name of the field.
 * @param baseUrl of the credential: an address of the other site is refused with both sites named.
 */
export function readPastedId(
	value: unknown,
	kind: ReferenceKind,
	baseUrl: string,
	name = kind === 'aiApp' ? 'AI App' : 'Workflow',
): PastedId {
	const text = asText(isJsonObject(value) ? value.value : value).trim();
	if (text === '') {
		return {
			problem: `${name}: nothing is chosen`,
			hint: `Paste the URL of its page on the RunningHub site, or its ID.`,
		};
	}
	const reference = readReference(text, kind);
	if ('problem' in reference) {
		return {
			problem: `${name}: ${reference.problem}`,
			hint: 'Open its page on the RunningHub site and copy the address from the browser, or the number in it.',
		};
	}
	const own = SITES.find((site) => site.baseUrl === baseUrl);
	const theirs = SITES.find((site) => site.value === reference.site);
	if (own !== undefined && theirs !== undefined && own.value !== theirs.value) {
		return {
			problem: `${name}: this URL belongs to the site ${theirs.name}, but the credential is for the site ${own.name}`,
			hint: 'The sites share nothing. Choose a credential of the same site, or find the same page on the other site.',
		};
	}
	return { id: reference.id };
}
