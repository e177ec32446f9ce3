import type { IDataObject } from 'n8n-workflow';
import { asNumber, asObject, asText } from '../../../runninghub/json';
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
	/** HTTP status of a refusal, and where a redirect leads. */
	| { readonly status: number; readonly location?: string };

/** What a plain request for a file may be told besides. */
export interface OpenOptions {
	readonly headers?: IDataObject;
	/** Whether to give a redirect back as an answer instead of following it. */
	readonly stayHere?: boolean;
}

/**
 * Opens a file at any address, without the credential.
 *
 * @param timeout milliseconds for the whole file.
 */
export async function openUrl(
	ctx: { readonly helpers: Pick<FileContext['helpers'], 'httpRequest'> },
	url: string,
	timeout: number,
	signal: AbortSignal,
	{ headers, stayHere }: OpenOptions = {},
): Promise<Opening> {
	const answer: Promise<unknown> = ctx.helpers.httpRequest({
		method: 'GET',
		url,
		...(headers && { headers }),
		...(stayHere && { disableFollowRedirect: true }),
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
	const { 'content-length': length, 'content-type': contentType, location } = asObject(headers);
	if (status >= 200 && status <= 299 && isNodeStream(body)) {
		return { opened: { content: body, contentType, contentLength: asNumber(length) } };
	}
	if (isNodeStream(body)) body.destroy();
	const next = asText(location);
	return { status, ...(next !== '' && { location: next }) };
}
