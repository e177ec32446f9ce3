/** A JSON value. Whole numbers that a double cannot hold are bigints, so no digit of an id is lost. */
export type Json = string | number | boolean | null | bigint | Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
	[key: string]: Json | undefined;
}

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;
const RAW_NUMBER = '\u0001number:';
const RAW_NUMBER_IN_TEXT = /"\\u0001number:(-?\d+)"/g;

/** Parses JSON text. `undefined` when it is not JSON. */
export function parseJson(text: string): Json | undefined {
	const marked = text.replace(TOKEN, (token) =>
		token.startsWith('"') || Number.isSafeInteger(Number(token))
			? token
			: `"\\u0001number:${token}"`,
	);
	try {
		const value: Json = JSON.parse(marked, (_key: string, entry: unknown) =>
			typeof entry === 'string' && entry.startsWith(RAW_NUMBER)
				? BigInt(entry.slice(RAW_NUMBER.length))
				: entry,
		);
		return value;
	} catch {
		return undefined;
	}
}

/** JSON text of a value; bigints are written as bare numbers. */
export function jsonText(value: Json): string {
	// n8n gives bigints a `toJSON`, whose text is what a replacer gets in place of the bigint.
	const text = JSON.stringify(value, function (this: unknown, key: string, entry: unknown) {
		const own: unknown = typeof this === 'object' && this !== null && Reflect.get(this, key);
		return typeof own === 'bigint' ? `${RAW_NUMBER}${own}` : entry;
	});
	return text.replace(RAW_NUMBER_IN_TEXT, '$1');
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
