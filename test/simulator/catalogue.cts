import { capturedModels } from './catalogue-files.cts';
import { isObject, parseJson } from './json.cts';
import type { Json, JsonObject } from './json.cts';

/** Of what type the catalogue says a parameter is. */
export type ParameterType =
	| 'string'
	| 'integer'
	| 'number'
	| 'boolean'
	| 'enum'
	| 'image'
	| 'video'
	| 'audio'
	| 'json';

/** One choice of a parameter. */
export interface Option {
	readonly value: string;
	readonly nodeValue?: string;
}

/** A parameter of a model. */
export interface Parameter {
	readonly key: string;
	readonly alias?: string;
	readonly type: ParameterType;
	readonly required: boolean;
	readonly multiple: boolean;
	readonly maxItems?: number;
	readonly options: readonly Option[];
	/** Whether an option is sent as a JSON integer instead of a string. */
	readonly integerOptions: boolean;
	readonly default?: Json;
	readonly min?: number;
	readonly max?: number;
	readonly minLength?: number;
	readonly maxLength?: number;
	readonly accept?: readonly string[];
	readonly maxSizeMb?: number;
}

/** What a run costs that has all of these values. */
export interface PriceRule {
	readonly when: JsonObject;
	readonly price: number;
}

/** How the price of a model's runs is found. */
export interface Pricing {
	readonly type: string;
	readonly unit: string;
	readonly price?: number;
	readonly multipliedBy?: string;
	readonly rules: readonly PriceRule[];
	/** The lowest price of the rules. */
	readonly from?: number;
}

/** What a model makes. */
export type OutputKind = 'image' | 'video' | 'audio' | '3d' | 'text';

/** A model of the raw catalogue. */
export interface Model {
	readonly endpoint: string;
	readonly name: string;
	readonly output: OutputKind;
	readonly parameters: readonly Parameter[];
	readonly pricing?: Pricing;
}

const PARAMETER_TYPES: readonly ParameterType[] = [
	'string',
	'integer',
	'number',
	'boolean',
	'enum',
	'image',
	'video',
	'audio',
	'json',
];
const OUTPUT_KINDS: readonly OutputKind[] = ['image', 'video', 'audio', '3d', 'text'];

function text(source: JsonObject, name: string): string {
	const value = source[name];
	if (typeof value !== 'string') throw new Error(`Catalogue: ${name} is not text`);
	return value;
}

function oneOf<T extends string>(choices: readonly T[], value: string): T {
	const found = choices.find((choice) => choice === value);
	if (found === undefined) throw new Error(`Catalogue: unexpected value ${value}`);
	return found;
}

function objects(value: Json | undefined): JsonObject[] {
	return Array.isArray(value) ? value.filter(isObject) : [];
}

function numeric<Name extends string>(
	source: JsonObject,
	key: string,
	name: Name,
): Partial<Record<Name, number>> {
	const value = source[key];
	const found: Partial<Record<Name, number>> = {};
	if (typeof value === 'number') found[name] = value;
	return found;
}

function readParameter(source: JsonObject): Parameter {
	return {
		key: text(source, 'key'),
		type: oneOf(PARAMETER_TYPES, text(source, 'type')),
		required: source['required'] === true,
		multiple: source['multiple'] === true,
		integerOptions: source['value_type'] === 'integer',
		options: objects(source['options']).map((option) => ({
			value: text(option, 'value'),
			...(typeof option['node_value'] === 'string' ? { nodeValue: option['node_value'] } : {}),
		})),
		...(typeof source['alias'] === 'string' ? { alias: source['alias'] } : {}),
		...(source['default'] === undefined ? {} : { default: source['default'] }),
		...(Array.isArray(source['accept'])
			? { accept: source['accept'].filter((entry) => typeof entry === 'string') }
			: {}),
		...numeric(source, 'max_items', 'maxItems'),
		...numeric(source, 'min', 'min'),
		...numeric(source, 'max', 'max'),
		...numeric(source, 'min_length', 'minLength'),
		...numeric(source, 'max_length', 'maxLength'),
		...numeric(source, 'max_size_mb', 'maxSizeMb'),
	};
}

function readPricing(source: JsonObject): Pricing {
	return {
		type: text(source, 'type'),
		unit: typeof source['unit'] === 'string' ? source['unit'] : 'call',
		rules: objects(source['rules']).flatMap((rule) =>
			isObject(rule['when']) && typeof rule['price'] === 'number'
				? [{ when: rule['when'], price: rule['price'] }]
				: [],
		),
		...(typeof source['multiplied_by'] === 'string'
			? { multipliedBy: source['multiplied_by'] }
			: {}),
		...numeric(source, 'price', 'price'),
		...numeric(source, 'from', 'from'),
	};
}

/** A model as the captured files have it. */
export function readModel(source: JsonObject): Model {
	return {
		endpoint: text(source, 'endpoint'),
		name: text(source, 'name'),
		output: oneOf(OUTPUT_KINDS, text(source, 'output')),
		parameters: objects(source['params']).map(readParameter),
		...(isObject(source['pricing']) ? { pricing: readPricing(source['pricing']) } : {}),
	};
}

let loaded: ReadonlyMap<string, Model> | undefined;

/** Every model by its endpoint, read once from the raw catalogue files beside this program. */
export function catalogue(): ReadonlyMap<string, Model> {
	loaded ??= new Map(
		objects(parseJson(capturedModels()))
			.map(readModel)
			.map((model) => [model.endpoint, model]),
	);
	return loaded;
}
