import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asObject, asText, parseJson, type JsonObject } from '../../runninghub/json';
import type { CredentialReference } from '../n8n/rest.cts';
import { PACKAGE_NAME, PROJECT_FOLDER } from '../project.cts';

/** An importable workflow from `examples/`. */
export interface Example {
	readonly workflow: JsonObject;
	/** Name of the Manual Trigger node. */
	readonly trigger: string;
	/** Name of the first RunningHub node. */
	readonly runningHubNode: string;
}

/**
 * Reads a workflow of `examples/` and gives its RunningHub nodes a credential: a workflow file
 * carries none.
 *
 * @param file for example `image-from-text.json`.
 */
export async function loadExample(file: string, credential: CredentialReference): Promise<Example> {
	const text = await readFile(join(PROJECT_FOLDER, 'examples', file), 'utf8');
	const workflow = asObject(parseJson(text));
	const nodes = (Array.isArray(workflow['nodes']) ? workflow['nodes'] : []).map(asObject);
	const isOurs = (node: JsonObject): boolean => asText(node['type']).startsWith(`${PACKAGE_NAME}.`);
	const nameOf = (what: string, found: JsonObject | undefined): string => {
		if (found === undefined) throw new Error(`examples/${file} has no ${what}`);
		return asText(found['name']);
	};
	return {
		workflow: {
			...workflow,
			nodes: nodes.map((node) =>
				isOurs(node)
					? {
							...node,
							credentials: { runningHubApi: { id: credential.id, name: credential.name } },
						}
					: node,
			),
		},
		trigger: nameOf(
			'Manual Trigger',
			nodes.find((node) => node['type'] === 'n8n-nodes-base.manualTrigger'),
		),
		runningHubNode: nameOf('RunningHub node', nodes.find(isOurs)),
	};
}
