import { isJsonObject, tryParseJson } from '../json';
import type { BinaryField, BinaryObject, MediaReference } from './media-reference';
import { showValue } from './shorten';

/** What a media value means, or why it means nothing. */
export type MediaReading =
	| { readonly references: readonly MediaReference[] }
	| { readonly problem: string };

const WEB_ADDRESS = /^https?:\/\/[^\s/]\S*$/i;
const ASSET = /^asset:\/\/\S+$/i;
const UPLOADED = /^(?:openapi|api)\/\S+$/;
const DATA_URI = /^data:[^,\s]*,/i;
const DATA_URI_START = /^data:[^,]*$/i;
const ANY_START = /^(?:https?:\/\/|asset:\/\/|data:|openapi\/|api\/)/i;

const ALLOWED =
	'Give a URL, a data URI, the name of a file already uploaded to RunningHub, or the name of a binary field.';

function describeFields(binaryFields: readonly BinaryField[]): string {
	if (binaryFields.length === 0) return 'The item has no binary fields.';
	return `The item has these binary fields: ${binaryFields.map(({ name }) => name).join(', ')}.`;
}

function unknown(value: unknown, binaryFields: readonly BinaryField[]): MediaReading {
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

function readPart(part: string, binaryFields: readonly BinaryField[]): MediaReading {
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
	return unknown(part, binaryFields);
}

function startsValue(part: string, binaryFields: readonly BinaryField[]): boolean {
	return (
		ANY_START.test(part) ||
		fieldCalled(part, binaryFields) !== undefined ||
		fieldsNamedLike(part, binaryFields).length > 0
	);
}

/**
 * Splits at commas, but only where a new value begins: URLs hold commas, and a data URI has one
 * between its type and its content.
 */
function splitLine(line: string, binaryFields: readonly BinaryField[]): string[] {
	const parts: string[] = [];
	for (const piece of line.split(',')) {
		const previous = parts.at(-1);
		const begins =
			previous === undefined ||
			(!DATA_URI_START.test(previous) && startsValue(piece.trim(), binaryFields));
		if (begins) parts.push(piece.trim());
		else parts[parts.length - 1] = `${previous},${piece}`;
	}
	return parts.map((part) => part.replace(/(?:,\s*)+$/, '').trim()).filter(Boolean);
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

function readEntry(entry: unknown, binaryFields: readonly BinaryField[]): MediaReading {
	if (entry === undefined || entry === null) return { references: [] };
	if (typeof entry === 'string') {
		const part = entry.trim();
		return part === '' ? { references: [] } : readPart(part, binaryFields);
	}
	const binary = readBinaryObject(entry);
	return binary === undefined
		? unknown(entry, binaryFields)
		: { references: [{ from: 'binaryObject', binary }] };
}

function readText(text: string, binaryFields: readonly BinaryField[]): MediaReading {
	if (text.startsWith('[') || text.startsWith('{')) {
		const parsed = tryParseJson(text);
		if (parsed !== undefined) return readMediaValue(parsed, binaryFields);
	}
	const parts = text.split(/[\r\n]+/).flatMap((line) => splitLine(line, binaryFields));
	return collect(parts.map((part) => readPart(part, binaryFields)));
}

/**
 * Reads what a person may put into a media field: a URL (`http`, `https`, `asset://`), a data
 * URI, a name already uploaded (`openapi/…`, `api/…`), a binary object, or the name of a binary
 * field of the item, where `data*` stands for all fields whose name begins with `data`. Several
 * are an array, a JSON array as text, or text with a line break or a comma between them; a
 * comma inside a URL or a data URI does not count.
 *
 * Nothing at all reads as no references.
 */
export function readMediaValue(value: unknown, binaryFields: readonly BinaryField[]): MediaReading {
	if (Array.isArray(value)) return collect(value.map((entry) => readEntry(entry, binaryFields)));
	if (typeof value === 'string') return readText(value.trim(), binaryFields);
	return readEntry(value, binaryFields);
}
