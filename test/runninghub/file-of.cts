import { Readable } from 'node:stream';
import type { UploadSource } from '../../runninghub/transport';

/** A file to upload, which comes in two pieces. */
export function fileOf(
	content: Buffer,
	fileName: string,
	mimeType = 'application/octet-stream',
): UploadSource {
	const middle = Math.ceil(content.length / 2);
	return {
		fileName,
		mimeType,
		bytes: content.length,
		open: async () => Readable.from([content.subarray(0, middle), content.subarray(middle)]),
	};
}
