import type { FieldValue } from '../forms/field-value';
import type { FormField } from '../forms/form-field';
import type { MediaReference } from '../forms/media-reference';
import { asText, type JsonObject, type JsonValue } from '../json';
import type { Model } from './model';

/**
 * Which of the two known ways of choosing an option a node-keyed model is asked in: by the value
 * of its node, where one is known, or by the value that is shown
 * (docs/runninghub-api.md, section 3.3).
 */
export type OptionForm = 'nodeValue' | 'shownValue';

function optionToSend(field: FormField, value: JsonValue, form: OptionForm): JsonValue {
	if (field.sendAs === 'integer') return Number(value);
	if (form === 'shownValue') return value;
	const option = field.options?.find((candidate) => candidate.value === asText(value));
	return option?.nodeValue ?? value;
}

function valueToSend(
	field: FormField,
	value: FieldValue,
	resolveMedia: (reference: MediaReference) => string,
	form: OptionForm,
): JsonValue | undefined {
	if (value.kind === 'media') {
		const addresses = value.references.map(resolveMedia);
		return field.multiple ? addresses : addresses[0];
	}
	if (field.type !== 'options') return value.value;
	return Array.isArray(value.value)
		? value.value.map((entry) => optionToSend(field, entry, form))
		: optionToSend(field, value.value, form);
}

/**
 * The request body of a model for a checked form: the model's own keys, in its own order, each
 * in the JSON type RunningHub expects, and nothing for fields left untouched
 * (docs/runninghub-api.md, section 3.1 and 3.4).
 *
 * @param values What `coerceForm` gave for the model's form.
 * @param resolveMedia The address to send for a file; uploads are done before.
 */
export function buildModelBody(
	model: Model,
	values: ReadonlyMap<string, FieldValue>,
	resolveMedia: (reference: MediaReference) => string,
	form: OptionForm,
): JsonObject {
	const body: JsonObject = {};
	for (const field of model.fields) {
		const value = values.get(field.id);
		const sent = value && valueToSend(field, value, resolveMedia, form);
		if (sent !== undefined) body[field.id] = sent;
	}
	return body;
}
