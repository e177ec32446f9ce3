import type { FormField } from './form-field';
import type { BinaryField, MediaReference } from './media-reference';

/** What is known of a file before it is read. */
interface KnownFile {
	readonly shownAs: string;
	readonly mimeType?: string;
	readonly fileName?: string;
	readonly fileExtension?: string;
	readonly bytes?: number;
}

const BYTES_PER_MB = 1_048_576;

const EXTENSIONS_OF_TYPE: Readonly<Record<string, readonly string[]>> = {
	'image/jpeg': ['jpg', 'jpeg'],
	'image/jpg': ['jpg', 'jpeg'],
	'image/png': ['png'],
	'image/webp': ['webp'],
	'image/gif': ['gif'],
	'image/bmp': ['bmp'],
	'image/x-ms-bmp': ['bmp'],
	'image/tiff': ['tiff', 'tif'],
	'image/heic': ['heic'],
	'image/avif': ['avif'],
	'image/svg+xml': ['svg'],
	'video/mp4': ['mp4', 'm4v'],
	'video/x-m4v': ['m4v'],
	'video/quicktime': ['mov'],
	'video/webm': ['webm'],
	'video/x-msvideo': ['avi'],
	'video/x-matroska': ['mkv'],
	'video/mpeg': ['mpeg', 'mpg'],
	'audio/mpeg': ['mp3'],
	'audio/mp3': ['mp3'],
	'audio/wav': ['wav'],
	'audio/x-wav': ['wav'],
	'audio/wave': ['wav'],
	'audio/vnd.wave': ['wav'],
	'audio/mp4': ['m4a', 'mp4'],
	'audio/m4a': ['m4a'],
	'audio/x-m4a': ['m4a'],
	'audio/aac': ['aac'],
	'audio/flac': ['flac'],
	'audio/x-flac': ['flac'],
	'audio/ogg': ['ogg', 'oga', 'opus'],
	'audio/midi': ['mid', 'midi'],
	'audio/x-midi': ['mid', 'midi'],
};

/** Spellings of the same format. */
const SAME_FORMAT: Readonly<Record<string, string>> = {
	jpeg: 'jpg',
	tif: 'tiff',
	midi: 'mid',
};

function knownOfDataUri(dataUri: string): KnownFile {
	const comma = dataUri.indexOf(',');
	const [mimeType = '', ...parameters] = dataUri.slice('data:'.length, comma).split(';');
	const content = dataUri.slice(comma + 1).trimEnd();
	const base64 = parameters.some((parameter) => parameter.trim().toLowerCase() === 'base64');
	return {
		shownAs: 'The data URI',
		...(mimeType === '' ? {} : { mimeType }),
		...(base64 ? { bytes: Math.floor((content.replace(/=+$/, '').length * 3) / 4) } : {}),
	};
}

/** `undefined` for what only RunningHub can look at. */
function knownFile(
	reference: MediaReference,
	binaryFields: readonly BinaryField[],
): KnownFile | undefined {
	if (reference.from === 'binaryField') {
		const field = binaryFields.find(({ name }) => name === reference.name);
		return field && { ...field, shownAs: `Binary field "${reference.name}"` };
	}
	if (reference.from === 'binaryObject') {
		const { fileName } = reference.binary;
		const shownAs = fileName ? `File "${fileName}"` : 'The binary object';
		return { ...reference.binary, shownAs };
	}
	return reference.from === 'dataUri' ? knownOfDataUri(reference.dataUri) : undefined;
}

function plainType(file: KnownFile): string {
	return (file.mimeType ?? '').split(';', 1).join('').trim().toLowerCase();
}

function formats(file: KnownFile): string[] {
	const { fileExtension = '', fileName = '' } = file;
	const fromName = /\.([^./\\]+)$/.exec(fileName)?.[1] ?? '';
	const names = [fileExtension.replace(/^\./, ''), fromName].map((name) => name.toLowerCase());
	const fromType = EXTENSIONS_OF_TYPE[plainType(file)] ?? [];
	return [...names.filter((name) => /^[a-z0-9]{1,5}$/.test(name)), ...fromType];
}

function sameFormat(left: string, right: string): boolean {
	return (SAME_FORMAT[left] ?? left) === (SAME_FORMAT[right] ?? right);
}

function formatProblem(field: FormField, file: KnownFile): string | undefined {
	const { accept } = field;
	const type = plainType(file);
	const shownType = type === '' ? '' : ` (${type})`;
	const known = formats(file);
	if (accept !== undefined && accept.length > 0 && known.length > 0) {
		if (known.some((format) => accept.some((accepted) => sameFormat(accepted, format)))) {
			return undefined;
		}
		const [format = ''] = known;
		return `${file.shownAs} is a ${format} file${shownType}. Allowed: ${accept.join(', ')}.`;
	}
	const kind = /^(image|video|audio|text)\//.exec(type)?.[1];
	if (kind === undefined || kind === field.type) return undefined;
	return `${file.shownAs} holds ${kind}${shownType}. Allowed: ${field.type}.`;
}

function sizeProblem(field: FormField, file: KnownFile): string | undefined {
	const { maxSizeMb } = field;
	const { bytes } = file;
	if (maxSizeMb === undefined || bytes === undefined || bytes <= maxSizeMb * BYTES_PER_MB) {
		return undefined;
	}
	const size = Math.ceil((bytes / BYTES_PER_MB) * 10) / 10;
	return `${file.shownAs} has ${size} MB. Allowed: at most ${maxSizeMb} MB.`;
}

/**
 * What keeps a file from being used in a media field, as far as it can be told without reading
 * it: its format, its kind and its size. A file at an address is not judged.
 */
export function checkMedia(
	field: FormField,
	reference: MediaReference,
	binaryFields: readonly BinaryField[],
): string | undefined {
	const file = knownFile(reference, binaryFields);
	return file && (formatProblem(field, file) ?? sizeProblem(field, file));
}
