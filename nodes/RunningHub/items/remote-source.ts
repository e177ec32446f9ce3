import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import type { ExecuteContext } from '../runtime/n8n-context';
import { streamLike } from '../runtime/node-stream';
import { openUrl } from '../runtime/open-file';
import { transportFault } from '../runtime/transport-fault';
import { binarySource, type HashedSource } from './binary-source';
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
	const opening = await openUrl(ctx, url, TIMEOUT, signal);
	if ('fault' in opening) throw notFetched(url, opening.fault.message);
	if ('status' in opening) throw notFetched(url, `the server answered with HTTP ${opening.status}`);
	const { content, contentType, contentLength } = opening.opened;
	if ((contentLength ?? 0) > LARGEST) {
		content.destroy();
		throw notFetched(url, TOO_LARGE);
	}
	const { fileName, mimeType } = nameFile(url, null, contentType, '');
	const stored = await ctx.helpers
		.prepareBinaryData(streamLike(content, limited(content)) ?? content, fileName, mimeType)
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
