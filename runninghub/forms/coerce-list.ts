import { tryParseJson } from '../json';
import type { FormField } from './form-field';

/** The entries of a list as a person gave them, or what the field allows instead. */
export type ListReading = { readonly entries: readonly unknown[] } | { readonly allowed: string };

/** Whether nothing was entered. */
export function isUntouched(value: unknown): boolean {
	return (
		value === undefined ||
		value === null ||
		value === '' ||
		(Array.isArray(value) && value.every(isUntouched))
	);
}

/** What a list field takes, in words. */
function describeList({ maxItems, type }: FormField): string {
	const limit = maxItems === undefined ? '' : ` of at most ${maxItems} entries`;
	return type === 'json'
		? `a JSON array${limit}`
		: `a list${limit}: an array, a JSON array, or one entry per line`;
}

function readEntries(field: FormField, value: unknown): readonly unknown[] | undefined {
	if (Array.isArray(value)) return value;
	if (typeof value !== 'string') return field.type === 'json' ? undefined : [value];
	const parsed = value.trim().startsWith('[') ? tryParseJson(value) : undefined;
	if (Array.isArray(parsed)) return parsed;
	return field.type === 'json' ? undefined : value.split(/[\r\n]+/).map((line) => line.trim());
}

/**
 * Reads a list that is no media list: an array, a JSON array as text, or text with one entry
 * per line. Empty entries do not count.
 */
export function readList(field: FormField, value: unknown): ListReading {
	const entries = readEntries(field, value)?.filter((entry) => !isUntouched(entry));
	const tooMany = field.maxItems !== undefined && (entries?.length ?? 0) > field.maxItems;
	return entries === undefined || tooMany ? { allowed: describeList(field) } : { entries };
}
