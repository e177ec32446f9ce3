import type { JsonValue } from '../json';
import { isUntouched, readList } from './coerce-list';
import { coerceValue } from './coerce-value';
import type { FieldValue } from './field-value';
import { describeField, isMediaType, type FormField } from './form-field';
import { checkMedia } from './media-limits';
import type { BinaryField, FieldFile } from './media-reference';
import { readMediaValue } from './media-value';
import { describeValue } from './value-kind';

/** Why the value of one field cannot be used. */
export interface FormProblem {
	readonly fieldId: string;
	readonly label: string;
	/** Names the field, the value and what is allowed. */
	readonly message: string;
}

/** A form as filled in, checked. */
export interface CoercedForm {
	/** By field id, in the order of the fields; untouched fields are missing. */
	readonly values: ReadonlyMap<string, FieldValue>;
	/** Everything that is wrong; nothing may be submitted unless this is empty. */
	readonly problems: readonly FormProblem[];
}

/** A checked value, nothing where nothing was entered, or the problem in words. */
type Outcome = { readonly value: FieldValue } | { readonly problem: string } | undefined;

function notAllowed(value: unknown, allowed: string): Outcome {
	return { problem: `${describeValue(value)} is not allowed. Allowed: ${allowed}.` };
}

function coercePlain(field: FormField, value: unknown): Outcome {
	const coerced = coerceValue(field, value);
	if ('allowed' in coerced) return notAllowed(value, coerced.allowed);
	return { value: { kind: 'json', value: coerced.value } };
}

function coerceList(field: FormField, value: unknown): Outcome {
	const list = readList(field, value);
	if ('allowed' in list) return notAllowed(value, list.allowed);
	const values: JsonValue[] = [];
	for (const entry of list.entries) {
		const coerced = coerceValue(field, entry);
		if ('allowed' in coerced) return notAllowed(entry, coerced.allowed);
		values.push(coerced.value);
	}
	return values.length === 0 ? undefined : { value: { kind: 'json', value: values } };
}

function coerceMedia(
	field: FormField,
	value: unknown,
	binaryFields: readonly BinaryField[],
): Outcome {
	const reading = readMediaValue(value, binaryFields, field.fileNames);
	if ('problem' in reading) return reading;
	const { references } = reading;
	if (references.length === 0) return undefined;
	const most = field.multiple ? field.maxItems : 1;
	if (most !== undefined && references.length > most) {
		return { problem: `${references.length} files were given. Allowed: at most ${most}.` };
	}
	for (const reference of references) {
		const problem = checkMedia(field, reference, binaryFields);
		if (problem !== undefined) return { problem };
	}
	return { value: { kind: 'media', references } };
}

function coerceField(
	field: FormField,
	value: unknown,
	binaryFields: readonly BinaryField[],
): Outcome {
	if (isUntouched(value)) return undefined;
	// Where a value is not required, a blank may be what replaces RunningHub's own.
	if (field.required && typeof value === 'string' && value.trim() === '') return undefined;
	if (isMediaType(field.type)) return coerceMedia(field, value, binaryFields);
	return field.multiple ? coerceList(field, value) : coercePlain(field, value);
}

/** The files of a checked form, each with what its field wants, in the order of the values. */
export function filesOf(
	fields: readonly FormField[],
	values: CoercedForm['values'],
): readonly FieldFile[] {
	const known = new Map(fields.map((field) => [field.id, field]));
	return [...values].flatMap(([id, value]) => {
		const field = known.get(id);
		if (field === undefined || value.kind !== 'media' || !isMediaType(field.type)) return [];
		const { type: kind, accept } = field;
		const rule = { label: describeField(field), kind, ...(accept && { accept }) };
		return value.references.map((reference) => ({ rule, reference }));
	});
}

/**
 * Keys of a filled-in form that it does not have, such as inputs that an app's author has removed.
 * The editor leaves untouched values behind: only what was filled in counts.
 */
export function staleEntries(
	fields: readonly Pick<FormField, 'id'>[],
	values: Readonly<Record<string, unknown>>,
): string[] {
	const known = new Set(fields.map(({ id }) => id));
	return Object.keys(values).filter((key) => !known.has(key) && !isUntouched(values[key]));
}

/**
 * Checks a filled-in form and brings every value into the type its field declares, as
 * `coerceValue`, `readList` and `readMediaValue` say. Untouched values (nothing, empty text, an
 * empty list) are left out, also where the field has a default: RunningHub then uses its own. A
 * required field that is untouched is a problem.
 *
 * All problems are found at once, before anything is uploaded or paid for.
 */
export function coerceForm(
	fields: readonly FormField[],
	values: Readonly<Record<string, unknown>>,
	binaryFields: readonly BinaryField[],
): CoercedForm {
	const coerced = new Map<string, FieldValue>();
	const problems: FormProblem[] = [];
	for (const field of fields) {
		const outcome = coerceField(field, values[field.id], binaryFields);
		if (outcome !== undefined && 'value' in outcome) {
			coerced.set(field.id, outcome.value);
			continue;
		}
		const problem = outcome?.problem ?? (field.required ? 'a value is required.' : undefined);
		if (problem !== undefined) {
			problems.push({
				fieldId: field.id,
				label: field.label,
				message: `${describeField(field)}: ${problem}`,
			});
		}
	}
	return { values: coerced, problems };
}
