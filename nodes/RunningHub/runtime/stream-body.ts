import type { MultipartFrame } from '../../../runninghub/api/multipart';
import { isNodeStream, streamLike } from './node-stream';
import type { UploadSource } from '../../../runninghub/transport';

/**
 * A request body that n8n's request helper streams: only a Readable of Node's own kind passes,
 * and nodes may not import one, so it is made with the class of the stream that n8n gave us.
 * A file held in memory anyway becomes one Buffer.
 */
export async function streamOf(frame: MultipartFrame, file: UploadSource): Promise<object> {
	const content = await file.open();
	const chunks = framed(frame, content);
	const stream = isNodeStream(content) ? streamLike(content, chunks) : undefined;
	if (stream !== undefined) return stream;
	const parts: Uint8Array[] = [];
	for await (const chunk of chunks) parts.push(chunk);
	return Buffer.concat(parts);
}

/** The content of a file alone, streamed where n8n keeps it on disk. */
export async function wholeFile(file: UploadSource): Promise<object> {
	const content = await file.open();
	if (isNodeStream(content)) return content;
	const parts: Uint8Array[] = [];
	for await (const chunk of content) parts.push(chunk);
	return Buffer.concat(parts);
}

async function* framed(
	frame: MultipartFrame,
	content: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
	yield frame.head;
	yield* content;
	yield frame.tail;
}
