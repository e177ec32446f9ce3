import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Model } from '../../runninghub/catalogue/model';
import { readModel } from '../../runninghub/catalogue/model-data';
import type { FormField, FormOption } from '../../runninghub/forms/form-field';
import { asObject, parseJson, type JsonObject, type JsonValue } from '../../runninghub/json';

/** Where the project keeps its models. */
export const MODELS_FILE = join(__dirname, '../../runninghub/catalogue/models.json');

function writeOption(option: FormOption): JsonValue {
	if (option.nodeValue !== undefined) return [option.value, option.label, option.nodeValue];
	return option.label === option.value ? option.value : [option.value, option.label];
}

function writeField(field: FormField): JsonObject {
	const { id, label, type, required, multiple, role, options, accept, fileNames, ...limits } =
		field;
	return {
		id,
		label,
		type,
		...(required ? { required } : {}),
		...(multiple ? { multiple } : {}),
		...(role === undefined ? {} : { role }),
		...limits,
		...(accept === undefined ? {} : { accept: [...accept] }),
		...(fileNames === undefined ? {} : { fileNames: [...fileNames] }),
		...(options === undefined ? {} : { options: options.map(writeOption) }),
	};
}

/** What `readModel` reads back as the same model. */
function writeModel(model: Model): JsonObject {
	const { endpoint, name, nameZh, provider, resource, operation, output, deprecated } = model;
	const { maybeInternationalOnly, skuId } = model;
	return {
		endpoint,
		name,
		...(nameZh === name ? {} : { nameZh }),
		provider,
		resource,
		operation,
		output,
		...(deprecated ? { deprecated } : {}),
		...(maybeInternationalOnly === true ? { maybeInternationalOnly } : {}),
		...(skuId === undefined ? {} : { skuId }),
		fields: model.fields.map(writeField),
	};
}

/** Text of `models.json`: one model a line, by endpoint, so that a change shows as one line. */
function modelsText(models: readonly Model[]): string {
	const lines = models
		.slice()
		.sort((left, right) => (left.endpoint < right.endpoint ? -1 : 1))
		.map((model) => JSON.stringify(writeModel(model)));
	return `{ "models": [\n${lines.join(',\n')}\n] }\n`;
}

/** The models of a file of that format. */
export function readModelsFile(file: string): Model[] {
	const { models } = asObject(parseJson(readFileSync(file, 'utf8')));
	return Array.isArray(models) ? models.map(readModel).filter((model) => model !== undefined) : [];
}

/** Writes a file of that format. */
export function writeModelsFile(file: string, models: readonly Model[]): void {
	writeFileSync(file, modelsText(models));
}
