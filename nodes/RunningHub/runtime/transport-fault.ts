import { asText, isJsonObject } from '../../../runninghub/json';
import { TransportFault } from '../../../runninghub/transport';

const NEVER_SENT: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'the connection was refused',
	ENOTFOUND: 'its address was not found',
	EAI_AGAIN: 'its address could not be looked up',
	EHOSTUNREACH: 'there is no route to it',
	ENETUNREACH: 'there is no route to it',
};

const BROKEN: Readonly<Record<string, string>> = {
	ECONNRESET: 'the connection was cut',
	EPIPE: 'the connection was cut',
	ERR_CANCELED: 'the request was stopped',
	ABORT_ERR: 'the request was stopped',
};

const TIMED_OUT = new Set(['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT']);

/**
 * Says in our own words why no answer arrived: n8n's error may quote the address and the
 * headers of the request. No code of the system is named, as n8n would put its own text in place
 * of a message that holds one.
 *
 * @param timeout milliseconds that the request was given.
 */
export function transportFault(error: unknown, timeout: number): TransportFault {
	const codes = codesOf(error, 0);
	const unsent = codes.find((code) => code in NEVER_SENT);
	if (unsent !== undefined) return new TransportFault(NEVER_SENT[unsent] ?? '', true);
	if (codes.some((code) => TIMED_OUT.has(code)) || /timeout|timed out/i.test(messageOf(error))) {
		return new TransportFault(`no answer within ${Math.round(timeout / 1000)} seconds`, false);
	}
	const broken = codes.find((code) => code in BROKEN);
	if (broken !== undefined) return new TransportFault(BROKEN[broken] ?? '', false);
	return new TransportFault('the connection broke', false);
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : '';
}

/** The codes of an error and of those it wraps; n8n keeps the cause some levels down. */
function codesOf(error: unknown, depth: number): string[] {
	if (depth > 4 || typeof error !== 'object' || error === null) return [];
	const own = ['code', 'httpCode', 'errno'].map((key) => asText(Reflect.get(error, key)));
	const inner = ['cause', 'errorResponse', 'error'].map((key): unknown => Reflect.get(error, key));
	const message =
		error instanceof Error || isJsonObject(error) ? asText(Reflect.get(error, 'message')) : '';
	const named = message.match(/\bE[A-Z_]{4,}\b/g) ?? [];
	return [...own.filter(Boolean), ...named, ...inner.flatMap((each) => codesOf(each, depth + 1))];
}
