import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Placement } from '../../runninghub/catalogue/default-placement';
import { findOperation, isResource } from '../../runninghub/catalogue/model';
import { asObject, asText, parseJson } from '../../runninghub/json';

/** What people decided about the models, and no source says. */
export interface Additions {
	/** By endpoint. */
	readonly placements: ReadonlyMap<string, Placement>;
	/** Labels of inputs, by key, or by endpoint and key with a blank between; they win over every source. */
	readonly labels: ReadonlyMap<string, string>;
	/** Endpoints that RunningHub's documentation of the China site lacks. */
	readonly notInChinaDocumentation: ReadonlySet<string>;
}

function readFolderFile(name: string): string {
	return readFileSync(join(__dirname, name), 'utf8');
}

/** Reads the text of `placement.json`. */
function readPlacements(text: string): Map<string, Placement> {
	const placements = new Map<string, Placement>();
	for (const [place, models] of Object.entries(asObject(parseJson(text)))) {
		const [resource = '', name = ''] = place.split('.');
		const operation = isResource(resource) ? findOperation(resource, name) : undefined;
		if (!isResource(resource) || operation === undefined) {
			throw new Error(`placement.json: there is no operation ${place}`);
		}
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

/** Reads the text of `not-in-china-documentation.json`. */
function readEndpoints(text: string): Set<string> {
	const endpoints = parseJson(text);
	return new Set(Array.isArray(endpoints) ? endpoints.map(asText) : []);
}

/** The hand-made additions of this project: the JSON files of this folder. */
export function readAdditions(): Additions {
	const labels = Object.entries(asObject(parseJson(readFolderFile('labels.json'))));
	return {
		placements: readPlacements(readFolderFile('placement.json')),
		labels: new Map(labels.map(([key, label]) => [key, String(label)])),
		notInChinaDocumentation: readEndpoints(readFolderFile('not-in-china-documentation.json')),
	};
}
