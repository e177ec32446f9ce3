import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import { asNumber, asText } from '../../../runninghub/json';

/**
 * A number from 0 up to `most`; `otherwise` where none is given.
 *
 * @throws RunningHubError of kind `invalid` that names the option.
 */
export function numberOption(
	value: unknown,
	name: string,
	otherwise: number,
	most = Number.MAX_SAFE_INTEGER,
): number {
	if (value === undefined || value === null || value === '') return otherwise;
	const number = asNumber(value);
	if (number !== null && number >= 0 && number <= most) return number;
	const range =
		most === Number.MAX_SAFE_INTEGER ? 'a number from 0 up' : `a number from 0 to ${most}`;
	throw notAllowed(name, JSON.stringify(value), range);
}

/**
 * A number from 0 up; `undefined` where none is given.
 *
 * @throws RunningHubError of kind `invalid` that names the option.
 */
export function priceOption(value: unknown, name: string): number | undefined {
	return value === undefined || value === null || value === ''
		? undefined
		: numberOption(value, name, 0);
}

/**
 * One of the allowed values; '' where none is given.
 *
 * @throws RunningHubError of kind `invalid` that names the option.
 */
export function choice(value: unknown, name: string, allowed: readonly string[]): string {
	if (value === undefined || value === null || value === '') return '';
	const text = asText(value);
	if (allowed.includes(text)) return text;
	throw notAllowed(name, JSON.stringify(value), allowed.join(', '));
}

/**
 * A web address; '' where none is given.
 *
 * @throws RunningHubError of kind `invalid` that names the option.
 */
export function webAddress(value: unknown, name: string): string {
	const text = asText(value).trim();
	if (text === '' || /^https?:\/\/[^\s/]+\S*$/i.test(text)) return text;
	throw notAllowed(name, JSON.stringify(text), 'an address that begins with https:// or http://');
}

/** The value of an option cannot be used. */
export function notAllowed(name: string, value: string, allowed: string): RunningHubError {
	return new RunningHubError({
		kind: 'invalid',
		message: `${name}: ${value} is not allowed. Allowed: ${allowed}.`,
		hint: 'Correct the value in the node. Nothing was submitted.',
		noTaskMade: true,
	});
}
