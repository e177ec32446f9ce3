import type { Answer } from '../../runninghub/api/answer';
import { RunningHubError } from '../../runninghub/errors/runninghub-error';
import { asText } from '../../runninghub/json';

const LONGEST = 160;

/** An answer in a few words: its code, the HTTP status where it is not 200, and RunningHub's text. */
export function told(answer: Answer): string {
	return answer.ok ? 'an answer without an error' : toldError(answer.error);
}

/** An error in a few words. What is said of balances and keys stays away: it may name them. */
export function toldError(error: unknown): string {
	if (!(error instanceof RunningHubError)) {
		return error instanceof Error ? error.message : 'an unknown fault';
	}
	const { code, httpStatus, detail, kind, message, keyRefused } = error.facts;
	const where = [
		...(code === undefined ? [] : [`code ${code}`]),
		...(httpStatus === undefined || httpStatus === 200 ? [] : [`HTTP ${httpStatus}`]),
	].join(', ');
	if (where === '') return message;
	if (kind === 'balance') return where;
	if (kind === 'auth') return `${where}: ${keyRefused === true ? 'the key' : 'not this key'}`;
	return detail === undefined ? where : `${where}: ${detail}`;
}

/** The JSON type of a value, with `text` for strings. */
export function typeName(value: unknown): string {
	if (value === null) return 'null';
	if (value === undefined) return 'missing';
	if (Array.isArray(value)) return 'list';
	return typeof value === 'string' ? 'text' : typeof value;
}

/** Each name with the type of its value: `running: text, limit: number`. */
export function typesOf(body: Readonly<Record<string, unknown>>, names: readonly string[]): string {
	return names.map((name) => `${name}: ${typeName(body[name])}`).join(', ');
}

/**
 * A text that may be shown to anybody: without the key and whatever else is secret, and without
 * addresses, e-mail addresses, long hexadecimal words and long numbers, which may be ids.
 */
export function shareable(text: string, secrets: readonly string[]): string {
	const open = secrets
		.filter((secret) => secret !== '')
		.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text)
		.replaceAll(/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi, '[address]')
		.replaceAll(/[\w.+-]+@[\w-]+\.[\w.-]+/g, '[e-mail]')
		.replaceAll(/\b[0-9a-f]{16,}\b/gi, '[id]')
		.replaceAll(/\d{6,}/g, '[number]')
		.replaceAll(/\s+/g, ' ')
		.trim();
	return open.length > LONGEST ? `${open.slice(0, LONGEST - 1)}…` : open;
}

/** Texts of a value that are not the expected ones, each once, for a table. */
export function listed(entries: Iterable<unknown>, most = 6): string {
	const all = [...new Set([...entries].map(asText))];
	const rest = all.length - most;
	return rest > 0 ? `${all.slice(0, most).join(', ')} and ${rest} more` : all.join(', ');
}
