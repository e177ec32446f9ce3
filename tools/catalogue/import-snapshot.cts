/*
 * Makes runninghub/catalogue/models.json from the captured files that the tests use, and from
 * the hand-made additions. It starts from scratch: what refresh.cts brought in since is lost.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Model, OutputKind } from '../../runninghub/catalogue/model';
import type { FormField, FormFieldType, FormOption } from '../../runninghub/forms/form-field';
import {
	asObject,
	asText,
	isJsonObject,
	parseJson,
	type JsonObject,
	type JsonValue,
} from '../../runninghub/json';
import { readAdditions, type Additions } from './additions.cts';
import { MODELS_FILE, writeModelsFile } from './data-file.cts';

const SNAPSHOT_FOLDER = join(__dirname, '../../test/simulator/catalogue');
const SNAPSHOT_FILES = ['models.json', 'models-newer.json'];

const FIELD_TYPES: Readonly<Record<string, FormFieldType>> = {
	string: 'string',
	integer: 'integer',
	number: 'number',
	boolean: 'boolean',
	enum: 'options',
	json: 'json',
	image: 'image',
	video: 'video',
	audio: 'audio',
};

const OUTPUT_KINDS: Readonly<Record<string, OutputKind>> = {
	'3d': '3d',
	audio: 'audio',
	image: 'image',
	text: 'text',
	video: 'video',
};

const NUMBERS = [
	['max_items', 'maxItems'],
	['min', 'min'],
	['max', 'max'],
	['step', 'step'],
	['min_length', 'minLength'],
	['max_length', 'maxLength'],
	['max_size_mb', 'maxSizeMb'],
] as const;

function objects(value: JsonValue | undefined): JsonObject[] {
	return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function readOption(option: JsonObject): FormOption {
	const value = asText(option.value);
	const { node_value: nodeValue } = option;
	return {
		value,
		label: asText(option.label) || value,
		...(typeof nodeValue === 'string' ? { nodeValue } : {}),
	};
}

function readField(
	param: JsonObject,
	promptKey: string | null,
	labels: Additions['labels'],
): FormField {
	const id = asText(param.key);
	const type = FIELD_TYPES[asText(param.type)];
	if (type === undefined) throw new Error(`unknown type ${asText(param.type)} of ${id}`);
	const numbers = NUMBERS.flatMap(([theirs, ours]) => {
		const value = param[theirs];
		return typeof value === 'number' ? [[ours, value] as const] : [];
	});
	return {
		id,
		label: labels.get(id) ?? asText(param.label),
		type,
		required: param.required === true,
		multiple: param.multiple === true,
		...(param.options === undefined ? {} : { options: objects(param.options).map(readOption) }),
		...(param.default === undefined ? {} : { default: param.default }),
		...Object.fromEntries(numbers),
		...(Array.isArray(param.accept) ? { accept: param.accept.map(asText) } : {}),
		...(param.value_type === 'integer' ? { sendAs: 'integer' } : {}),
		...(id === promptKey ? { role: 'prompt' } : {}),
	};
}

function readSnapshotModel(data: JsonObject, { placements, labels }: Additions): Model {
	const endpoint = asText(data.endpoint);
	const placement = placements.get(endpoint);
	const output = OUTPUT_KINDS[asText(data.output)];
	if (placement === undefined) throw new Error(`placement.json lacks ${endpoint}`);
	if (output === undefined) throw new Error(`unknown output of ${endpoint}`);
	const { resource, operation, promptKey } = placement;
	return {
		endpoint,
		name: asText(data.name).trim(),
		nameZh: asText(data.name_zh).trim(),
		provider: asText(data.provider),
		resource,
		operation,
		output,
		deprecated: data.deprecated === true,
		fields: objects(data.params).map((param) => readField(param, promptKey, labels)),
	};
}

const additions = readAdditions();
const models = SNAPSHOT_FILES.flatMap((file) => {
	const snapshot = asObject(parseJson(readFileSync(join(SNAPSHOT_FOLDER, file), 'utf8')));
	return objects(snapshot.models).map((data) => readSnapshotModel(data, additions));
});
writeModelsFile(MODELS_FILE, models);
console.log(`${models.length} models written to runninghub/catalogue/models.json`);
