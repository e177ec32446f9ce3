import type { MultipartFrame } from '../../../runninghub/api/multipart';
import type { UploadSource } from '../../../runninghub/transport';

/**
 * A request body that n8n's request helper streams: only a Readable of Node's own kind passes,
 * and nodes may not import one, so it is made with the class of the stream that n8n gave us.
 * A file held in memory anyway becomes one Buffer.
 */
export async function streamOf(frame: MultipartFrame, file: UploadSource): Promise<object> {
	const content = await file.open();
	const chunks = framed(frame, content);
	const from: unknown = Reflect.get(content.constructor, 'from');
	if (typeof from === 'function' && content.constructor !== Object) {
		const stream: unknown = Reflect.apply(from, content.constructor, [chunks]);
		if (typeof stream === 'object' && stream !== null) return stream;
	}
	const parts: Uint8Array[] = [];
	for await (const chunk of chunks) parts.push(chunk);
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
