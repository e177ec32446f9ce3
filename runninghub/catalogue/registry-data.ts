import type { FormField, FormFieldType, FormOption } from '../forms/form-field';
import {
	asNumber,
	asText,
	isJsonObject,
	tryParseJson,
	type JsonObject,
	type JsonValue,
} from '../json';
import type { OutputKind } from './model';

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

/** What could be read of a registry. */
export interface Registry {
	readonly models: readonly RegistryModel[];
	/** What could not, a line for each model. */
	readonly unreadable: readonly string[];
}

const FIELD_TYPES: ReadonlyMap<string, FormFieldType> = new Map([
	['STRING', 'string'],
	['LIST', 'options'],
	['BOOLEAN', 'boolean'],
	['INT', 'integer'],
	['FLOAT', 'number'],
	['IMAGE', 'image'],
	['VIDEO', 'video'],
	['AUDIO', 'audio'],
]);

const OUTPUT_KINDS: ReadonlyMap<string, OutputKind> = new Map([
	['3d', '3d'],
	['audio', 'audio'],
	['image', 'image'],
	['string', 'text'],
	['text', 'text'],
	['video', 'video'],
]);

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

/*
 * The registry is somebody else's text. Its bounds are far above what RunningHub has published:
 * 422 models, 29 inputs, 106 options.
 */
const MOST_MODELS = 5_000;
const MOST_FIELDS = 200;
const MOST_OPTIONS = 1_000;
const LONGEST_NAME = 100;
const LONGEST_VALUE = 200;

const ENDPOINT = /^[A-Za-z0-9][A-Za-z0-9._[\]-]*(?:\/[A-Za-z0-9[][A-Za-z0-9._[\]-]*)*$/;
const KEY = /^[A-Za-z0-9][A-Za-z0-9_#-]*$/;
const EXTENSION = /^[a-z0-9]{1,10}$/;

function objects(value: JsonValue | undefined): JsonObject[] {
	return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** A text to be shown: one line, no markup, no longer than anybody reads. */
function shownText(value: JsonValue | undefined): string {
	return asText(value)
		.slice(0, LONGEST_NAME * 4)
		.replace(/<[^>]*>|[<>\p{Cc}\p{Cf}]+/gu, ' ')
		.replace(/\s+/g, ' ')
		.trim()
		.slice(0, LONGEST_NAME);
}

function readOption(option: JsonObject): FormOption {
	const value = asText(option.value);
	const described = shownText(option.descriptionEn);
	const usable =
		described !== '' && described.length <= LONGEST_OPTION_LABEL && !CHINESE.test(described);
	return { value, label: usable ? described : shownText(value) || value };
}

/** The choices of an input; none where they are too many to choose from, as of a free text. */
function readOptions(value: JsonValue | undefined): FormOption[] {
	if (!Array.isArray(value) || value.length > MOST_OPTIONS) return [];
	const options = objects(value)
		.map(readOption)
		.filter(
			({ value: key }) => key !== NO_VALUE && key.length <= LONGEST_VALUE && !/[<>]/.test(key),
		);
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
			return asText(preset).slice(0, LONGEST_VALUE) || undefined;
		default:
			return undefined;
	}
}

function readAccept(accept: JsonValue | undefined): string[] | undefined {
	const list = typeof accept === 'string' ? tryParseJson(accept) : accept;
	if (!Array.isArray(list) || list.length > MOST_OPTIONS) return undefined;
	const extensions = list
		.map((extension) => asText(extension).toLowerCase().replace(/^\./, ''))
		.filter((extension) => EXTENSION.test(extension));
	return extensions.length > 0 ? extensions : undefined;
}

/** Whether a key may stand in a request: a plain name that no object has by itself. */
function isKey(id: string): boolean {
	return id.length <= LONGEST_NAME && KEY.test(id) && !(id in {});
}

function readField(param: JsonObject): RegistryField | string {
	const id = asText(param.fieldKey);
	const declared = FIELD_TYPES.get(asText(param.type));
	if (!isKey(id) || declared === undefined) {
		return `an input "${shownText(id)}" of the unknown type ${shownText(param.type)}`;
	}
	const options = declared === 'options' ? readOptions(param.options) : [];
	const type = declared === 'options' && options.length === 0 ? 'string' : declared;
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

function readRegistryModel(data: JsonObject): RegistryModel | string {
	const endpoint = asText(data.endpoint);
	const output = OUTPUT_KINDS.get(asText(data.output_type));
	const isEndpoint = endpoint.length <= LONGEST_NAME && ENDPOINT.test(endpoint);
	if (!isEndpoint || output === undefined) {
		return `a model "${shownText(endpoint)}" of the unknown kind ${shownText(data.output_type)}`;
	}
	const params = objects(data.params);
	if (params.length > MOST_FIELDS) return `a model "${endpoint}" with too many inputs`;
	const fields: RegistryField[] = [];
	for (const param of params) {
		const field = readField(param);
		if (typeof field === 'string') return `${field} of the model "${endpoint}"`;
		if (!fields.some(({ id }) => id === field.id)) fields.push(field);
	}
	const nameZh = shownText(data.name_cn);
	const name = shownText(data.name_en);
	return {
		endpoint,
		name: name || nameZh || endpoint,
		nameZh: nameZh || name || endpoint,
		category: shownText(asText(data.category).split('/').at(-1)),
		output,
		deprecated: /已下架/.test(nameZh) || /deprecated/i.test(endpoint),
		fields,
	};
}

/**
 * Reads a registry file: a list of models, or an object that has it as `models`. It is outside
 * data: names lose their markup, keys and endpoints are plain or the model is left out, and of what
 * is far more than RunningHub ever published only the first part counts.
 *
 * @returns no model when it holds none. Source: docs/runninghub-api.md, section 11.
 */
export function readRegistry(data: JsonValue | undefined): Registry {
	const list = isJsonObject(data) ? data.models : data;
	const entries = objects(Array.isArray(list) ? list.slice(0, MOST_MODELS) : undefined);
	const models = new Map<string, RegistryModel>();
	const unreadable: string[] = [];
	for (const entry of entries) {
		const model = readRegistryModel(entry);
		if (typeof model === 'string') unreadable.push(model);
		else if (!models.has(model.endpoint)) models.set(model.endpoint, model);
	}
	return { models: [...models.values()], unreadable };
}
