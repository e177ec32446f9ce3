/** A value that JSON can hold. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** A JSON object. A key that is missing reads as `undefined`. */
export interface JsonObject {
	[key: string]: JsonValue | undefined;
}

const TOKEN = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/**
 * Parses JSON text without losing a digit: whole numbers beyond 2^53 become strings.
 *
 * RunningHub's ids have 19 digits and arrive as strings in most places and as bare
 * numbers in a few (docs/runninghub-api.md, section 1.3).
 *
 * @throws SyntaxError when the text is not JSON.
 */
export function parseJson(text: string): JsonValue {
	const exact = /\d{16}/.test(text)
		? text.replace(TOKEN, (token) =>
				token.startsWith('"') || Number.isSafeInteger(Number(token)) ? token : `"${token}"`,
			)
		: text;
	const value: JsonValue = JSON.parse(exact);
	return value;
}

/** Parses JSON text as `parseJson` does; `undefined` when it is not JSON. */
export function tryParseJson(text: string): JsonValue | undefined {
	try {
		return parseJson(text);
	} catch {
		return undefined;
	}
}

/** Whether a value is a JSON object: neither null, nor an array, nor a plain value. */
export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object, or an empty one when it is anything else. */
export function asObject(value: unknown): JsonObject {
	return isJsonObject(value) ? value : {};
}

/** The value as text: strings and numbers and booleans as written, anything else as ''. */
export function asText(value: unknown): string {
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/**
 * The value as a finite number, read leniently: RunningHub sends counts and amounts as
 * strings, numbers or null (docs/runninghub-api.md, section 6). `null` when it is none of these.
 */
export function asNumber(value: unknown): number | null {
	if (typeof value === 'number') return Number.isFinite(value) ? value : null;
	if (typeof value !== 'string' || value.trim() === '') return null;
	const number = Number(value);
	return Number.isFinite(number) ? number : null;
}
