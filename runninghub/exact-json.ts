import { isJsonObject } from './json';

/** Strings, which stay as they are, then whole numbers that may be too long, then what is no JSON. */
const TOKEN =
	/"[^"\\]*(?:\\[\s\S][^"\\]*)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])|-?\b(?:NaN|Infinity)\b/g;

/**
 * Parses JSON text so that nothing of it is lost: whole numbers beyond 2^53 become bigints, and the
 * bare `NaN`, `Infinity` and `-Infinity` that Python writes become those numbers. For text that is
 * written again with `exactText`; everything else is better off with `parseJson`.
 *
 * @throws SyntaxError when the text is not JSON, apart from these three words.
 */
export function parseExact(text: string): unknown {
	if (!/\d{16}|NaN|Infinity/.test(text)) return JSON.parse(text);
	// Parsed twice, once with these tokens as text and once as numbers: where the two differ, there
	// was one. No mark is needed that a text of the user might hold as well.
	const written: unknown = JSON.parse(replaceTokens(text, (token) => `"${token}"`));
	const read: unknown = JSON.parse(
		replaceTokens(text, (token) => (/\d/.test(token) ? token : '0')),
	);
	return merge(written, read);
}

function replaceTokens(text: string, replace: (token: string) => string): string {
	return text.replace(TOKEN, (token) => (token.startsWith('"') ? token : replace(token)));
}

function merge(written: unknown, read: unknown): unknown {
	if (typeof written === 'string') return typeof read === 'number' ? numberOf(written) : written;
	if (Array.isArray(written) && Array.isArray(read)) {
		const entries: readonly unknown[] = read;
		return written.map((entry: unknown, index) => merge(entry, entries[index]));
	}
	if (isJsonObject(written) && isJsonObject(read)) {
		return Object.fromEntries(
			Object.entries(written).map(([key, entry]) => [key, merge(entry, read[key])]),
		);
	}
	return written;
}

function numberOf(token: string): number | bigint {
	const number = Number(token);
	return !/\d/.test(token) || Number.isSafeInteger(number) ? number : BigInt(token);
}

/** JSON text of a value. Bigints are bare numbers with all their digits; NaN and Infinity are null. */
export function exactText(value: unknown): string {
	if (typeof value === 'bigint') return String(value);
	if (Array.isArray(value)) return `[${value.map(exactText).join(',')}]`;
	if (isJsonObject(value) && typeof value.toJSON !== 'function') {
		const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
		return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${exactText(entry)}`).join(',')}}`;
	}
	return JSON.stringify(value) ?? 'null';
}
