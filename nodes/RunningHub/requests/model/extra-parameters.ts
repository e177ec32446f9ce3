import { keyToSend } from '../../../../runninghub/catalogue/body';
import type { BodyForm } from '../../../../runninghub/catalogue/body-form';
import { isReferenceKey } from '../../../../runninghub/catalogue/media-work';
import { coerceForm, filesOf } from '../../../../runninghub/forms/coerce-form';
import { isUntouched } from '../../../../runninghub/forms/coerce-list';
import type { FieldValue } from '../../../../runninghub/forms/field-value';
import {
	describeField,
	type FormField,
	isMediaType,
} from '../../../../runninghub/forms/form-field';
import type {
	BinaryField,
	FieldFile,
	MediaReference,
} from '../../../../runninghub/forms/media-reference';
import { readMediaValue } from '../../../../runninghub/forms/media-value';
import { showValue } from '../../../../runninghub/forms/shorten';
import type { JsonObject, JsonValue } from '../../../../runninghub/json';
import type { MediaAddresses } from '../../items/media-uploads';

/** Extra Parameters, ready to be sent as they are. */
export interface ExtraParameters {
	/** Fields of the form that they stand in for, by id. */
	readonly replaced: ReadonlySet<string>;
	readonly files: readonly FieldFile[];
	/** Whether a key that the form lacks may stand for a file: nobody knows what else it is for. */
	readonly holdsMedia: boolean;
	/** What the form would have refused or sent otherwise, in sentences. */
	readonly objections: readonly string[];
	/** The body's part of them. The keys of nodes follow the form of the body, the values do not. */
	body(addresses: MediaAddresses, form: BodyForm): JsonObject;
}

/** One parameter. */
interface Entry {
	readonly field: Pick<FormField, 'id' | 'alias'>;
	readonly files: readonly FieldFile[];
	readonly objection: string | undefined;
	readonly value: (addresses: MediaAddresses) => JsonValue | undefined;
}

/** A key that says that its value is a file or the address of one. */
const MEDIA_KEY = /(?:image|video|audio|photo|frame|file|mask|media|ur[li])s?\d*$/i;

/**
 * Reads Extra Parameters against a model's form, which they may contradict: the form may be older
 * than the model. Only files are replaced by their addresses.
 *
 * @param fields of the model; none where nobody knows its form.
 */
export function readExtraParameters(
	extra: JsonObject,
	fields: readonly FormField[],
	binaryFields: readonly BinaryField[],
): ExtraParameters {
	const entries = Object.entries(extra).flatMap(([key, value]) => {
		if (value === undefined) return [];
		const field = fields.find(({ id, alias }) => id === key || alias === key);
		return field === undefined
			? [unknownEntry(key, value, binaryFields)]
			: [knownEntry(field, value, binaryFields)];
	});
	return {
		replaced: new Set(entries.map(({ field }) => field.id)),
		files: entries.flatMap(({ files }) => files),
		holdsMedia: Object.entries(extra).some(
			([key, value]) =>
				!isUntouched(value) &&
				!fields.some(({ id, alias }) => id === key || alias === key) &&
				(MEDIA_KEY.test(key) || isReferenceKey(key) || typeof value === 'object'),
		),
		objections: entries.flatMap(({ objection }) => objection ?? []),
		body: (addresses, form) =>
			Object.fromEntries(
				entries.map(({ field, value }) => [keyToSend(field, form), value(addresses)]),
			),
	};
}

function knownEntry(
	field: FormField,
	value: JsonValue,
	binaryFields: readonly BinaryField[],
): Entry {
	const { values, problems } = coerceForm([field], { [field.id]: value }, binaryFields);
	const coerced = values.get(field.id);
	const objection = problems[0]?.message ?? differenceFrom(field, coerced, value);
	if (!isMediaType(field.type)) return { field, files: [], objection, value: () => value };
	const reading = readMediaValue(value, binaryFields, field.fileNames);
	const references = 'references' in reading ? reading.references : [];
	if (references.length === 0) return { field, files: [], objection, value: () => value };
	return {
		field,
		// A file that the form would refuse is sent all the same, so it is not judged by its format.
		files:
			coerced === undefined
				? references.map((reference) => ({ rule: { label: describeField(field) }, reference }))
				: filesOf([field], new Map([[field.id, coerced]])),
		objection,
		value: addressesOf(
			coerced?.kind === 'media' ? coerced.references : references,
			field.multiple || references.length > 1,
		),
	};
}

function differenceFrom(
	field: FormField,
	coerced: FieldValue | undefined,
	value: JsonValue,
): string | undefined {
	if (coerced?.kind !== 'json') return undefined;
	if (JSON.stringify(coerced.value) === JSON.stringify(value)) return undefined;
	return `${describeField(field)}: ${showValue(value)} was given; the form would send ${showValue(coerced.value)}.`;
}

/** A key that the form lacks: text that names a file of the item is that file where the key is for one. */
function unknownEntry(key: string, value: JsonValue, binaryFields: readonly BinaryField[]): Entry {
	const field = { id: key };
	const objection = `${key}: the form has no such parameter.`;
	const parts = Array.isArray(value) ? value : [value];
	const isFile = (part: JsonValue) =>
		typeof part === 'string' &&
		(/^data:[^,\s]*;base64,/i.test(part) || binaryFields.some(({ name }) => name === part));
	if (!MEDIA_KEY.test(key) || !parts.some(isFile)) {
		return { field, files: [], objection, value: () => value };
	}
	const resolved = parts.map((part) => {
		const reading = isFile(part) ? readMediaValue(part, binaryFields, undefined) : undefined;
		return { part, references: reading && 'references' in reading ? reading.references : [] };
	});
	return {
		field,
		files: resolved.flatMap(({ references }) =>
			references.map((reference) => ({ rule: { label: key }, reference })),
		),
		objection,
		value: (addresses) => {
			const sent = resolved.flatMap(({ part, references }) =>
				references.length > 0 ? references.map(addresses) : [part],
			);
			return Array.isArray(value) ? sent : sent[0];
		},
	};
}

function addressesOf(references: readonly MediaReference[], asList: boolean): Entry['value'] {
	return (addresses) => (asList ? references.map(addresses) : references.map(addresses)[0]);
}
