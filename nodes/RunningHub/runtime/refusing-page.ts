import { formatOfContent } from '../../../runninghub/file-signature';
import { type NodeStream, streamLike } from './node-stream';

/** What a gateway answers with. */
const PAGES = new Set(['html', 'json']);

/** The content of a file that breaks off when it turns out to be a web page. */
export interface GuardedContent {
	readonly content: NodeStream;
	/** Whether that is why it broke off. */
	readonly isPage: () => boolean;
}

/**
 * Keeps a gateway's web page or JSON, which may come with HTTP 200 in place of a picture, a video or a
 * sound, from being taken for it. Judged by its first bytes alone: a store may call a good file `text/html`.
 */
export function refusingPage(content: NodeStream): GuardedContent {
	let isPage = false;
	async function* guarded(): AsyncGenerator<Uint8Array> {
		let isFirst = true;
		for await (const chunk of content) {
			const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
			isPage = isFirst && PAGES.has(formatOfContent(bytes) ?? '');
			if (isPage) throw new Error('A web page came in place of the file');
			isFirst = false;
			yield bytes;
		}
	}
	return { content: streamLike(content, guarded()) ?? content, isPage: () => isPage };
}
