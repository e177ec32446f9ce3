import { formatOfContent } from '../file-signature';
import {
	extensionIn,
	extensionsFor,
	type FileKind,
	isSameFormat,
	isUnknownType,
	kindOfExtension,
	kindOfType,
	plainType,
} from '../file-types';
import type { FormField } from './form-field';
import type { BinaryField, FileRule, MediaReference } from './media-reference';

/** What is known of a file before it is read. */
interface KnownFile {
	readonly shownAs: string;
	readonly mimeType?: string;
	readonly fileName?: string;
	readonly fileExtension?: string;
	readonly bytes?: number;
}

/** A file of which the beginning was read. */
export interface FileContent {
	/** At the beginning of a sentence. */
	readonly shownAs: string;
	/** What its server or its store calls it; '' where nothing is said. */
	readonly mimeType: string;
	/** Extension in its name or address, without dot; '' where there is none. */
	readonly extension: string;
	/** The first `HEAD_BYTES` bytes, or all of a smaller file. */
	readonly head: Uint8Array;
}

/** What a file turned out to be, or why it does not fit. */
export type ContentReading =
	| {
			/** As an extension; `undefined` where neither bytes nor names tell. */
			readonly format: string | undefined;
			/** Whether anything says that the file is what the field wants. */
			readonly known: boolean;
	  }
	| { readonly problem: string };

const BYTES_PER_MB = 1_048_576;

/** Formats that share their first bytes: only the name tells them apart. */
const SAME_BEGINNING: Readonly<Record<string, readonly string[]>> = {
	mp4: ['mp4', 'm4v', 'm4a', 'mov'],
	m4v: ['m4v', 'mp4'],
	m4a: ['m4a', 'mp4'],
	heic: ['heic', 'avif'],
	ogg: ['ogg', 'oga', 'opus'],
	zip: ['zip', 'usdz'],
};

/** Containers of film that may hold sound alone. */
const SOUND_TOO = new Set(['mp4', 'webm', 'mkv', 'mov']);

/** Text that is none of the files RunningHub stores. */
const LOOSE_TEXT = new Set(['txt', 'json', 'xml', 'html']);

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

/** `undefined` for what is not in the workflow's own hands. */
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

/** Extensions that name the format; an ending that means nothing counts only beside a type that does. */
function formats(file: KnownFile): string[] {
	const { fileExtension = '', fileName = '', mimeType = '' } = file;
	const names = [fileExtension.replace(/^\./, ''), extensionIn(fileName)]
		.map((name) => name.toLowerCase())
		.filter((name) => /^[a-z0-9]{1,5}$/.test(name));
	const telling = isUnknownType(mimeType)
		? names.filter((name) => kindOfExtension(name) !== undefined)
		: names;
	return [...telling, ...extensionsFor(mimeType)];
}

function formatProblem(field: FormField, file: KnownFile): string | undefined {
	const { accept } = field;
	const type = plainType(file.mimeType ?? '');
	const shownType = type === '' ? '' : ` (${type})`;
	const known = formats(file);
	if (accept !== undefined && accept.length > 0 && known.length > 0) {
		if (known.some((format) => accept.some((accepted) => isSameFormat(accepted, format)))) {
			return undefined;
		}
		const [format = ''] = known;
		return `${file.shownAs} is a ${format} file${shownType}. Allowed: ${accept.join(', ')}.`;
	}
	const kind = kindOfType(type);
	if (kind === 'other' || kind === field.type) return undefined;
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

/** A file whose type says nothing, so that its first bytes must; `undefined` for any other. */
export function fileOfUnknownType(
	reference: MediaReference,
	binaryFields: readonly BinaryField[],
): Omit<FileContent, 'head'> | undefined {
	const file = knownFile(reference, binaryFields);
	if (file === undefined || !isUnknownType(file.mimeType ?? '')) return undefined;
	const { shownAs, mimeType = '', fileExtension = '', fileName = '' } = file;
	return { shownAs, mimeType, extension: extensionIn(fileName) || fileExtension.toLowerCase() };
}

/** Whether a link already says by its ending that its file fits. */
export function endsFittingly({ kind, accept }: FileRule, path: string): boolean {
	const extension = extensionIn(path);
	if (accept !== undefined && accept.length > 0) {
		return accept.some((accepted) => isSameFormat(accepted, extension));
	}
	return kind !== undefined && kindOfExtension(extension) === kind;
}

/**
 * Judges a file by its first bytes; where they tell nothing, by what its server calls it and by
 * its name.
 */
export function readContent(rule: FileRule, file: FileContent): ContentReading {
	const found = formatOfContent(file.head);
	const saysPage = extensionsFor(file.mimeType).includes('html');
	if (found === 'html' || (found === undefined && saysPage)) {
		return { problem: `${file.shownAs} is a web page, not ${wanted(rule)}.` };
	}
	const candidates =
		found === undefined ? claimed(file) : [found, ...(SAME_BEGINNING[found] ?? [])];
	if (candidates.length === 0) return unknownContent(rule, file);
	const fitting = candidates.filter((format) => fits(rule, format, found));
	const named = fitting.find((format) => isSameFormat(format, file.extension));
	const format = named ?? fitting[0];
	if (format !== undefined) return { format, known: true };
	const [shown = ''] = candidates;
	return { problem: `${file.shownAs} is a ${shown} file. Allowed: ${allowed(rule)}.` };
}

/** A format that is not known here: its kind is all there is to go by. */
function unknownContent(rule: FileRule, { shownAs, mimeType }: FileContent): ContentReading {
	const kind = kindOfType(mimeType);
	if (kind === 'other') return { format: undefined, known: false };
	if (rule.kind === undefined || kind === rule.kind) {
		return { format: undefined, known: kind !== 'text' };
	}
	return {
		problem: `${shownAs} holds ${kind} (${plainType(mimeType)}). Allowed: ${allowed(rule)}.`,
	};
}

function claimed({ mimeType, extension }: FileContent): readonly string[] {
	const byType = extensionsFor(mimeType);
	if (byType.length > 0) return byType;
	return kindOfExtension(extension) === undefined ? [] : [extension];
}

function fits({ kind, accept }: FileRule, format: string, found: string | undefined): boolean {
	if (accept !== undefined && accept.length > 0) {
		return accept.some((accepted) => isSameFormat(accepted, format));
	}
	if (kind === undefined) return !LOOSE_TEXT.has(format);
	const holds: FileKind | undefined = kindOfExtension(format);
	return holds === kind || (kind === 'audio' && SOUND_TOO.has(found ?? format));
}

function wanted({ kind }: FileRule): string {
	if (kind === undefined) return 'a file';
	return kind === 'video' ? 'a video' : kind === 'audio' ? 'an audio file' : 'an image';
}

/** What a field takes, in words. */
export function allowed({ kind, accept }: FileRule): string {
	if (accept !== undefined && accept.length > 0) return accept.join(', ');
	return kind ?? 'an image, a video, audio, 3D or a zip file';
}
