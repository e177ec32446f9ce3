import { HEAD_BYTES } from '../../../runninghub/file-signature';

/** Keeps the first bytes of a file that passes by. */
export class FileHead {
	private readonly parts: Uint8Array[] = [];
	private length = 0;

	/** The first `HEAD_BYTES` bytes of what was added. */
	get bytes(): Uint8Array {
		return Buffer.concat(this.parts);
	}

	/** Takes what is still wanted of a chunk; whether nothing more is. */
	add(chunk: Uint8Array): boolean {
		const wanted = chunk.subarray(0, HEAD_BYTES - this.length);
		// A copy: streams use their memory again.
		if (wanted.byteLength > 0) this.parts.push(Uint8Array.from(wanted));
		this.length += wanted.byteLength;
		return this.length >= HEAD_BYTES;
	}
}

/**
 * Reads the first bytes of a file and leaves the rest.
 *
 * @returns the fault of a stream that broke off before its first byte; one that breaks off later is
 * as good as one that goes on.
 */
export async function readHead(
	chunks: AsyncIterable<Uint8Array>,
): Promise<{ readonly bytes: Uint8Array } | { readonly fault: unknown }> {
	const head = new FileHead();
	const end = await fill(head, chunks).then(
		() => undefined,
		(fault: unknown) => ({ fault }),
	);
	const { bytes } = head;
	return end !== undefined && bytes.byteLength === 0 ? end : { bytes };
}

async function fill(head: FileHead, chunks: AsyncIterable<Uint8Array>): Promise<void> {
	for await (const chunk of chunks) if (head.add(chunk)) break;
}
