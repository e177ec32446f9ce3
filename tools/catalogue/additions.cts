import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Placement } from '../../runninghub/catalogue/default-placement';
import {
	findOperation,
	isResource,
	type ModelOperation,
	type Resource,
} from '../../runninghub/catalogue/operations';
import { asObject, asText, parseJson } from '../../runninghub/json';

/** A model to try first, and what it is good for. */
export interface GoodStart {
	readonly resource: Resource;
	readonly operation: ModelOperation;
	readonly endpoint: string;
	/** Its place among those of its list, from 0. */
	readonly place: number;
	readonly purpose: string;
	/** The purpose in Chinese. */
	readonly purposeZh: string;
}

/** What people decided about the models, and no source says. */
export interface Additions {
	/** By endpoint. */
	readonly placements: ReadonlyMap<string, Placement>;
	/** Labels of inputs, by key, or by endpoint and key with a blank between; they win over every source. */
	readonly labels: ReadonlyMap<string, string>;
	/** Labels of options whose value nobody can read, by the input's key and the value. */
	readonly optionLabels: ReadonlyMap<string, ReadonlyMap<string, string>>;
	/** What people call the models, by endpoint. */
	readonly titles: ReadonlyMap<string, string>;
	/** The models to try first in each list. */
	readonly goodStarts: readonly GoodStart[];
	/** Endpoints of models that prepare or finish the work of others. */
	readonly helpers: ReadonlySet<string>;
	/** Endpoints of models that RunningHub says cannot be used for now. */
	readonly unavailable: ReadonlySet<string>;
	/** Endpoints that RunningHub's documentation of the China site lacks. */
	readonly notInChinaDocumentation: ReadonlySet<string>;
}

function readFolderFile(name: string): string {
	return readFileSync(join(__dirname, name), 'utf8');
}

function readPlace(file: string, place: string): [Resource, ModelOperation] {
	const [resource = '', name = ''] = place.split('.');
	const operation = isResource(resource) ? findOperation(resource, name) : undefined;
	if (!isResource(resource) || operation === undefined) {
		throw new Error(`${file}: there is no operation ${place}`);
	}
	return [resource, operation];
}

/** Reads the text of `placement.json`. */
function readPlacements(text: string): Map<string, Placement> {
	const placements = new Map<string, Placement>();
	for (const [place, models] of Object.entries(asObject(parseJson(text)))) {
		const [resource, operation] = readPlace('placement.json', place);
		for (const [endpoint, promptKey] of Object.entries(asObject(models))) {
			if (placements.has(endpoint)) throw new Error(`placement.json: ${endpoint} is placed twice`);
			placements.set(endpoint, {
				resource,
				operation,
				promptKey: typeof promptKey === 'string' ? promptKey : null,
			});
		}
	}
	return placements;
}

/** Reads the texts of `good-starts.json` and `good-starts.zh-CN.json`. */
function readGoodStarts(text: string, chinese: string): GoodStart[] {
	const purposesZh = asObject(parseJson(chinese));
	return Object.entries(asObject(parseJson(text))).flatMap(([place, models]) => {
		const [resource, operation] = readPlace('good-starts.json', place);
		return Object.entries(asObject(models)).map(([endpoint, purpose], index): GoodStart => {
			const purposeZh = asText(purposesZh[endpoint]);
			if (purposeZh === '') throw new Error(`good-starts.zh-CN.json lacks ${endpoint}`);
			return { resource, operation, endpoint, place: index, purpose: asText(purpose), purposeZh };
		});
	});
}

function readTexts(texts: unknown): Map<string, string> {
	return new Map(Object.entries(asObject(texts)).map(([key, text]) => [key, asText(text)]));
}

/** Reads the text of a file that lists endpoints. */
function readEndpoints(text: string): Set<string> {
	const endpoints = parseJson(text);
	return new Set(Array.isArray(endpoints) ? endpoints.map(asText) : []);
}

/** The hand-made additions of this project: the JSON files of this folder. */
export function readAdditions(): Additions {
	const optionLabels = Object.entries(asObject(parseJson(readFolderFile('option-labels.json'))));
	return {
		placements: readPlacements(readFolderFile('placement.json')),
		labels: readTexts(parseJson(readFolderFile('labels.json'))),
		optionLabels: new Map(optionLabels.map(([id, byValue]) => [id, readTexts(byValue)])),
		titles: readTexts(parseJson(readFolderFile('titles.json'))),
		goodStarts: readGoodStarts(
			readFolderFile('good-starts.json'),
			readFolderFile('good-starts.zh-CN.json'),
		),
		helpers: readEndpoints(readFolderFile('helper-steps.json')),
		unavailable: readEndpoints(readFolderFile('unavailable.json')),
		notInChinaDocumentation: readEndpoints(readFolderFile('not-in-china-documentation.json')),
	};
}
