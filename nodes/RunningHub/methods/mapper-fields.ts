import type { FieldType, ResourceMapperField } from 'n8n-workflow';
import { type FormField, isMediaType, NO_FILE } from '../../../runninghub/forms/form-field';
import { LONGEST_LABEL } from '../../../runninghub/forms/distinct-labels';
import { isSeed } from '../../../runninghub/forms/seeds';

/** How a field looks that its form alone does not say. */
export interface FieldView {
	/** Whether it is there from the start; the others are to be added. */
	readonly isShown: boolean;
	/** What it is filled in with, in place of its default. */
	readonly filledWith?: string;
	/** Of its number, for the label. */
	readonly unit?: string;
}

/** Behind the label of a field that may not stay empty, as the editor has it for the node's own. */
const REQUIRED_MARK = ' *';

/**
 * A form as the editor's parameter list. No field is required for n8n: its own check runs before the
 * node and names the key instead of the label, so the node itself says what is missing.
 */
export function mapperFields<Field extends FormField>(
	fields: readonly Field[],
	viewOf: (field: Field) => FieldView,
): ResourceMapperField[] {
	return fields.map((field) => {
		const view = viewOf(field);
		const options = mapperOptions(field);
		return {
			id: field.id,
			displayName: mapperLabel(field, view),
			required: false,
			defaultMatch: false,
			canBeUsedToMatch: false,
			display: true,
			type: mapperType(field),
			removed: !view.isShown,
			readOnly: false,
			...filledIn(field, view),
			...(options !== undefined && { options }),
		};
	});
}

function mapperType(field: FormField): FieldType {
	// A list is typed as text: n8n's own list field is a JSON editor. So is JSON: n8n's check of it
	// names the key.
	if (field.multiple || isMediaType(field.type)) return 'string';
	switch (field.type) {
		case 'integer':
		case 'number':
			// n8n's number field would round a long seed before anybody could tell.
			return field.sentAsText === true && isSeed(nameOf(field)) ? 'string' : 'number';
		// A switch of n8n shows and saves "off" where nothing was chosen.
		case 'boolean':
		case 'options':
			return 'options';
		default:
			return 'string';
	}
}

/** The name of a node's input, which stands behind the node's ID. */
function nameOf({ id }: FormField): string {
	return id.slice(id.indexOf('.') + 1);
}

function mapperOptions(field: FormField): ResourceMapperField['options'] {
	if (mapperType(field) !== 'options') return undefined;
	if (field.type !== 'boolean') {
		return (field.options ?? []).map(({ label: name, value }) => ({ name, value }));
	}
	const preset = { true: ' (on)', false: ' (off)' }[String(field.default)] ?? '';
	return [
		...(field.required ? [] : [{ name: `Default${preset}`, value: '' }]),
		{ name: 'On', value: 'true' },
		{ name: 'Off', value: 'false' },
	];
}

/** What is allowed goes into the label where it fits: the editor has no place for a description. */
function mapperLabel(field: FormField, { unit }: FieldView): string {
	const end = field.required ? REQUIRED_MARK : '';
	const name = unit === undefined ? field.label : `${field.label} (${unit})`;
	const told = `${name}${allowed(field, unit)}${end}`;
	return told.length <= LONGEST_LABEL ? told : `${name}${end}`;
}

function allowed(field: FormField, unit: string | undefined): string {
	const { label, type, multiple, maxItems, min, max, fileNames, default: value } = field;
	if (isMediaType(type)) {
		if (fileNames?.includes(NO_FILE) === true && value !== NO_FILE) return ` (or ${NO_FILE})`;
		const kind = MEDIA_WORDS[type].test(label) ? '' : type;
		const count = multiple ? (maxItems === undefined ? 'several' : `up to ${maxItems}`) : '';
		const said = [kind, count].filter(Boolean).join(', ');
		return said === '' ? '' : ` (${said})`;
	}
	if ((type !== 'integer' && type !== 'number') || min === undefined || max === undefined)
		return '';
	return unit === undefined ? ` (${min} to ${max})` : `, ${min} to ${max}`;
}

/** Words of a label that say already what kind of file is wanted. */
const MEDIA_WORDS = {
	image: /\b(?:image|picture|photo|frame|mask)s?\b/i,
	video: /\b(?:video|clip|film)s?\b/i,
	audio: /\b(?:audio|sound|recording|music|song)s?\b/i,
} as const;

function filledIn(
	field: FormField,
	{ filledWith }: FieldView,
): Pick<ResourceMapperField, 'defaultValue'> {
	if (filledWith !== undefined) return { defaultValue: filledWith };
	const { default: value } = field;
	const type = mapperType(field);
	if (field.type === 'boolean')
		return field.required && value !== undefined ? { defaultValue: String(value) } : {};
	if (typeof value === 'number' && type === 'string') return { defaultValue: String(value) };
	if (typeof value === 'string' || typeof value === 'number') return { defaultValue: value };
	if (typeof value === 'boolean') return { defaultValue: value };
	return Array.isArray(value) ? { defaultValue: value.join(', ') } : {};
}
