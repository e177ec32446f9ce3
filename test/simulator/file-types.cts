import type { UploadedFile } from './multipart-form.cts';

interface FileType {
	readonly type: 'image' | 'video' | 'audio' | 'zip';
	readonly contentType: string;
}

/** What the upload takes (docs/runninghub-api.md, section 5.1), with the types models name besides. */
export const FILE_TYPES: Readonly<Record<string, FileType>> = {
	jpg: { type: 'image', contentType: 'image/jpeg' },
	jpeg: { type: 'image', contentType: 'image/jpeg' },
	png: { type: 'image', contentType: 'image/png' },
	webp: { type: 'image', contentType: 'image/webp' },
	bmp: { type: 'image', contentType: 'image/bmp' },
	gif: { type: 'image', contentType: 'image/gif' },
	tiff: { type: 'image', contentType: 'image/tiff' },
	mp3: { type: 'audio', contentType: 'audio/mpeg' },
	wav: { type: 'audio', contentType: 'audio/wav' },
	flac: { type: 'audio', contentType: 'audio/flac' },
	m4a: { type: 'audio', contentType: 'audio/mp4' },
	mid: { type: 'audio', contentType: 'audio/midi' },
	mp4: { type: 'video', contentType: 'video/mp4' },
	m4v: { type: 'video', contentType: 'video/x-m4v' },
	mov: { type: 'video', contentType: 'video/quicktime' },
	avi: { type: 'video', contentType: 'video/x-msvideo' },
	mkv: { type: 'video', contentType: 'video/x-matroska' },
	webm: { type: 'video', contentType: 'video/webm' },
	zip: { type: 'zip', contentType: 'application/zip' },
};

/** The extension of an upload, by its name or else its type; `undefined`: not taken. */
export function extensionOf(file: UploadedFile): string | undefined {
	const extension = /\.(\w+)$/.exec(file.name)?.[1]?.toLowerCase();
	if (extension !== undefined) return extension in FILE_TYPES ? extension : undefined;
	return Object.keys(FILE_TYPES).find(
		(known) => FILE_TYPES[known]?.contentType === file.contentType,
	);
}
