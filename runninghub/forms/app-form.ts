import {
	asNumber,
	asObject,
	asText,
	isJsonObject,
	type JsonObject,
	type JsonValue,
	tryParseJson,
} from '../json';
import { type FormField, type FormFieldType, type FormOption, isMediaType } from './form-field';
import { distinctLabels, LONGEST_LABEL } from './distinct-labels';

/** An input of an AI app as a form field. */
export interface AppField extends FormField {
	readonly sentAsText: true;
	readonly nodeId: string;
	readonly fieldName: string;
	/** The app's own value, as text. */
	readonly saved: string;
}

/**
 * The inputs of an AI app as a form, whatever the encoding of their `fieldData`
 * (docs/runninghub-api.md, section 13.3). Untouched inputs keep the app's own values, so none is
 * required.
 */
export function appForm(inputs: readonly JsonObject[]): AppField[] {
	const fields = inputs.flatMap((input) => {
		const nodeId = asText(input.nodeId);
		const fieldName = asText(input.fieldName);
		return nodeId === '' || fieldName === '' ? [] : [field(input, nodeId, fieldName)];
	});
	const labels = distinctLabels(fields.map(({ label }) => label));
	return fields.map((each, index) => ({ ...each, label: labels[index] ?? each.label }));
}

function field(input: JsonObject, nodeId: string, fieldName: string): AppField {
	const data = parsed(input.fieldData);
	const declared = asText(input.fieldType);
	const type = typeOf(declared, data);
	const settings = settingsOf(data);
	const indexText = declared.toUpperCase() === 'SWITCH' ? switchIndex : asText;
	const options = type === 'options' ? optionsOf(data, indexText) : undefined;
	// A choice without choices can only be typed.
	const usable = type === 'options' && (options ?? []).length === 0 ? 'string' : type;
	const value = input.fieldValue;
	return {
		id: `${nodeId}.${fieldName}`,
		label: labelOf(input, fieldName),
		type: usable,
		required: false,
		multiple: false,
		sentAsText: true,
		nodeId,
		fieldName,
		saved: asText(value),
		...(options !== undefined && options.length > 0 && { options }),
		...(isMediaType(usable) && {
			fileNames: [asText(value).trim(), ...listedFileNames(data)].filter(Boolean),
		}),
		...bounds(usable, settings),
		...defaultOf(usable, usable === 'options' ? indexText(value) : asText(value), options),
	};
}

function parsed(fieldData: JsonValue | undefined): JsonValue | undefined {
	return typeof fieldData === 'string' ? tryParseJson(fieldData) : fieldData;
}

function typeOf(declared: string, data: JsonValue | undefined): FormFieldType {
	if (declared === '' && Array.isArray(data) && data[0] === 'COMBO') return 'options';
	return declaredType(declared);
}

/** What a `fieldType` of RunningHub holds; text where it is unknown. */
export function declaredType(fieldType: string): FormFieldType {
	switch (fieldType.toUpperCase()) {
		case 'IMAGE':
			return 'image';
		case 'VIDEO':
			return 'video';
		case 'AUDIO':
			return 'audio';
		case 'LIST':
		case 'SWITCH':
		case 'COMBO':
		case 'SELECT':
			return 'options';
		case 'INT':
			return 'integer';
		case 'FLOAT':
		case 'NUMBER':
			return 'number';
		case 'BOOLEAN':
			return 'boolean';
		default:
			return 'string';
	}
}

/** The names of files that an input's data lists (docs/runninghub-api.md, section 13.3). */
export function listedFileNames(fieldData: JsonValue | undefined): string[] {
	return optionsOf(parsed(fieldData), asText).map((option) => option.value);
}

/** The object of settings beside the type or the choices. */
function settingsOf(data: JsonValue | undefined): JsonObject {
	return Array.isArray(data) ? asObject(data[1]) : {};
}

function bounds(type: FormFieldType, settings: JsonObject): Pick<FormField, 'min' | 'max'> {
	if (type !== 'integer' && type !== 'number') return {};
	const min = asNumber(settings.min);
	const max = asNumber(settings.max);
	return { ...(min !== null && { min }), ...(max !== null && { max }) };
}

/** The choices, in any of the encodings seen; entries without an index are no choice. */
function optionsOf(
	data: JsonValue | undefined,
	indexText: (index: JsonValue | undefined) => string,
): FormOption[] {
	if (!Array.isArray(data)) return [];
	const [first, second] = data;
	if (first === 'COMBO') return literals(asObject(second).options);
	if (Array.isArray(first)) return literals(first);
	if (data.some(isJsonObject)) {
		return data.filter(isJsonObject).flatMap((entry) => {
			const value = indexText(entry.index);
			const label = asText(entry.descriptionEn) || asText(entry.name) || asText(entry.description);
			return value === '' ? [] : [{ value, label: label === '' ? value : label }];
		});
	}
	return literals(data);
}

/** A switch's index comes as a float, `2.0`, and is wanted as `2`. */
export function switchIndex(index: JsonValue | undefined): string {
	return asText(index).replace(/^(\d+)\.0+$/, '$1');
}

function literals(values: JsonValue | undefined): FormOption[] {
	if (!Array.isArray(values)) return [];
	return values.flatMap((value) => {
		const text = asText(value);
		return text === '' ? [] : [{ value: text, label: text }];
	});
}

function defaultOf(
	type: FormFieldType,
	text: string,
	options: readonly FormOption[] | undefined,
): Pick<FormField, 'default'> {
	if (text === '') return {};
	switch (type) {
		case 'integer':
		case 'number': {
			const number = asNumber(text);
			// A seed may be longer than a number can hold: shown rounded, it would be another one.
			return number === null || Math.abs(number) > Number.MAX_SAFE_INTEGER
				? {}
				: { default: number };
		}
		case 'boolean':
			return { default: text.toLowerCase() === 'true' || text === '1' };
		case 'options':
			return options?.some((option) => option.value === text) === true ? { default: text } : {};
		case 'string':
			return { default: text };
		default:
			// The name of a sample file is of no use to anybody but the app's author.
			return {};
	}
}

function labelOf(input: JsonObject, fieldName: string): string {
	const label =
		asText(input.descriptionEn) || asText(input.description) || asText(input.nodeName) || fieldName;
	const line = label.replace(/\s+/g, ' ').trim();
	return line.length > LONGEST_LABEL ? `${line.slice(0, LONGEST_LABEL - 1)}…` : line;
}
