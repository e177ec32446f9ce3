import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import { asNumber, asObject } from '../../../runninghub/json';
import type { ExecuteContext } from '../runtime/n8n-context';
import { transportFault } from '../runtime/transport-fault';
import { binarySource, type HashedSource } from './binary-source';
import { isNodeStream, streamLike } from './node-stream';
import { nameFile } from './result-name';

/** Largest file that is fetched from a URL, in bytes. */
const LARGEST = 500 * 1_048_576;
/** Milliseconds that fetching may take. */
const TIMEOUT = 10 * 60_000;

/**
 * Fetches a file from a URL that a user gave, without the credential, into n8n's binary store, so
 * that it can be uploaded: ComfyUI nodes take uploaded files only (docs/runninghub-api.md, section 5).
 *
 * @throws RunningHubError of kind `invalid` when the URL gives no file, or a larger one than allowed.
 */
export async function remoteSource(
	ctx: ExecuteContext,
	url: string,
	signal: AbortSignal,
): Promise<HashedSource> {
	const answer: unknown = await ctx.helpers
		.httpRequest({
			method: 'GET',
			url,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			timeout: TIMEOUT,
			abortSignal: signal,
		})
		.catch((error: unknown) => transportFault(error, TIMEOUT));
	if (answer instanceof Error) throw notFetched(url, answer.message);
	const { statusCode, headers, body } = asObject(answer);
	if (!isNodeStream(body)) throw notFetched(url, 'the answer has no content');
	const status = asNumber(statusCode) ?? 0;
	const { 'content-length': length, 'content-type': type } = asObject(headers);
	const refusal =
		status < 200 || status > 299
			? `the server answered with HTTP ${status}`
			: (asNumber(length) ?? 0) > LARGEST
				? TOO_LARGE
				: undefined;
	if (refusal !== undefined) {
		body.destroy();
		throw notFetched(url, refusal);
	}
	const { fileName, mimeType } = nameFile(url, null, type, '');
	const stored = await ctx.helpers
		.prepareBinaryData(streamLike(body, limited(body)) ?? body, fileName, mimeType)
		.catch((error: unknown) =>
			error instanceof Error && error.message === TOO_LARGE
				? error
				: transportFault(error, TIMEOUT),
		);
	if (stored instanceof Error) throw notFetched(url, stored.message);
	return await binarySource(ctx, stored);
}

const TOO_LARGE = 'the file is larger than 500 MB';

async function* limited(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	let bytes = 0;
	for await (const chunk of chunks) {
		bytes += chunk.byteLength;
		if (bytes > LARGEST) throw new Error(TOO_LARGE);
		yield chunk;
	}
}

function notFetched(url: string, reason: string): RunningHubError {
	const shown = url.split('?', 1).join('').slice(0, 120);
	return new RunningHubError({
		kind: 'invalid',
		message: `The file at ${shown} could not be fetched: ${reason}`,
		hint: 'Check that the URL opens without a log-in, or give the name of a binary field instead. Nothing was submitted.',
		noTaskMade: true,
	});
}
