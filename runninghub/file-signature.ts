/** Bytes from the start of a file that tell what it is. */
export const HEAD_BYTES = 4096;

interface Signature {
	readonly extension: string;
	/** Where the bytes begin. */
	readonly at?: number;
	/** One unit per byte; `?` stands for any. */
	readonly bytes: string;
}

const SIGNATURES: readonly Signature[] = [
	{ extension: 'png', bytes: '\x89PNG\r\n\x1a\n' },
	{ extension: 'jpg', bytes: '\xff\xd8\xff' },
	{ extension: 'gif', bytes: 'GIF87a' },
	{ extension: 'gif', bytes: 'GIF89a' },
	{ extension: 'webp', bytes: 'RIFF????WEBP' },
	{ extension: 'wav', bytes: 'RIFF????WAVE' },
	{ extension: 'avi', bytes: 'RIFF????AVI ' },
	{ extension: 'bmp', bytes: 'BM????\0\0\0\0' },
	{ extension: 'tiff', bytes: 'II*\0' },
	{ extension: 'tiff', bytes: 'MM\0*' },
	{ extension: 'exr', bytes: '\x76\x2f\x31\x01' },
	{ extension: 'psd', bytes: '8BPS' },
	{ extension: 'mp3', bytes: 'ID3' },
	{ extension: 'flac', bytes: 'fLaC' },
	{ extension: 'ogg', bytes: 'OggS' },
	{ extension: 'mid', bytes: 'MThd' },
	{ extension: 'mpeg', bytes: '\0\0\x01\xba' },
	{ extension: 'mpeg', bytes: '\0\0\x01\xb3' },
	{ extension: 'glb', bytes: 'glTF' },
	{ extension: 'fbx', bytes: 'Kaydara FBX Binary' },
	{ extension: 'zip', bytes: 'PK\x03\x04' },
	{ extension: 'pdf', bytes: '%PDF-' },
];

/** Brands of the ISO container that are no plain video. */
const BRANDS: ReadonlyArray<readonly [RegExp, string]> = [
	[/^avi[fs]/, 'avif'],
	[/^(?:hei|hev|mif1|msf1)/, 'heic'],
	[/^qt {2}/, 'mov'],
	[/^M4[AB] /, 'm4a'],
	[/^M4V/, 'm4v'],
];

/**
 * What a file is by its first bytes, as an extension without dot; `undefined` where they tell
 * nothing. Text is told apart as `html`, `svg`, `xml`, `json`, `obj`, `stl`, `ply` and `txt`.
 *
 * @param head the first `HEAD_BYTES` bytes, or all of a smaller file.
 */
export function formatOfContent(head: Uint8Array): string | undefined {
	const start = latin1(head.subarray(0, HEAD_BYTES));
	const signature = SIGNATURES.find(({ bytes, at = 0 }) => begins(start, at, bytes));
	return signature?.extension ?? container(start) ?? frames(start) ?? text(head, start);
}

function latin1(bytes: Uint8Array): string {
	return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

function begins(start: string, at: number, bytes: string): boolean {
	if (start.length < at + bytes.length) return false;
	return [...bytes].every((unit, index) => unit === '?' || unit === start[at + index]);
}

function container(start: string): string | undefined {
	if (start.startsWith('ftyp', 4)) {
		const brand = start.slice(8, 12);
		return BRANDS.find(([pattern]) => pattern.test(brand))?.[1] ?? 'mp4';
	}
	// QuickTime files from before brands begin with one of these atoms.
	if (/^(?:moov|mdat|wide)/.test(start.slice(4, 8)) && start.charCodeAt(0) < 2) return 'mov';
	if (start.startsWith('\x1a\x45\xdf\xa3')) return start.includes('webm') ? 'webm' : 'mkv';
	return undefined;
}

/** Audio that begins with its first frame. */
function frames(start: string): string | undefined {
	const [first = 0, second = 0, third = 0] = [0, 1, 2].map((at) => start.charCodeAt(at));
	if (first !== 0xff || (second & 0xe0) !== 0xe0) return undefined;
	if ((second & 0xf6) === 0xf0) return 'aac';
	const version = (second >> 3) & 3;
	const layer = (second >> 1) & 3;
	return version !== 1 && layer === 1 && third >> 4 !== 15 ? 'mp3' : undefined;
}

function text(head: Uint8Array, start: string): string | undefined {
	if (/^(?:\xff\xfe|\xfe\xff)/.test(start)) return 'txt';
	// Pages in older encodings are no valid UTF-8, but their first tags are the same in all of them.
	const words = start.replace(/^\xef\xbb\xbf/, '').trimStart();
	if (
		/^(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body|script|meta|title)\b/i.test(words)
	) {
		return 'html';
	}
	if (words === '' || hasControls(start) || !isUtf8(head)) return undefined;
	if (/^(?:<\?xml[\s\S]*?)?(?:<!--[\s\S]*?-->\s*|<!doctype\s+svg[^>]*>\s*)*<svg\b/i.test(words)) {
		return 'svg';
	}
	if (/^<\?xml[\s\S]*<html\b/i.test(words)) return 'html';
	if (words.startsWith('<')) return 'xml';
	if (/^[{[]/.test(words)) return 'json';
	if (/^solid\s/.test(words)) return 'stl';
	if (/^ply\s/.test(words)) return 'ply';
	if (/^(?:#[^\n]*\n|\s)*(?:mtllib\s|[ogv]\s|v[nt]\s)/.test(words)) return 'obj';
	return 'txt';
}

function hasControls(start: string): boolean {
	return [...start].some((unit) => unit < ' ' && !'\t\n\r\f\x1b'.includes(unit));
}

function isUtf8(head: Uint8Array): boolean {
	try {
		// As a stream: the last character may be cut off.
		new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
		return true;
	} catch {
		return false;
	}
}
