import { asText, isJsonObject } from '../../../runninghub/json';
import { RequestNotSent, TransportFault } from '../../../runninghub/transport';
import { shownMessage } from './shown-message';

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

/** Words of n8n's HTTP client for a broken connection, which older n8n hands on without its code. */
const CUT_OFF = /stream has been aborted|socket hang up/i;

/** What befalls files that n8n reads or writes meanwhile. */
const LOCAL: Readonly<Record<string, string>> = {
	EDQUOT: 'the disk of the n8n server is full',
	EMFILE: 'the n8n server has too many files open',
	ENFILE: 'the n8n server has too many files open',
	ENOENT: 'a file that n8n keeps is missing',
	ENOSPC: 'the disk of the n8n server is full',
	EROFS: 'n8n cannot write to its disk',
};

const CERTIFICATE = /^(?:CERT_|DEPTH_ZERO_|ERR_TLS_|SELF_SIGNED_|UNABLE_TO_)/;

const TIMED_OUT = new Set(['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT']);

/** Codes of Node.js and of n8n's HTTP client for a request that cannot be made at all. */
const UNMAKEABLE = new Set([
	'ERR_BAD_OPTION',
	'ERR_BAD_OPTION_VALUE',
	'ERR_BAD_REQUEST',
	'ERR_HTTP_INVALID_HEADER_VALUE',
	'ERR_INVALID_ARG_TYPE',
	'ERR_INVALID_ARG_VALUE',
	'ERR_INVALID_CHAR',
	'ERR_INVALID_HTTP_TOKEN',
	'ERR_INVALID_PROTOCOL',
	'ERR_INVALID_URL',
	'ERR_NOT_SUPPORT',
	'ERR_UNESCAPED_CHARACTERS',
]);

/** n8n's own errors, each with all that derive from it. They never come from the other side. */
const N8N_ERRORS = new Set(['BaseError', 'ApplicationError']);

/**
 * Of n8n too, but no proof that nothing left: the first wraps whatever happened to a request, the
 * second may tell of a redirect, the third of a request that was stopped.
 */
const AFTER_ALL_SENT = new Set(['NodeApiError', 'OperationalError', 'ExecutionCancelledError']);

/**
 * Says why no answer arrived, in our own words where it was the connection: n8n's error may quote
 * the address and the headers of the request. Where n8n made no request at all, it says why.
 *
 * An error of n8n's own without a sign of a request means that nothing was sent. Any other error
 * without such a sign is told by its own words, and is not taken as a proof of that.
 *
 * @param timeout milliseconds that the request was given.
 * @param key never shown.
 */
export function transportFault(error: unknown, timeout: number, key = ''): TransportFault {
	const chain = chainOf(error);
	const refusal = chain.find((each, place) => isUnsent(each, chain.slice(place)));
	if (refusal !== undefined) return new RequestNotSent(shownMessage(refusal, key));
	const codes = chain.flatMap(codesOf);
	const unsent = codes.find((code) => code in NEVER_SENT);
	if (unsent !== undefined) return new TransportFault(NEVER_SENT[unsent] ?? '', true);
	if (codes.some((code) => CERTIFICATE.test(code))) {
		return new TransportFault('its TLS certificate was not accepted', true);
	}
	if (codes.some((code) => TIMED_OUT.has(code)) || /timeout|timed out/i.test(messageOf(error))) {
		return new TransportFault(`no answer within ${Math.round(timeout / 1000)} seconds`, false);
	}
	const broken = codes.find((code) => code in BROKEN);
	if (broken !== undefined) return new TransportFault(BROKEN[broken] ?? '', false);
	if (chain.some((each) => CUT_OFF.test(messageOf(each)))) {
		return new TransportFault('the connection was cut', false);
	}
	const local = codes.find((code) => code in LOCAL);
	if (local !== undefined) return new TransportFault(LOCAL[local] ?? '', false);
	if (chain.some(isOfRequest)) return new TransportFault('the connection broke', false);
	return new TransportFault(shownMessage(chain.at(-1), key), false);
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : '';
}

/** An error and those it wraps, the outermost first; n8n keeps the cause some levels down. */
function chainOf(error: unknown, depth = 0): object[] {
	if (depth > 4 || typeof error !== 'object' || error === null) return [];
	const inner = ['cause', 'errorResponse', 'error'].map((key): unknown => Reflect.get(error, key));
	return [error, ...inner.flatMap((each) => chainOf(each, depth + 1))];
}

function codesOf(error: object): string[] {
	const own = ['code', 'httpCode', 'errno'].map((key) => asText(Reflect.get(error, key)));
	const message =
		error instanceof Error || isJsonObject(error) ? asText(Reflect.get(error, 'message')) : '';
	return [...own.filter(Boolean), ...(message.match(/\bE[A-Z_]{4,}\b/g) ?? [])];
}

/** @param inward the error itself and those it wraps. */
function isUnsent(error: object, inward: readonly object[]): boolean {
	const kinds = kindsOf(error);
	if (kinds.some((kind) => AFTER_ALL_SENT.has(kind))) return false;
	if (inward.some(isOfRequest)) return false;
	return (
		kinds.some((kind) => N8N_ERRORS.has(kind)) || UNMAKEABLE.has(asText(Reflect.get(error, 'code')))
	);
}

/** Whether an error tells of a request that was begun. */
function isOfRequest(error: object): boolean {
	return ['request', 'response', 'syscall'].some((key) => Boolean(Reflect.get(error, key)));
}

/** The names of an error's class and of those it derives from: n8n's exist in several copies. */
function kindsOf(error: object): string[] {
	const names: string[] = [];
	for (
		let type: unknown = error.constructor;
		typeof type === 'function' && type.name !== '';
		type = Object.getPrototypeOf(type)
	) {
		names.push(type.name);
	}
	return names;
}
