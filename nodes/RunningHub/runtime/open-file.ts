import { asNumber, asObject } from '../../../runninghub/json';
import type { TransportFault } from '../../../runninghub/transport';
import type { FileContext } from './n8n-context';
import { isNodeStream, type NodeStream } from './node-stream';
import { transportFault } from './transport-fault';

/** A file about to be read. */
export interface OpenFile {
	readonly content: NodeStream;
	/** As the server calls it. */
	readonly contentType: unknown;
	/** Bytes, where the server tells. */
	readonly contentLength: number | null;
}

/** A file, or why it could not be opened. */
export type Opening =
	| { readonly opened: OpenFile }
	| { readonly fault: TransportFault }
	/** HTTP status of a refusal. */
	| { readonly status: number };

/**
 * Opens a file at any address, without the credential.
 *
 * @param timeout milliseconds for the whole file.
 */
export async function openUrl(
	ctx: FileContext,
	url: string,
	timeout: number,
	signal: AbortSignal,
): Promise<Opening> {
	const answer: Promise<unknown> = ctx.helpers.httpRequest({
		method: 'GET',
		url,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		timeout,
		abortSignal: signal,
	});
	return await readOpening(answer, timeout);
}

/** Reads n8n's answer to a request for a stream. */
export async function readOpening(answer: Promise<unknown>, timeout: number): Promise<Opening> {
	const outcome = await answer.then(
		(value) => ({ value }),
		(error: unknown) => ({ fault: transportFault(error, timeout) }),
	);
	if ('fault' in outcome) return outcome;
	const { statusCode, headers, body } = asObject(outcome.value);
	const status = asNumber(statusCode) ?? 0;
	if (status >= 200 && status <= 299 && isNodeStream(body)) {
		const { 'content-length': length, 'content-type': contentType } = asObject(headers);
		return { opened: { content: body, contentType, contentLength: asNumber(length) } };
	}
	if (isNodeStream(body)) body.destroy();
	return { status };
}
