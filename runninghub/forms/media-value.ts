import { kindOfExtension, extensionIn } from '../file-types';
import { isJsonObject, tryParseJson } from '../json';
import { describedFile } from './described-file';
import { splitMediaText } from './media-text';
import type { BinaryField, BinaryObject, MediaReference } from './media-reference';
import { showValue } from './shorten';

/** What a media value means, or why it means nothing. */
export type MediaReading =
	| { readonly references: readonly MediaReference[] }
	| { readonly problem: string };

/** What a media value may refer to besides addresses. */
interface Known {
	readonly binaryFields: readonly BinaryField[];
	/** `FormField.fileNames`. */
	readonly fileNames: readonly string[] | undefined;
}

const WEB_ADDRESS = /^https?:\/\/[^\s/]\S*$/i;
const ASSET = /^asset:\/\/\S+$/i;
const UPLOADED = /^(?:openapi|api)\/\S+$/;
const DATA_URI = /^data:[^,\s]*,/i;

const ALLOWED =
	'Give a URL, a data URI, the name of a file already uploaded to RunningHub, or the name of a binary field.';

function describeFields(binaryFields: readonly BinaryField[]): string {
	if (binaryFields.length === 0) return 'The item has no binary fields.';
	return `The item has these binary fields: ${binaryFields.map(({ name }) => name).join(', ')}.`;
}

function unknown(value: unknown, { binaryFields }: Known): MediaReading {
	return {
		problem: `${showValue(value)} is not a file. ${ALLOWED} ${describeFields(binaryFields)}`,
	};
}

function fieldCalled(part: string, binaryFields: readonly BinaryField[]): BinaryField | undefined {
	return (
		binaryFields.find(({ name }) => name === part) ?? binaryFields.find(({ path }) => path === part)
	);
}

function fieldsNamedLike(pattern: string, binaryFields: readonly BinaryField[]): string[] {
	if (!pattern.endsWith('*')) return [];
	const start = pattern.slice(0, -1);
	return binaryFields
		.filter(({ name, path }) => name.startsWith(start) || path?.startsWith(start))
		.map(({ name }) => name)
		.sort((left, right) => left.localeCompare(right, 'en', { numeric: true }));
}

/** The name of a media file without any path. */
function isBareName(name: string): boolean {
	const kind = kindOfExtension(extensionIn(name));
	return /^[^/\\:*?"<>|]+$/.test(name) && kind !== undefined && kind !== 'text' && kind !== 'other';
}

function readPart(part: string, known: Known): MediaReading {
	const { binaryFields, fileNames } = known;
	const field = fieldCalled(part, binaryFields);
	if (field !== undefined) return { references: [{ from: 'binaryField', name: field.name }] };
	const names = fieldsNamedLike(part, binaryFields);
	if (names.length > 0) {
		return { references: names.map((name) => ({ from: 'binaryField', name })) };
	}
	if (WEB_ADDRESS.test(part) || ASSET.test(part)) {
		return { references: [{ from: 'url', url: part }] };
	}
	if (UPLOADED.test(part)) return { references: [{ from: 'uploaded', fileName: part }] };
	if (DATA_URI.test(part)) return { references: [{ from: 'dataUri', dataUri: part }] };
	if (fileNames !== undefined && (fileNames.includes(part) || isBareName(part))) {
		return { references: [{ from: 'uploaded', fileName: part }] };
	}
	return unknown(part, known);
}

function collect(readings: readonly MediaReading[]): MediaReading {
	const references: MediaReference[] = [];
	for (const reading of readings) {
		if ('problem' in reading) return reading;
		references.push(...reading.references);
	}
	return { references };
}

function readBinaryObject(value: unknown): BinaryObject | undefined {
	if (!isJsonObject(value)) return undefined;
	const { mimeType, data, id, fileName, fileExtension, bytes } = value;
	if (typeof mimeType !== 'string' || mimeType === '') return undefined;
	if (typeof id !== 'string' && typeof data !== 'string') return undefined;
	return {
		mimeType,
		...(typeof data === 'string' ? { data } : {}),
		...(typeof id === 'string' ? { id } : {}),
		...(typeof fileName === 'string' ? { fileName } : {}),
		...(typeof fileExtension === 'string' ? { fileExtension } : {}),
		...(typeof bytes === 'number' ? { bytes } : {}),
	};
}

/**
 * The address in what other services hand on for an attached file: `{url}`, or Notion's
 * `{file: {url}}` and `{external: {url}}`.
 */
function attachedAddress(value: unknown): string | undefined {
	if (!isJsonObject(value)) return undefined;
	const { url, file, external } = value;
	const found = [url, ...[file, external].map((inner) => (isJsonObject(inner) ? inner.url : ''))];
	return found.find((address): address is string => typeof address === 'string' && address !== '');
}

function readEntry(entry: unknown, known: Known): MediaReading {
	if (entry === undefined || entry === null) return { references: [] };
	if (typeof entry === 'string') {
		const part = entry.trim();
		if (part === '') return { references: [] };
		if (known.fileNames?.includes(part) === true) return readPart(part, known);
		// The name of a field is the whole of an entry, or no name.
		const fields = fieldCalled(part, known.binaryFields) === undefined ? [] : [part];
		const parts = splitMediaText(part, (piece) => fields.includes(piece));
		return collect(parts.map((each) => readPart(each, known)));
	}
	const binary = readBinaryObject(entry);
	if (binary !== undefined) return { references: [{ from: 'binaryObject', binary }] };
	const described = describedFile(entry, known.binaryFields);
	if (described !== undefined) {
		if ('problem' in described) return described;
		return { references: [{ from: 'binaryField', name: described.name }] };
	}
	const address = attachedAddress(entry);
	if (address === undefined) return unknown(entry, known);
	const reading = readPart(address.trim(), { binaryFields: [], fileNames: undefined });
	return 'problem' in reading ? unknown(address, known) : reading;
}

function readLines(text: string, known: Known): MediaReading {
	const { binaryFields } = known;
	const isField = (part: string) =>
		fieldCalled(part, binaryFields) !== undefined || fieldsNamedLike(part, binaryFields).length > 0;
	return collect(splitMediaText(text, isField).map((part) => readPart(part, known)));
}

function readValue(value: unknown, known: Known): MediaReading {
	if (Array.isArray(value)) return collect(value.map((entry) => readEntry(entry, known)));
	if (typeof value !== 'string') return readEntry(value, known);
	const text = value.trim();
	if (known.fileNames?.includes(text) === true) return readPart(text, known);
	if (text.startsWith('[') || text.startsWith('{')) {
		const parsed = tryParseJson(text);
		if (parsed !== undefined) return readValue(parsed, known);
	}
	return readLines(text, known);
}

/**
 * Reads what a person, or a node before this one, may put into a media field: a URL (`http`,
 * `https`, `asset://`), a Markdown image, a data URI, a name already uploaded (`openapi/…`,
 * `api/…`), a binary object, an attachment that has a `url`, or the name of a binary field of the
 * item, where `data*` stands for all fields whose name begins with `data`. Several are an array, a
 * JSON array as text, or text with a line break, a comma, a semicolon or, before an address, a
 * blank between them; one inside a URL or a data URI does not count.
 *
 * Nothing at all reads as no references.
 *
 * @param fileNames `FormField.fileNames` of the field; a binary field of the same name comes first.
 */
export function readMediaValue(
	value: unknown,
	binaryFields: readonly BinaryField[],
	fileNames?: readonly string[],
): MediaReading {
	return readValue(value, { binaryFields, fileNames });
}
