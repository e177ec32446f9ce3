import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import { extensionIn } from '../../../runninghub/file-types';
import type { FileContent } from '../../../runninghub/forms/media-limits';
import { asText } from '../../../runninghub/json';
import { readWebAddress, shownAddress } from '../../../runninghub/network-reach';
import { readHead } from '../runtime/file-head';
import type { ExecuteContext } from '../runtime/n8n-context';
import { streamLike } from '../runtime/node-stream';
import type { OpenFile } from '../runtime/open-file';
import { openLink } from '../runtime/open-link';
import { transportFault } from '../runtime/transport-fault';
import { binarySource, type HashedSource } from './binary-source';
import { type LinkPolicy, mayReachPrivate, refusalText } from './link-policy';
import { nameFile } from './file-name';

/** Largest file that is fetched from a URL, in bytes. */
const LARGEST = 500 * 1_048_576;
/** Milliseconds that fetching may take. */
const TIMEOUT = 10 * 60_000;
/** Milliseconds that looking at the beginning of a file may take. */
const LOOK_TIMEOUT = 20_000;

/** A file that was fetched, with what there is to judge it by. */
export interface RemoteSource extends HashedSource {
	readonly content: FileContent;
}

/** The beginning of a file behind a link, or why n8n could not look at it. */
export type LinkLook =
	| {
			readonly content: FileContent;
			/** Whether RunningHub cannot come to where the link leads. */
			readonly isPrivate: boolean;
	  }
	| { readonly refused: string }
	/** In words, to go after a colon. */
	| { readonly failed: string };

/**
 * Fetches a file from a URL that a user gave, without the credential, into n8n's binary store, so
 * that it can be uploaded: ComfyUI nodes take uploaded files only (docs/runninghub-api.md, section 5).
 *
 * @throws RunningHubError of kind `invalid` when the URL gives no file, may not be opened, or gives
 * a larger file than allowed.
 */
export async function remoteSource(
	ctx: ExecuteContext,
	link: string,
	policy: LinkPolicy,
	signal: AbortSignal,
): Promise<RemoteSource> {
	const access = { mayReachPrivate: mayReachPrivate(policy), timeout: TIMEOUT, signal };
	const opening = await openLink(ctx, link, access);
	if ('refused' in opening) {
		const { refused, host } = opening;
		throw invalidLink(refusalText(link, refused, host), 'Nothing was submitted.');
	}
	if ('failed' in opening) throw notFetched(link, opening.failed);
	const { url, opened } = opening;
	const { content, contentType, contentLength } = opened;
	if ((contentLength ?? 0) > LARGEST) {
		content.destroy();
		throw notFetched(link, TOO_LARGE);
	}
	const { fileName, mimeType } = nameFile(url, null, contentType, '');
	const stored = await ctx.helpers
		.prepareBinaryData(streamLike(content, limited(content)) ?? content, fileName, mimeType)
		.catch((error: unknown) =>
			error instanceof Error && error.message === TOO_LARGE
				? error
				: transportFault(error, TIMEOUT),
		);
	if (stored instanceof Error) throw notFetched(link, stored.message);
	const source = await binarySource(ctx, stored);
	return { ...source, content: contentOf(link, url, opened, source.head) };
}

/** Looks at the beginning of the file behind a link, without the credential, and leaves the rest. */
export async function lookAtLink(
	ctx: ExecuteContext,
	link: string,
	policy: LinkPolicy,
	signal: AbortSignal,
): Promise<LinkLook> {
	// Leaving the stream alone would keep the connection open until the server sends more.
	const enough = new AbortController();
	const opening = await openLink(ctx, link, {
		mayReachPrivate: mayReachPrivate(policy),
		timeout: LOOK_TIMEOUT,
		signal: AbortSignal.any([signal, enough.signal]),
		headers: { Range: 'bytes=0-4095', 'Accept-Encoding': 'identity' },
	});
	if ('refused' in opening) {
		return { refused: refusalText(link, opening.refused, opening.host) };
	}
	if ('failed' in opening) return opening;
	const { url, opened, isPrivate } = opening;
	const head = await readHead(opened.content);
	enough.abort();
	if ('fault' in head) return { failed: transportFault(head.fault, LOOK_TIMEOUT).message };
	return { content: contentOf(link, url, opened, head.bytes), isPrivate };
}

function contentOf(
	link: string,
	url: string,
	{ contentType }: OpenFile,
	head: Uint8Array,
): FileContent {
	return {
		shownAs: shownAddress(link),
		mimeType: asText(contentType),
		extension: extensionIn(readWebAddress(url)?.pathname ?? ''),
		head,
	};
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

function notFetched(link: string, reason: string): RunningHubError {
	return invalidLink(
		`The file at ${shownAddress(link)} could not be fetched: ${reason}`,
		'Check that the URL opens without a log-in, or give the name of a binary field instead. Nothing was submitted.',
	);
}

function invalidLink(message: string, hint: string): RunningHubError {
	return new RunningHubError({ kind: 'invalid', message, hint, noTaskMade: true });
}
