import type { Upload } from '../transport';

/** The frame around the content of the file in a multipart/form-data body. */
export interface MultipartFrame {
	readonly contentType: string;
	/** Exact size in bytes of head, file and tail together. */
	readonly contentLength: number;
	/** The bytes before the content of the file. */
	readonly head: Uint8Array;
	/** The bytes after it. */
	readonly tail: Uint8Array;
}

/**
 * Frames a file and plain fields as multipart/form-data of a size known in advance.
 *
 * Made by hand because a streamed body with an exact length is the only one that n8n's request
 * helper sends without holding the file in memory.
 */
export function multipartFrame(upload: Upload, boundary: string): MultipartFrame {
	const encoder = new TextEncoder();
	const { file } = upload;
	const fields = Object.entries(upload.fields).map(
		([name, value]) =>
			`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
	);
	const head = encoder.encode(
		`${fields.join('')}--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${quoted(file.fileName)}"\r\nContent-Type: ${file.mimeType}\r\n\r\n`,
	);
	const tail = encoder.encode(`\r\n--${boundary}--\r\n`);
	return {
		contentType: `multipart/form-data; boundary=${boundary}`,
		contentLength: head.byteLength + file.bytes + tail.byteLength,
		head,
		tail,
	};
}

function quoted(fileName: string): string {
	return fileName
		.replace(/[\r\n]/g, ' ')
		.replace(/\\/g, '_')
		.replace(/"/g, '%22');
}
