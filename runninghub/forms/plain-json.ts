import type { JsonObject, JsonValue } from '../json';

function isPlainObject(value: object): boolean {
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * The value, when JSON can hold it as it is: no dates, functions, NaN or holes. `undefined`
 * otherwise. Object keys without a value are left out.
 */
export function toPlainJson(value: unknown): JsonValue | undefined {
	if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
	if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
	if (Array.isArray(value)) {
		const entries = value.map(toPlainJson).filter((entry) => entry !== undefined);
		return entries.length === value.length ? entries : undefined;
	}
	if (typeof value !== 'object' || !isPlainObject(value)) return undefined;
	const copy: JsonObject = {};
	for (const [key, entry] of Object.entries(value)) {
		if (entry === undefined) continue;
		const plain = toPlainJson(entry);
		if (plain === undefined) return undefined;
		copy[key] = plain;
	}
	return copy;
}
