import type { Model } from '../../../runninghub/catalogue/model';

/** What the list puts before the models to try first. */
const GOOD_START = '★ ';

/**
 * The name of a model as the list shows it: its title, with a mark where it is one to try first, a
 * step in the work of another model, or not to be had.
 */
export function modelLabel({ title, goodStart, helper, unavailable, deprecated }: Model): string {
	if (deprecated) return `${title} (withdrawn)`;
	if (unavailable === true) return `${title} (unavailable)`;
	if (helper === true) return `${title} (helper)`;
	return goodStart === undefined ? title : `${GOOD_START}${title}`;
}
