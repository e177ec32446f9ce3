import { isJsonObject, tryParseJson, type JsonValue } from '../json';
import type { FormField, FormOption } from './form-field';
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
	const written = whole ? WHOLE_NUMBER : DECIMAL_NUMBER;
	const number = typeof value === 'string' && written.test(value) ? Number(value) : value;
	if (typeof value === 'string' && WHOLE_NUMBER.test(value) && !Number.isSafeInteger(number)) {
		return { allowed: `${allowed}, in whole numbers up to ${Number.MAX_SAFE_INTEGER}` };
	}
	if (typeof number !== 'number' || !Number.isFinite(number)) return { allowed };
	if (whole && !Number.isSafeInteger(number)) return { allowed };
	if (field.min !== undefined && number < field.min) return { allowed };
	if (field.max !== undefined && number > field.max) return { allowed };
	return { value: number };
}

function coerceBoolean(value: unknown): Coercion {
	if (typeof value === 'boolean') return { value };
	if (value === 'true' || value === 'false') return { value: value === 'true' };
	return { allowed: 'true or false' };
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
	const text = textOf(value);
	const labelled = options.filter(({ label }) => label === text);
	const option =
		options.find((candidate) => candidate.value === text) ??
		(labelled.length === 1 ? labelled[0] : undefined);
	return option === undefined ? { allowed: describeOptions(options) } : { value: option.value };
}

function coerceJson(value: unknown): Coercion {
	const plain = typeof value === 'string' ? tryParseJson(value) : toPlainJson(value);
	return isJsonObject(plain) ? { value: plain } : { allowed: 'a JSON object' };
}

/**
 * One value in the type that a field other than a media field declares: `"5"` becomes 5 where a
 * number is declared and 5 becomes `"5"` where text or an option is; `"true"` and true likewise.
 * Nothing else is converted, and nothing is rounded. Of a field with a list, it is one entry.
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
