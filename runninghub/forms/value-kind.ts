import { showValue } from './shorten';

/** A value as a message tells of it: what it is, where that is not plain from how it is shown. */
export function describeValue(value: unknown): string {
	if (Array.isArray(value)) return `${showValue(value)} (a list)`;
	return typeof value === 'object' && value !== null
		? `${showValue(value)} (an object)`
		: showValue(value);
}
