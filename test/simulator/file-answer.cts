import type { StoredFile } from './file-store.cts';
import type { RawAnswer } from './replies.cts';

/** A whole file. */
export function fileAnswer(file: StoredFile): RawAnswer {
	return {
		status: 200,
		body: file.read(),
		headers: {
			'content-length': String(file.size),
			...(file.contentType === null ? {} : { 'content-type': file.contentType }),
		},
	};
}
