import type { IBinaryData, IDataObject } from 'n8n-workflow';
import type { NodeInput } from '../../../../runninghub/api/node-inputs';
import { coerceForm, filesOf } from '../../../../runninghub/forms/coerce-form';
import type { FieldValue } from '../../../../runninghub/forms/field-value';
import { isUntouched } from '../../../../runninghub/forms/coerce-list';
import {
	describeField,
	type FormField,
	isMediaType,
	NO_FILE,
} from '../../../../runninghub/forms/form-field';
import type { FieldFile } from '../../../../runninghub/forms/media-reference';
import { shorten } from '../../../../runninghub/forms/shorten';
import { asText } from '../../../../runninghub/json';
import { binaryFields } from '../../items/binary-fields';
import { mediaIdentity } from '../../items/media-identity';
import type { MediaAddresses } from '../../items/media-uploads';
import { invalidForm } from '../../items/invalid-input';
import { inputName, type ListedInput } from './node-info-list';

/** A field that stands for an input of a ComfyUI node. */
export interface NodeField extends FormField {
	readonly sentAsText: true;
	readonly nodeId: string;
	readonly fieldName: string;
	/** The value in the workflow or the app, as text. */
	readonly saved?: string;
}

/** Checked inputs of a workflow or an AI app. */
export interface CheckedInputs {
	readonly media: readonly FieldFile[];
	/** What the user should know of files that stay the author's own, in sentences. */
	readonly notes: readonly string[];
	/** The same in every try of the same item. */
	readonly identity: IDataObject;
	/** The inputs to send, once the media are uploaded. */
	readonly inputs: (addresses: MediaAddresses) => NodeInput[];
}

/**
 * Checks the values of a form of node inputs. Entries of the user's own list take precedence;
 * those that the form does not know are sent as they are, and so is what RunningHub itself shows
 * for an input: its own value, and the names in its list of files.
 *
 * @param title what the form belongs to, for the message.
 * @throws RunningHubError of kind `invalid` that lists every problem.
 */
export function checkInputs(
	title: string,
	fields: readonly NodeField[],
	form: Readonly<Record<string, unknown>>,
	list: readonly ListedInput[],
	binaries: ReadonlyMap<string, IBinaryData>,
): CheckedInputs {
	const known = new Map(fields.map((field) => [field.id, field]));
	const listed = Object.fromEntries(list.map((input) => [inputName(input), input.fieldValue]));
	const given: Readonly<Record<string, unknown>> = { ...form, ...listed };
	const kept = fields.filter(
		(field) =>
			isOwn(field, given[field.id]) || (field.type === 'string' && listed[field.id] === ''),
	);
	const keptIds = new Set(kept.map(({ id }) => id));
	const coerced = coerceForm(
		fields.filter(({ id }) => !keptIds.has(id)),
		Object.fromEntries(Object.entries(given).filter(([id]) => !keptIds.has(id))),
		binaryFields(binaries),
	);
	if (coerced.problems.length > 0) {
		throw invalidForm(
			title,
			coerced.problems.map(({ message }) => message),
		);
	}
	const passed = [
		...kept.map(({ nodeId, fieldName, id }) => ({
			nodeId,
			fieldName,
			fieldValue: asText(given[id]),
		})),
		...list.filter((input) => !known.has(inputName(input))),
	];
	const values = [...coerced.values];
	const media = filesOf(fields, coerced.values);
	return {
		media,
		notes: fields.flatMap((field) => sampleNote(field, given[field.id])),
		identity: {
			values: values.map(([id, value]) => [id, value.kind === 'media' ? '' : value.value]),
			passed: passed.map((input) => ({ ...input })),
			files: media.map(({ reference }) => mediaIdentity(reference, binaries)),
		},
		inputs: (addresses) => [
			...values.flatMap(([id, value]) => {
				const field = known.get(id);
				if (field === undefined) return [];
				const { nodeId, fieldName } = field;
				return [{ nodeId, fieldName, fieldValue: textOf(value, addresses) }];
			}),
			...passed.map(({ nodeId, fieldName, fieldValue }) => ({
				nodeId,
				fieldName,
				fieldValue:
					typeof fieldValue === 'object' ? JSON.stringify(fieldValue) : asText(fieldValue),
			})),
		],
	};
}

/**
 * Whether a value is the one that RunningHub itself shows for the input, so that there is nothing to
 * check. Names of files are for the field's own reader: a binary field may have the same name.
 */
function isOwn({ type, saved }: NodeField, value: unknown): boolean {
	const text = asText(value);
	return text !== '' && text === saved && !isMediaType(type);
}

/** Tells of a file that is the author's own sample because no other was given. */
function sampleNote(field: NodeField, value: unknown): string[] {
	const sample = field.saved?.trim() ?? '';
	if (!isMediaType(field.type) || sample === '' || sample === NO_FILE) return [];
	if (!isUntouched(value) && asText(value).trim() !== sample) return [];
	return [
		`${describeField(field)}: no other file is given, so the author's own sample is used: ${shorten(sample)}.`,
	];
}

/** RunningHub takes text for inputs of every type. */
function textOf(value: FieldValue, addresses: MediaAddresses): string {
	if (value.kind === 'media') return value.references.map(addresses).join(',');
	return typeof value.value === 'object' ? JSON.stringify(value.value) : asText(value.value);
}
