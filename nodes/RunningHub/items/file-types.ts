/** MIME type by file extension, for what RunningHub's models and workflows give and take. */
const MIME_TYPES: Readonly<Record<string, string>> = {
	png: 'image/png',
	jpg: 'image/jpeg',
	jpeg: 'image/jpeg',
	webp: 'image/webp',
	gif: 'image/gif',
	bmp: 'image/bmp',
	avif: 'image/avif',
	tiff: 'image/tiff',
	svg: 'image/svg+xml',
	exr: 'image/x-exr',
	psd: 'image/vnd.adobe.photoshop',
	mp4: 'video/mp4',
	mov: 'video/quicktime',
	webm: 'video/webm',
	mkv: 'video/x-matroska',
	avi: 'video/x-msvideo',
	mp3: 'audio/mpeg',
	wav: 'audio/wav',
	flac: 'audio/flac',
	m4a: 'audio/mp4',
	aac: 'audio/aac',
	ogg: 'audio/ogg',
	opus: 'audio/opus',
	glb: 'model/gltf-binary',
	gltf: 'model/gltf+json',
	obj: 'model/obj',
	fbx: 'application/octet-stream',
	stl: 'model/stl',
	ply: 'application/octet-stream',
	spz: 'application/octet-stream',
	usdz: 'model/vnd.usdz+zip',
	zip: 'application/zip',
	txt: 'text/plain',
	srt: 'application/x-subrip',
	json: 'application/json',
	pdf: 'application/pdf',
};

/** The MIME type of an extension without dot, in lower case. */
export function mimeTypeFor(extension: string): string | undefined {
	return Object.hasOwn(MIME_TYPES, extension) ? MIME_TYPES[extension] : undefined;
}

/** The usual extension of a MIME type, without dot. */
export function extensionFor(mimeType: string): string | undefined {
	const plain = mimeType.split(';', 1).join('').trim().toLowerCase();
	if (plain === 'application/octet-stream') return undefined;
	return Object.keys(MIME_TYPES).find((extension) => MIME_TYPES[extension] === plain);
}
