import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asObject, asText, parseJson, type JsonObject } from '../../runninghub/json';
import { PACKAGE_NAME, PROJECT_FOLDER } from '../project.cts';

/** Where the workflows to import are. */
export const EXAMPLES_FOLDER = join(PROJECT_FOLDER, 'examples');

/** The names of all workflow files in `examples/`, such as `image-from-text.json`. */
export async function exampleFiles(): Promise<string[]> {
	const files = await readdir(EXAMPLES_FOLDER);
	return files.filter((file) => file.endsWith('.json')).sort();
}

/** A workflow of `examples/` as it is in the file. */
export async function readExample(file: string): Promise<JsonObject> {
	return asObject(parseJson(await readFile(join(EXAMPLES_FOLDER, file), 'utf8')));
}

/** The nodes of a workflow. */
export function nodesOf({ nodes }: JsonObject): JsonObject[] {
	return Array.isArray(nodes) ? nodes.map(asObject) : [];
}

/** Whether a node of a workflow is one of this package's. */
export function isOurs(node: JsonObject): boolean {
	return asText(node['type']).startsWith(`${PACKAGE_NAME}.`);
}
