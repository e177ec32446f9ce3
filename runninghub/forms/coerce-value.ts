import { isJsonObject, tryParseJson, type JsonValue } from '../json';
import type { FormField, FormOption } from './form-field';
import { findLostDigits, hasLostDigits, LOST_DIGITS } from './long-number';
import { toPlainJson } from './plain-json';

/** A value in the type the field declares, or what the field allows instead. */
export type Coercion = { readonly value: JsonValue } | { readonly allowed: string };

const WHOLE_NUMBER = /^-?(?:0|[1-9]\d*)$/;
const DECIMAL_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const OPTIONS_SHOWN = 30;

function describeRange({ min, max }: FormField): string {
	if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
	if (min !== undefined) return ` of at least ${min}`;
	return max === undefined ? '' : ` of at most ${max}`;
}

function coerceNumber(field: FormField, value: unknown): Coercion {
	const whole = field.type === 'integer';
	const allowed = `${whole ? 'a whole number' : 'a number'}${describeRange(field)}`;
	const text = typeof value === 'string' ? value.trim() : '';
	if (WHOLE_NUMBER.test(text) && !Number.isSafeInteger(Number(text))) {
		return coerceLongNumber(field, BigInt(text), allowed);
	}
	if (hasLostDigits(value)) return { allowed: `${allowed}; ${LOST_DIGITS}` };
	const number = DECIMAL_NUMBER.test(text) ? Number(text) : value;
	if (typeof number !== 'number' || !Number.isFinite(number)) return { allowed };
	if (whole && !Number.isSafeInteger(number)) return { allowed };
	if (field.min !== undefined && number < field.min) return { allowed };
	if (field.max !== undefined && number > field.max) return { allowed };
	return { value: number };
}

/** A whole number with more digits than a JSON number keeps: it stays text where text may be sent. */
function coerceLongNumber(field: FormField, number: bigint, allowed: string): Coercion {
	if (field.sentAsText !== true) {
		const most = Number.MAX_SAFE_INTEGER;
		return {
			allowed: `${allowed}, in whole numbers up to ${most}: RunningHub takes a JSON number here, which keeps no more digits`,
		};
	}
	if (field.min !== undefined && number < field.min) return { allowed };
	if (field.max !== undefined && number > field.max) return { allowed };
	return { value: String(number) };
}

const SWITCH_VALUES: ReadonlyMap<string, boolean> = new Map([
	['true', true],
	['1', true],
	['false', false],
	['0', false],
]);

function coerceBoolean(value: unknown): Coercion {
	const on = SWITCH_VALUES.get(textOf(value)?.trim().toLowerCase() ?? '');
	return on === undefined ? { allowed: 'true or false' } : { value: on };
}

/** Text of a value that reads the same as text; `undefined` for anything else. */
function textOf(value: unknown): string | undefined {
	if (typeof value === 'string') return value;
	if (typeof value === 'boolean' || Number.isFinite(value)) return String(value);
	return undefined;
}

function describeLength({ minLength, maxLength }: FormField): string {
	if (minLength !== undefined && maxLength !== undefined) {
		return ` of ${minLength} to ${maxLength} characters`;
	}
	if (minLength !== undefined) return ` of at least ${minLength} characters`;
	return maxLength === undefined ? '' : ` of at most ${maxLength} characters`;
}

function coerceString(field: FormField, value: unknown): Coercion {
	const text = textOf(value);
	const allowed = `text${describeLength(field)}`;
	if (hasLostDigits(value)) return { allowed: `${allowed}; ${LOST_DIGITS}` };
	if (text === undefined) return { allowed };
	if (field.minLength !== undefined && text.length < field.minLength) return { allowed };
	if (field.maxLength !== undefined && text.length > field.maxLength) return { allowed };
	return { value: text };
}

function describeOption({ value, label }: FormOption): string {
	return label === value ? value : `${value} (${label})`;
}

function describeOptions(options: readonly FormOption[]): string {
	const shown = options.slice(0, OPTIONS_SHOWN).map(describeOption).join(', ');
	const more = options.length - OPTIONS_SHOWN;
	return more > 0 ? `${shown} and ${more} more` : shown;
}

function coerceOption(field: FormField, value: unknown): Coercion {
	const { options = [] } = field;
	const option = findOption(options, textOf(value));
	return option === undefined ? { allowed: describeOptions(options) } : { value: option.value };
}

/** The option of that value or label; where none is, the one that differs in case and blanks only. */
function findOption(
	options: readonly FormOption[],
	text: string | undefined,
): FormOption | undefined {
	if (text === undefined) return undefined;
	const exact =
		options.find(({ value }) => value === text) ??
		only(options.filter(({ label }) => label === text));
	const sought = bare(text);
	if (exact !== undefined || sought === '') return exact;
	return only(
		options.filter(({ value, label }) => bare(value) === sought || bare(label) === sought),
	);
}

function only(options: readonly FormOption[]): FormOption | undefined {
	return options.length === 1 ? options[0] : undefined;
}

function bare(text: string): string {
	return text.replace(/\s+/g, '').toLowerCase();
}

function coerceJson(value: unknown): Coercion {
	const plain = typeof value === 'string' ? tryParseJson(value) : toPlainJson(value);
	const lost = findLostDigits(plain);
	if (lost !== undefined) return { allowed: `a JSON object; of ${lost}, ${LOST_DIGITS}` };
	return isJsonObject(plain) ? { value: plain } : { allowed: 'a JSON object' };
}

/**
 * One value in the type that a field other than a media field declares: `"5"` becomes 5 where a
 * number is declared and 5 becomes `"5"` where text or an option is. A switch takes true, false, 1 and 0, also
 * as text in any case; an option may differ in case and blanks where only one matches. Blanks around
 * a number do not count. Nothing else is converted, and nothing is rounded: a whole number beyond
 * 2^53 is taken as text only, and stays text. Of a field with a list, it is one entry.
 */
export function coerceValue(field: FormField, value: unknown): Coercion {
	switch (field.type) {
		case 'integer':
		case 'number':
			return coerceNumber(field, value);
		case 'boolean':
			return coerceBoolean(value);
		case 'options':
			return coerceOption(field, value);
		case 'json':
			return coerceJson(value);
		default:
			return coerceString(field, value);
	}
}
