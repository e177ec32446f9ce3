import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { multipartFrame, type MultipartFrame } from '../../runninghub/api/multipart';
import {
	jsonBody,
	pathWithKey,
	type TransportRequest,
	type UploadSource,
} from '../../runninghub/transport';

/** A request of the client, as it goes over HTTP. */
export interface HttpRequest {
	readonly method: string;
	/** Path and query, starting with '/'. */
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string | Readable;
}

async function* framed(frame: MultipartFrame, file: UploadSource): AsyncGenerator<Uint8Array> {
	yield frame.head;
	yield* await file.open();
	yield frame.tail;
}

/**
 * Puts a request of the client into HTTP: the key into the Authorization header and, where asked
 * for, into the JSON body, the form or the query (docs/runninghub-api.md, section 1.2). Files are
 * streamed, with their exact length said in advance.
 */
export function httpRequest(request: TransportRequest, key: string): HttpRequest {
	const { method, keyField, upload } = request;
	const path = pathWithKey(request.path, key);
	const keyFields: Record<string, string> = keyField === undefined ? {} : { [keyField]: key };
	const headers = { authorization: `Bearer ${key}` };
	if (upload !== undefined) {
		const fields = { ...keyFields, ...upload.fields };
		const frame = multipartFrame({ ...upload, fields }, `runninghub-${randomUUID()}`);
		return {
			method,
			path,
			headers: {
				...headers,
				'content-type': frame.contentType,
				'content-length': String(frame.contentLength),
			},
			body: Readable.from(framed(frame, upload.file)),
		};
	}
	const body = jsonBody(request, key);
	if (body !== undefined) {
		return { method, path, headers: { ...headers, 'content-type': 'application/json' }, body };
	}
	if (keyField === undefined) return { method, path, headers };
	const query = new URLSearchParams(keyFields).toString();
	return { method, path: `${path}${path.includes('?') ? '&' : '?'}${query}`, headers };
}
