import { request as httpRequest } from 'node:http';
import type { Server } from 'node:http';
import { duplexPair, Readable } from 'node:stream';

/** A request served in process, without a socket. */
export interface InProcessRequest {
	readonly method: string;
	/** A path, or an address of this simulator. */
	readonly url: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string | Buffer | Readable;
	/** Gives the request up, as a client does. */
	readonly signal?: AbortSignal;
}

/** What came back. */
export interface InProcessResponse {
	readonly status: number;
	/** By lower-case name. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer;
	/** The body as text. */
	readonly text: string;
}

/**
 * Speaks HTTP with a server through a pair of streams instead of a network connection: nothing
 * takes time, and everything else is as it is on a socket.
 *
 * @throws Error with `code` ECONNRESET when the server gives no whole answer.
 */
export function requestInProcess(
	server: Server,
	path: string,
	{ method, headers, body, signal }: InProcessRequest,
): Promise<InProcessResponse> {
	const [clientSide, serverSide] = duplexPair();
	serverSide.on('error', () => clientSide.destroy());
	serverSide.on('close', () => clientSide.destroy());
	clientSide.on('close', () => serverSide.destroy());
	server.emit('connection', serverSide);
	return new Promise((resolve, reject) => {
		const request = httpRequest({
			createConnection: () => clientSide,
			host: '127.0.0.1',
			method,
			path,
			headers: {
				...(typeof body === 'string' || Buffer.isBuffer(body)
					? { 'content-length': Buffer.byteLength(body) }
					: {}),
				...headers,
			},
			...(signal === undefined ? {} : { signal }),
		});
		request.on('error', reject);
		request.on('response', (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('error', reject);
			response.on('end', () => {
				const whole = Buffer.concat(chunks);
				resolve({
					status: response.statusCode ?? 0,
					headers: Object.fromEntries(
						Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
					),
					body: whole,
					text: whole.toString('utf8'),
				});
			});
		});
		if (body instanceof Readable) body.pipe(request);
		else request.end(body);
	});
}
