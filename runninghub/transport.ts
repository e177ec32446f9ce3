import type { JsonObject } from './json';

/** A file on its way to RunningHub. */
export interface UploadSource {
	readonly fileName: string;
	readonly mimeType: string;
	/** Exact size in bytes. */
	readonly bytes: number;
	/** The content, from the start on each call. */
	readonly open: () => Promise<AsyncIterable<Uint8Array>>;
}

/** A multipart/form-data request: plain fields and one file. */
export interface Upload {
	readonly fields: Readonly<Record<string, string>>;
	readonly file: UploadSource;
}

/** One request to RunningHub. */
export interface TransportRequest {
	readonly method: 'GET' | 'POST' | 'PUT';
	/**
	 * Path and query on the chosen RunningHub site, starting with '/'. `{apiKey}` stands for the key,
	 * which some paths hold (docs/runninghub-api.md, section 17).
	 */
	readonly path: string;
	readonly json?: JsonObject;
	/** Fields of the body besides those of `json`, as JSON text that keeps digits a number cannot. */
	readonly jsonText?: Readonly<Record<string, string>>;
	readonly upload?: Upload;
	/**
	 * Name of the field that carries the API key besides the Authorization header: in the JSON
	 * body, the form, or the query of a GET (docs/runninghub-api.md, section 1.2).
	 */
	readonly keyField?: string;
	/** Milliseconds after which the request counts as failed. */
	readonly timeout: number;
	/** Aborts the request. A request without one cannot be cut off by the user's Stop. */
	readonly signal?: AbortSignal;
}

/** What came back, whatever the HTTP status. */
export interface TransportResponse {
	readonly status: number;
	/** The body as text: ids beyond 2^53 must survive until `parseJson` reads them. */
	readonly text: string;
	/** Seconds from the Retry-After header, when there was one. */
	readonly retryAfter?: number;
}

/**
 * The JSON body of a request, with the field that holds the key; `undefined` when it has none.
 * For the transport alone: never to be shown.
 */
export function jsonBody(
	{ json, jsonText = {}, keyField }: TransportRequest,
	key: string,
): string | undefined {
	if (json === undefined) return undefined;
	const body = JSON.stringify({ ...(keyField !== undefined && { [keyField]: key }), ...json });
	const more = Object.entries(jsonText).map(([name, text]) => `${JSON.stringify(name)}:${text}`);
	if (more.length === 0) return body;
	return `${body.slice(0, -1)}${body === '{}' ? '' : ','}${more.join(',')}}`;
}

/** A path with the key in the place of `{apiKey}`. For the transport alone: never to be shown. */
export function pathWithKey(path: string, key: string): string {
	return path.replace('{apiKey}', encodeURIComponent(key));
}

/**
 * An answer's text with the key cut out: RunningHub itself repeats it in one answer, and a gateway
 * may quote a path that holds it (docs/runninghub-api.md, sections 13.3 and 17).
 */
export function textWithoutKey(text: string, key: string): string {
	return key === '' ? text : text.replaceAll(key, '[API key]');
}

/**
 * Carries requests to one RunningHub site with one API key. Adds the Authorization header and
 * the base URL, follows no credentials across origins, and never puts the key into an error.
 *
 * @throws TransportFault when no answer arrived.
 */
export interface Transport {
	request(request: TransportRequest): Promise<TransportResponse>;
}

/** No answer arrived: the connection could not be made, was lost, or took too long. */
export class TransportFault extends Error {
	constructor(
		message: string,
		/** `true` when the request certainly never reached RunningHub (name not found, connection refused). */
		readonly neverSent: boolean,
	) {
		super(message);
		this.name = 'TransportFault';
	}
}

/**
 * A request that was given up before anything left, for a reason that is not the connection's: an
 * address that is none, or one that this side does not let requests go to.
 */
export class RequestNotSent extends TransportFault {
	constructor(
		reason: string,
		/** Whether the reason may pass by itself. */
		readonly passing = false,
	) {
		super(reason, true);
		this.name = 'RequestNotSent';
	}
}
