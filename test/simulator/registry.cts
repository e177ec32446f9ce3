import { catalogue, readModel, type Model, type Parameter } from './catalogue.cts';
import { isObject } from './json.cts';
import type { JsonObject } from './json.cts';

const TYPES = {
	string: 'STRING',
	integer: 'INT',
	number: 'FLOAT',
	boolean: 'BOOLEAN',
	enum: 'LIST',
	image: 'IMAGE',
	video: 'VIDEO',
	audio: 'AUDIO',
} as const;

/** A parameter as the registry writes it; it leaves out those of the type json. */
function registryParam(parameter: Parameter): JsonObject[] {
	const { type, key, required, multiple, maxItems, options, accept, maxSizeMb } = parameter;
	if (type === 'json') return [];
	return [
		{
			fieldKey: key,
			type: TYPES[type],
			required,
			label: key,
			description: key,
			...(parameter.default === undefined ? {} : { defaultValue: parameter.default }),
			...(type === 'enum'
				? { options: options.map(({ value }) => ({ value, description: value })) }
				: {}),
			...(multiple ? { multipleInputs: true, maxInputNum: maxItems ?? 1 } : {}),
			...(accept === undefined ? {} : { accept: JSON.stringify(accept) }),
			...(maxSizeMb === undefined ? {} : { maxSize: maxSizeMb }),
			...(parameter.min === undefined ? {} : { min: parameter.min }),
			...(parameter.max === undefined ? {} : { max: parameter.max }),
			...(parameter.maxLength === undefined ? {} : { maxLength: parameter.maxLength }),
		},
	];
}

/**
 * RunningHub's public registry: every model of the catalogue but the node-keyed ones, and the newer
 * ones (docs/runninghub-api.md, section 11).
 */
export function registryOf(newer: readonly JsonObject[]): JsonObject[] {
	const replaced = new Set(newer.map(({ endpoint }) => endpoint));
	const listed = [...catalogue().values()].filter(
		({ endpoint, parameters }) =>
			!replaced.has(endpoint) && !parameters.some(({ key }) => /^\d+##/.test(key)),
	);
	return [
		...listed.map(
			({ endpoint, name, output, parameters }): JsonObject => ({
				endpoint,
				name_en: name,
				name_cn: name,
				display_name: name,
				class_name: 'Node',
				category: 'RunningHub/Models',
				output_type: output === 'text' ? 'string' : output,
				params: parameters.flatMap(registryParam),
			}),
		),
		...newer,
	];
}

/** What the service makes of an entry of the registry. */
export function modelOfEntry(entry: JsonObject): Model {
	const params = Array.isArray(entry['params']) ? entry['params'].filter(isObject) : [];
	const types = new Map<unknown, string>(
		Object.entries(TYPES).map(([ours, theirs]) => [theirs, ours]),
	);
	return readModel({
		endpoint: entry['endpoint'],
		name: entry['name_en'],
		output: entry['output_type'] === 'string' ? 'text' : entry['output_type'],
		params: params.map((param) => ({
			key: param['fieldKey'],
			type: types.get(param['type']),
			required: param['required'] === true,
			multiple: param['multipleInputs'] === true,
			options: param['options'],
			min: param['min'],
			max: param['max'],
			max_length: param['maxLength'],
		})),
	});
}
