/** What a file holds, by the first word of its MIME type. */
export type FileKind = 'image' | 'video' | 'audio' | 'text' | 'other';

/**
 * MIME types by file extension, the usual one first: what RunningHub's models and workflows give
 * and take, and what a link or a mailbox calls the same thing.
 */
const TYPES: Readonly<Record<string, readonly [string, ...string[]]>> = {
	png: ['image/png'],
	jpg: ['image/jpeg', 'image/jpg'],
	jpeg: ['image/jpeg', 'image/jpg'],
	webp: ['image/webp'],
	gif: ['image/gif'],
	bmp: ['image/bmp', 'image/x-ms-bmp'],
	avif: ['image/avif'],
	heic: ['image/heic', 'image/heif'],
	tiff: ['image/tiff'],
	tif: ['image/tiff'],
	svg: ['image/svg+xml'],
	exr: ['image/x-exr'],
	psd: ['image/vnd.adobe.photoshop'],
	mp4: ['video/mp4', 'audio/mp4'],
	m4v: ['video/x-m4v', 'video/mp4'],
	mov: ['video/quicktime'],
	webm: ['video/webm', 'audio/webm'],
	mkv: ['video/x-matroska'],
	avi: ['video/x-msvideo'],
	mpeg: ['video/mpeg'],
	mpg: ['video/mpeg'],
	mp3: ['audio/mpeg', 'audio/mp3'],
	wav: ['audio/wav', 'audio/x-wav', 'audio/wave', 'audio/vnd.wave'],
	flac: ['audio/flac', 'audio/x-flac'],
	m4a: ['audio/mp4', 'audio/m4a', 'audio/x-m4a'],
	aac: ['audio/aac'],
	ogg: ['audio/ogg'],
	oga: ['audio/ogg'],
	opus: ['audio/opus', 'audio/ogg'],
	mid: ['audio/midi', 'audio/x-midi'],
	midi: ['audio/midi', 'audio/x-midi'],
	glb: ['model/gltf-binary'],
	gltf: ['model/gltf+json'],
	obj: ['model/obj'],
	fbx: ['application/octet-stream'],
	stl: ['model/stl'],
	ply: ['application/octet-stream'],
	spz: ['application/octet-stream'],
	usdz: ['model/vnd.usdz+zip'],
	zip: ['application/zip', 'application/x-zip-compressed'],
	txt: ['text/plain'],
	srt: ['application/x-subrip'],
	json: ['application/json'],
	html: ['text/html', 'application/xhtml+xml'],
	xml: ['application/xml', 'text/xml'],
	pdf: ['application/pdf'],
};

/** Spellings of the same format. */
const SAME_FORMAT: Readonly<Record<string, string>> = {
	jpeg: 'jpg',
	tif: 'tiff',
	midi: 'mid',
	mpg: 'mpeg',
};

/** Names that servers and stores give to files of which they know nothing. */
const UNKNOWN_TYPES = new Set([
	'',
	'application/octet-stream',
	'binary/octet-stream',
	'application/binary',
	'application/download',
	'application/force-download',
	'application/x-download',
]);

/** A MIME type without its parameters, in lower case. */
export function plainType(mimeType: string): string {
	return mimeType.split(';', 1).join('').trim().toLowerCase();
}

/** Whether a MIME type says nothing about what a file holds. */
export function isUnknownType(mimeType: string): boolean {
	return UNKNOWN_TYPES.has(plainType(mimeType));
}

/** The MIME type of an extension without dot, in lower case; `undefined` for one that is not known. */
export function mimeTypeFor(extension: string): string | undefined {
	return typesOf(extension)[0];
}

/** The usual extension of a MIME type, without dot. */
export function extensionFor(mimeType: string): string | undefined {
	const plain = plainType(mimeType);
	if (isUnknownType(plain)) return undefined;
	const extensions = extensionsFor(plain);
	return extensions.find((extension) => mimeTypeFor(extension) === plain) ?? extensions[0];
}

/** Every extension that a file of a MIME type may have, without dot. */
export function extensionsFor(mimeType: string): readonly string[] {
	const plain = plainType(mimeType);
	if (isUnknownType(plain)) return [];
	return Object.keys(TYPES).filter((extension) => typesOf(extension).includes(plain));
}

/** Whether two extensions name one format, such as `jpg` and `jpeg`. */
export function isSameFormat(left: string, right: string): boolean {
	return (SAME_FORMAT[left] ?? left) === (SAME_FORMAT[right] ?? right);
}

/** What a file of an extension holds; `undefined` for one that is not known. */
export function kindOfExtension(extension: string): FileKind | undefined {
	const type = mimeTypeFor(extension);
	return type === undefined ? undefined : kindOfType(type);
}

/** What a file of a MIME type holds. */
export function kindOfType(mimeType: string): FileKind {
	const kind = /^(image|video|audio|text)\//.exec(plainType(mimeType))?.[1];
	return kind === 'image' || kind === 'video' || kind === 'audio' || kind === 'text'
		? kind
		: 'other';
}

/** The extension at the end of a file's name or of a path, without dot, in lower case; '' where there is none. */
export function extensionIn(name: string): string {
	return /[^./\\]\.([A-Za-z0-9]{1,12})$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

function typesOf(extension: string): readonly string[] {
	return Object.hasOwn(TYPES, extension) ? (TYPES[extension] ?? []) : [];
}
