/*
 * Makes runninghub/catalogue/models.json from the captured files that the tests use, and from
 * the hand-made additions. It starts from scratch: what refresh.cts brought in since is lost.
 */
import type { Model, OutputKind } from '../../runninghub/catalogue/model';
import type { FormField, FormFieldType, FormOption } from '../../runninghub/forms/form-field';
import {
	asText,
	isJsonObject,
	parseJson,
	type JsonObject,
	type JsonValue,
} from '../../runninghub/json';
import { capturedModels } from '../../test/simulator/catalogue-files.cts';
import { readAdditions, type Additions } from './additions.cts';
import { MODELS_FILE, writeModelsFile } from './data-file.cts';
import { present } from './presentation.cts';
import { readPrice } from './price.cts';

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
	endpoint: string,
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
		label: labels.get(`${endpoint} ${id}`) ?? labels.get(id) ?? asText(param.label),
		type,
		required: param.required === true,
		multiple: param.multiple === true,
		...(param.options === undefined ? {} : { options: objects(param.options).map(readOption) }),
		...(param.default === undefined ? {} : { default: param.default }),
		...Object.fromEntries(numbers),
		...(Array.isArray(param.accept) ? { accept: param.accept.map(asText) } : {}),
		...(param.value_type === 'integer' ? { sendAs: 'integer' } : {}),
		...(typeof param.alias === 'string' ? { alias: param.alias } : {}),
		...(id === promptKey ? { role: 'prompt' } : {}),
	};
}

function readSnapshotModel(
	data: JsonObject,
	{ placements, labels, notInChinaDocumentation }: Additions,
): Model {
	const endpoint = asText(data.endpoint);
	const placement = placements.get(endpoint);
	const output = OUTPUT_KINDS[asText(data.output)];
	if (placement === undefined) throw new Error(`placement.json lacks ${endpoint}`);
	if (output === undefined) throw new Error(`unknown output of ${endpoint}`);
	const { resource, operation, promptKey } = placement;
	const price = readPrice(data.pricing, output);
	return {
		endpoint,
		name: asText(data.name).trim(),
		title: asText(data.name).trim(),
		nameZh: asText(data.name_zh).trim(),
		provider: asText(data.provider),
		resource,
		operation,
		output,
		deprecated: data.deprecated === true,
		...(notInChinaDocumentation.has(endpoint) ? { maybeInternationalOnly: true } : {}),
		...(typeof data.sku_id === 'string' ? { skuId: data.sku_id } : {}),
		...(price === undefined ? {} : { price }),
		fields: objects(data.params).map((param) => readField(endpoint, param, promptKey, labels)),
	};
}

const additions = readAdditions();
const models = objects(parseJson(capturedModels())).map((data) =>
	readSnapshotModel(data, additions),
);
writeModelsFile(MODELS_FILE, present(models, additions));
console.log(`${models.length} models written to runninghub/catalogue/models.json`);
