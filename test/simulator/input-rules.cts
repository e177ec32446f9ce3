import type { FileStore, StoredFile } from './file-store.cts';
import type { Json, JsonObject } from './json.cts';
import type { MediaKind } from './media-kind.cts';
import { STOCK_FILES } from './stock-files.cts';

/** What a literal input of a node takes. */
export type InputRule =
	| { readonly type: 'STRING'; readonly default?: string; readonly multiline?: boolean }
	| {
			readonly type: 'INT' | 'FLOAT';
			readonly default: number;
			readonly min: number;
			readonly max: number;
			readonly step?: number;
	  }
	| { readonly type: 'BOOLEAN'; readonly default?: boolean }
	| { readonly type: 'COMBO'; readonly options: readonly string[] }
	/** An index, as text or as a number. */
	| { readonly type: 'SWITCH'; readonly options: readonly number[] }
	/** The name of an uploaded file, or one of the names in the loader's own list. */
	| { readonly type: 'FILE'; readonly media: MediaKind; readonly listed?: readonly string[] }
	/** The name of an uploaded or public LoRA. */
	| { readonly type: 'LORA' }
	/** Another node's output of this type. */
	| { readonly type: 'LINK'; readonly of: string };

/** What literal inputs are checked against besides their rule. */
export interface InputContext {
	readonly files: FileStore;
	/** Whether a LoRA of this name exists. */
	readonly hasLora: (fileName: string) => boolean;
	readonly loaderUrls: 'accept' | 'refuse';
}

/** One of ComfyUI's complaints about an input: `{type, message, details, extra_info}`. */
export type InputError = JsonObject;

/** A complaint in ComfyUI's own words. */
export function inputError(
	type: string,
	message: string,
	details: string,
	input: string,
	extra: JsonObject = {},
): InputError {
	return { type, message, details, extra_info: { input_name: input, ...extra } };
}

function number(value: Json): number | undefined {
	const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof parsed === 'number' && Number.isFinite(parsed) ? parsed : undefined;
}

function notConvertible(input: string, type: string, value: Json): InputError {
	return inputError(
		'invalid_input_type',
		`Failed to convert an input value to a ${type} value`,
		`${input}, ${String(value)}, could not convert '${String(value)}' to ${type}`,
		input,
		{ received_value: value },
	);
}

function notInList(input: string, value: Json, options: readonly (string | number)[]): InputError {
	const list = options.map((option) => `'${option}'`).join(', ');
	return inputError(
		'value_not_in_list',
		'Value not in list',
		`${input}: '${String(value)}' not in [${list}]`,
		input,
		{ input_config: [[...options], {}], received_value: value },
	);
}

function checkNumber(
	input: string,
	rule: InputRule & { readonly type: 'INT' | 'FLOAT' },
	value: Json,
): InputError | undefined {
	// ComfyUI holds seeds as 64-bit numbers; they may come as text or as a bare number.
	const wide = typeof value === 'bigint' || (typeof value === 'string' && /^\d{16,}$/.test(value));
	const given = wide ? Number(value) : number(value);
	if (given === undefined || (rule.type === 'INT' && !Number.isInteger(given))) {
		return notConvertible(input, rule.type, value);
	}
	const { min, max } = rule;
	if (given < min) {
		const message = `Value ${given} smaller than min of ${min}`;
		return inputError('value_smaller_than_min', message, input, input, { received_value: value });
	}
	if (given > max) {
		const message = `Value ${given} bigger than max of ${max}`;
		return inputError('value_bigger_than_max', message, input, input, { received_value: value });
	}
	return undefined;
}

function isOf(media: MediaKind, file: StoredFile): boolean {
	return file.contentType?.startsWith(`${media}/`) === true;
}

function checkFile(
	input: string,
	{ media, listed }: InputRule & { readonly type: 'FILE' },
	value: Json,
	context: InputContext,
): InputError | undefined {
	const name = String(value);
	if (listed?.includes(name) === true) return undefined;
	if (STOCK_FILES[name] === media) return undefined;
	if (context.loaderUrls === 'accept' && /^(https?:\/\/|data:)/.test(name)) return undefined;
	const file = context.files.uploadNamed(name);
	if (file !== undefined && isOf(media, file)) return undefined;
	return inputError(
		'custom_validation_failed',
		'Custom validation failed for node',
		`${input} - Invalid ${media} file: ${name.slice(0, 120)}`,
		input,
		{ received_value: name.slice(0, 120) },
	);
}

/** What ComfyUI has against a literal value; `undefined`: nothing. */
export function checkInput(
	input: string,
	rule: InputRule,
	value: Json,
	context: InputContext,
): InputError | undefined {
	switch (rule.type) {
		case 'STRING':
			return typeof value === 'string' ? undefined : notConvertible(input, 'STRING', value);
		case 'INT':
		case 'FLOAT':
			return checkNumber(input, rule, value);
		case 'BOOLEAN':
			return ['true', 'false'].includes(String(value))
				? undefined
				: notConvertible(input, 'BOOLEAN', value);
		case 'COMBO':
			return typeof value === 'string' && rule.options.includes(value)
				? undefined
				: notInList(input, value, rule.options);
		case 'SWITCH':
			return rule.options.some((option) => value === option || value === String(option))
				? undefined
				: notInList(input, value, rule.options);
		case 'FILE':
			return checkFile(input, rule, value, context);
		case 'LORA':
			return typeof value === 'string' && context.hasLora(value)
				? undefined
				: notInList(input, value, []);
		case 'LINK':
			return inputError(
				'bad_linked_input',
				'Bad linked input, must be a length-2 list of [node_id, slot_index]',
				input,
				input,
				{ received_value: value },
			);
	}
}
