import type { FieldValue } from '../forms/field-value';
import type { FormField } from '../forms/form-field';
import type { MediaReference } from '../forms/media-reference';
import { asText, type JsonObject, type JsonValue } from '../json';
import type { BodyForm } from './body-form';
import type { Model } from './model';

function optionToSend(field: FormField, value: JsonValue, form: BodyForm): JsonValue {
	if (field.sendAs === 'integer') return Number(value);
	if (form.options === 'shown') return value;
	const option = field.options?.find((candidate) => candidate.value === asText(value));
	return option?.nodeValue ?? value;
}

function valueToSend(
	field: FormField,
	value: FieldValue,
	resolveMedia: (reference: MediaReference) => string,
	form: BodyForm,
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

/** The key of an input in that form. */
export function keyToSend(field: Pick<FormField, 'id' | 'alias'>, { keys }: BodyForm): string {
	return keys === 'alias' ? (field.alias ?? field.id) : field.id;
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
	form: BodyForm,
): JsonObject {
	const body: JsonObject = {};
	for (const field of model.fields) {
		const value = values.get(field.id);
		const sent = value && valueToSend(field, value, resolveMedia, form);
		if (sent !== undefined) body[keyToSend(field, form)] = sent;
	}
	return body;
}
