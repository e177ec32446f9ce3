import type { Model } from '../../../runninghub/catalogue/model';

/** Longest name that the editor's list shows whole, whatever its letters. */
const LONGEST_NAME = 57;

/** The tails of RunningHub's names that may be shortened, and their short forms. */
const TAILS = [
	[/-channel-low-price$/, '-low-price'],
	[/-official-stable$/, '-official'],
	[/ Regeneration \(768P->2K\)$/, ' Regeneration'],
] as const;

/**
 * The name of a model as the list shows it: RunningHub's own, with a shorter tail where it would be
 * cut off, so that what tells two models apart stays visible.
 */
export function modelLabel({ name, deprecated }: Model): string {
	const shown = name.length <= LONGEST_NAME ? name : withShortTail(name);
	return deprecated && !/deprecated/i.test(shown) ? `${shown} (deprecated)` : shown;
}

function withShortTail(name: string): string {
	return TAILS.reduce((text, [tail, short]) => text.replace(tail, short), name);
}
