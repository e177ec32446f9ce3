import type { OutputKind } from '../../runninghub/catalogue/model';
import type { FormField, FormFieldType, FormOption } from '../../runninghub/forms/form-field';
import {
	asNumber,
	asText,
	isJsonObject,
	tryParseJson,
	type JsonObject,
	type JsonValue,
} from '../../runninghub/json';

/** One input as RunningHub's registry has it: what it does not say is missing. */
export type RegistryField = Pick<FormField, 'id' | 'type' | 'required'> &
	Partial<Omit<FormField, 'id' | 'type' | 'required' | 'label' | 'role' | 'sendAs' | 'minLength'>>;

/** One model of RunningHub's registry (docs/runninghub-api.md, section 11). */
export interface RegistryModel {
	readonly endpoint: string;
	readonly name: string;
	readonly nameZh: string;
	/** Last part of the registry's category, such as `Kling`. */
	readonly category: string;
	readonly output: OutputKind;
	/** Whether its Chinese name or its endpoint says that it was withdrawn. */
	readonly deprecated: boolean;
	readonly fields: readonly RegistryField[];
}

const FIELD_TYPES: Readonly<Record<string, FormFieldType>> = {
	STRING: 'string',
	LIST: 'options',
	BOOLEAN: 'boolean',
	INT: 'integer',
	FLOAT: 'number',
	IMAGE: 'image',
	VIDEO: 'video',
	AUDIO: 'audio',
};

const OUTPUT_KINDS: Readonly<Record<string, OutputKind>> = {
	'3d': '3d',
	audio: 'audio',
	image: 'image',
	string: 'text',
	text: 'text',
	video: 'video',
};

const NUMBERS = [
	['min', 'min'],
	['max', 'max'],
	['step', 'step'],
	['maxLength', 'maxLength'],
	['maxSize', 'maxSizeMb'],
] as const;

/** What the registry's own node editor shows for "do not send"; the service does not take it. */
const NO_VALUE = 'empty';

const CHINESE = /\p{Script=Han}/u;
const LONGEST_OPTION_LABEL = 40;

function objects(value: JsonValue | undefined): JsonObject[] {
	return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function readOption(option: JsonObject): FormOption {
	const value = asText(option.value);
	const described = asText(option.descriptionEn).trim();
	const usable =
		described !== '' && described.length <= LONGEST_OPTION_LABEL && !CHINESE.test(described);
	return { value, label: usable ? described : value };
}

function readOptions(value: JsonValue | undefined): FormOption[] {
	const options = objects(value)
		.map(readOption)
		.filter((option) => option.value !== NO_VALUE);
	return [...new Map(options.map((option) => [option.value, option])).values()];
}

function readDefault(
	type: FormFieldType,
	preset: JsonValue | undefined,
	options: readonly FormOption[],
): JsonValue | undefined {
	switch (type) {
		case 'options':
			return options.some(({ value }) => value === asText(preset)) ? asText(preset) : undefined;
		case 'boolean':
			return preset === undefined ? undefined : asText(preset) === 'true';
		case 'integer':
		case 'number':
			return asNumber(preset) ?? undefined;
		case 'string':
			return asText(preset) || undefined;
		default:
			return undefined;
	}
}

function readAccept(accept: JsonValue | undefined): string[] | undefined {
	const list = typeof accept === 'string' ? tryParseJson(accept) : accept;
	return Array.isArray(list) && list.length > 0
		? list.map((extension) => asText(extension).toLowerCase().replace(/^\./, ''))
		: undefined;
}

function readField(param: JsonObject): RegistryField {
	const id = asText(param.fieldKey);
	const type = FIELD_TYPES[asText(param.type)];
	if (id === '' || type === undefined) {
		throw new Error(`the registry has an input "${id}" of the unknown type ${asText(param.type)}`);
	}
	const options = type === 'options' ? readOptions(param.options) : [];
	const preset = readDefault(type, param.defaultValue, options);
	const accept = readAccept(param.accept);
	const numbers = NUMBERS.flatMap(([theirs, ours]) => {
		const value = asNumber(param[theirs]);
		return value === null ? [] : [[ours, value] as const];
	});
	const multiple = typeof param.multipleInputs === 'boolean' ? param.multipleInputs : undefined;
	// The registry's own generator knows the misspelt key too.
	const maxItems = asNumber(param.maxInputNum ?? param.maxInpuNum);
	return {
		id,
		type,
		required: param.required === true,
		...(multiple === undefined ? {} : { multiple }),
		// A list of at most one entry is the registry's way of leaving the limit open.
		...(multiple === true && maxItems !== null && maxItems > 1 ? { maxItems } : {}),
		...(options.length > 0 ? { options } : {}),
		...(preset === undefined ? {} : { default: preset }),
		...Object.fromEntries(numbers),
		...(accept === undefined ? {} : { accept }),
	};
}

function readRegistryModel(data: JsonObject): RegistryModel {
	const endpoint = asText(data.endpoint);
	const output = OUTPUT_KINDS[asText(data.output_type)];
	if (endpoint === '' || output === undefined) {
		throw new Error(
			`the registry has a model "${endpoint}" of the unknown kind ${asText(data.output_type)}`,
		);
	}
	const nameZh = asText(data.name_cn).trim();
	return {
		endpoint,
		name: asText(data.name_en).trim() || nameZh || endpoint,
		nameZh: nameZh || asText(data.name_en).trim() || endpoint,
		category: asText(data.category).split('/').at(-1) ?? '',
		output,
		deprecated: /已下架/.test(nameZh) || /deprecated/i.test(endpoint),
		fields: objects(data.params).map(readField),
	};
}

/**
 * Reads a registry file: a list of models, or an object that has it as `models`.
 *
 * @throws Error when it holds no model, or one that cannot be read.
 */
export function readRegistry(data: JsonValue): RegistryModel[] {
	const models = objects(isJsonObject(data) ? data.models : data);
	if (models.length === 0) throw new Error('the registry holds no models');
	return models.map(readRegistryModel);
}
