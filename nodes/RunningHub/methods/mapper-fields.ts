import type { FieldType, ResourceMapperField } from 'n8n-workflow';
import { type FormField, isMediaType, NO_FILE } from '../../../runninghub/forms/form-field';
import { isSeed } from '../../../runninghub/forms/seeds';

/** Longest label that the editor shows whole. */
const LONGEST_LABEL = 28;

/**
 * A form as the editor's parameter list.
 *
 * @param isShown which fields are there from the start; the others are to be added.
 */
export function mapperFields<Field extends FormField>(
	fields: readonly Field[],
	isShown: (field: Field) => boolean = ({ required }) => required,
): ResourceMapperField[] {
	return fields.map((field) => ({
		id: field.id,
		displayName: label(field),
		required: field.required,
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		type: mapperType(field),
		removed: !isShown(field),
		readOnly: false,
		...defaultValue(field),
		...(mapperType(field) === 'options' && {
			options: (field.options ?? []).map(({ label: name, value }) => ({ name, value })),
		}),
	}));
}

function mapperType(field: FormField): FieldType {
	// A list is typed as text: n8n's own list field is a JSON editor.
	if (field.multiple || isMediaType(field.type)) return field.type === 'json' ? 'array' : 'string';
	switch (field.type) {
		case 'integer':
		case 'number':
			// n8n's number field would round a long seed before anybody could tell.
			return field.sentAsText === true && isSeed(nameOf(field)) ? 'string' : 'number';
		case 'boolean':
			return 'boolean';
		case 'options':
			return 'options';
		case 'json':
			return 'object';
		default:
			return 'string';
	}
}

/** The name of a node's input, which stands behind the node's ID. */
function nameOf({ id }: FormField): string {
	return id.slice(id.indexOf('.') + 1);
}

/** What is allowed goes into the label where it fits: the editor has no place for a description. */
function label(field: FormField): string {
	const told = `${field.label}${allowed(field)}`;
	return told.length <= LONGEST_LABEL ? told : field.label;
}

function allowed({ type, min, max, fileNames, default: value }: FormField): string {
	if (isMediaType(type)) {
		return fileNames?.includes(NO_FILE) === true && value !== NO_FILE ? ` (or ${NO_FILE})` : '';
	}
	const ranged =
		(type === 'integer' || type === 'number') && min !== undefined && max !== undefined;
	return ranged ? ` (${min} to ${max})` : '';
}

function defaultValue(field: FormField): Pick<ResourceMapperField, 'defaultValue'> {
	const { default: value } = field;
	if (typeof value === 'number' && mapperType(field) === 'string') {
		return { defaultValue: String(value) };
	}
	if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
		return { defaultValue: value };
	}
	return Array.isArray(value) ? { defaultValue: value.join(', ') } : {};
}
