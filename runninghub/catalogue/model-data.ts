import type { FormField, FormFieldType, FormOption } from '../forms/form-field';
import { asText, isJsonObject, type JsonObject, type JsonValue } from '../json';
import type { Model, OutputKind, Price } from './model';
import { findOperation, isResource } from './operations';

const FIELD_TYPES: readonly FormFieldType[] = [
	'string',
	'integer',
	'number',
	'boolean',
	'options',
	'json',
	'image',
	'video',
	'audio',
];

const OUTPUT_KINDS: readonly OutputKind[] = ['3d', 'audio', 'image', 'text', 'video'];

const NUMBERS = [
	'maxItems',
	'min',
	'max',
	'step',
	'minLength',
	'maxLength',
	'maxSizeMb',
] as const satisfies readonly (keyof FormField)[];

function readOption(value: JsonValue): FormOption {
	if (!Array.isArray(value)) return { value: asText(value), label: asText(value) };
	const [shown, label, nodeValue] = value.map(asText);
	return {
		value: shown ?? '',
		label: label ?? shown ?? '',
		...(nodeValue === undefined ? {} : { nodeValue }),
	};
}

function readNumbers(data: JsonObject): Partial<Record<(typeof NUMBERS)[number], number>> {
	const numbers: Partial<Record<(typeof NUMBERS)[number], number>> = {};
	for (const name of NUMBERS) {
		const value = data[name];
		if (typeof value === 'number') numbers[name] = value;
	}
	return numbers;
}

function readField(data: JsonObject): FormField {
	const { options, accept, default: preset } = data;
	return {
		id: asText(data.id),
		label: asText(data.label),
		type: FIELD_TYPES.find((type) => type === data.type) ?? 'string',
		required: data.required === true,
		multiple: data.multiple === true,
		...(Array.isArray(options) ? { options: options.map(readOption) } : {}),
		...(preset === undefined ? {} : { default: preset }),
		...readNumbers(data),
		...(Array.isArray(accept) ? { accept: accept.map(asText) } : {}),
		...(data.sendAs === 'integer' ? { sendAs: 'integer' } : {}),
		...(typeof data.alias === 'string' ? { alias: data.alias } : {}),
		...(data.role === 'prompt' ? { role: 'prompt' } : {}),
	};
}

function readPrice(price: JsonValue | undefined): { price?: Price } {
	if (!isJsonObject(price) || typeof price.amount !== 'number') return {};
	const { amount, from, unit, asOf } = price;
	return { price: { amount, from: from === true, unit: asText(unit), asOf: asText(asOf) } };
}

/**
 * A model of `models.json`; `undefined` for anything that is not one. There, flags that are
 * false and texts that repeat another one are left out, and an option is its value, or
 * `[value, label]`, or `[value, label, nodeValue]`.
 */
export function readModel(data: JsonValue): Model | undefined {
	if (!isJsonObject(data)) return undefined;
	const resource = asText(data.resource);
	const operation = isResource(resource)
		? findOperation(resource, asText(data.operation))
		: undefined;
	const output = OUTPUT_KINDS.find((kind) => kind === data.output);
	if (!isResource(resource) || operation === undefined || output === undefined) return undefined;
	const { fields } = data;
	let form: readonly FormField[] | undefined;
	return {
		endpoint: asText(data.endpoint),
		name: asText(data.name),
		title: asText(data.title) || asText(data.name),
		nameZh: asText(data.nameZh) || asText(data.name),
		provider: asText(data.provider),
		resource,
		operation,
		output,
		deprecated: data.deprecated === true,
		...(typeof data.skuId === 'string' ? { skuId: data.skuId } : {}),
		...(data.maybeInternationalOnly === true ? { maybeInternationalOnly: true } : {}),
		...(typeof data.skuId === 'string' ? { skuId: data.skuId } : {}),
		...(typeof data.goodStart === 'number' ? { goodStart: data.goodStart } : {}),
		...(data.helper === true ? { helper: true } : {}),
		...(data.unavailable === true ? { unavailable: true } : {}),
		...readPrice(data.price),
		...(Array.isArray(data.keywords) ? { keywords: data.keywords.map(asText) } : {}),
		get fields() {
			form ??= Array.isArray(fields) ? fields.filter(isJsonObject).map(readField) : [];
			return form;
		},
	};
}
