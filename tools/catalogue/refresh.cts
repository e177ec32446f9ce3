/*
 * Brings runninghub/catalogue/models.json up to RunningHub's official public registry and says
 * what changed. Look at the differences before you commit them.
 *
 *   npm run catalogue:refresh [-- --registry <base URL>] [-- --models <file>] [-- --check]
 *   npm run catalogue:refresh -- --simulator   compares with the simulator's registry, changes nothing
 */
import { parseArgs } from 'node:util';
import { parseJson } from '../../runninghub/json';
import { createSimulator } from '../../test/simulator/simulator.cts';
import { readAdditions } from './additions.cts';
import { MODELS_FILE, readModelsFile, writeModelsFile } from './data-file.cts';
import { mergeRegistry, type MergeResult } from './merge.cts';
import { readRegistry, type RegistryModel } from '../../runninghub/catalogue/registry-data';

const OFFICIAL_REGISTRY =
	'https://raw.githubusercontent.com/HM-RunningHub/ComfyUI_RH_OpenAPI/main/';

/** Where both have a model, the first decides. */
const REGISTRY_FILES = ['developer-kit/model-registry.public.json', 'models_registry.json'];

async function fetchRegistry(address: URL): Promise<RegistryModel[]> {
	const response = await fetch(address);
	if (!response.ok) throw new Error(`${address.href} answered HTTP ${response.status}`);
	const { models, unreadable } = readRegistry(parseJson(await response.text()));
	if (unreadable.length > 0) throw new Error(`the registry has ${unreadable.join('; ')}`);
	if (models.length === 0) throw new Error('the registry holds no models');
	return [...models];
}

async function fetchRegistries(
	base: string,
	files: readonly string[] = REGISTRY_FILES,
): Promise<RegistryModel[]> {
	const folder = base.endsWith('/') ? base : `${base}/`;
	const byEndpoint = new Map<string, RegistryModel>();
	for (const file of files) {
		for (const model of await fetchRegistry(new URL(file, folder))) {
			if (!byEndpoint.has(model.endpoint)) byEndpoint.set(model.endpoint, model);
		}
	}
	return [...byEndpoint.values()];
}

/** What the simulator serves: the way is the same, and nothing leaves this machine. */
async function simulatedRegistry(): Promise<RegistryModel[]> {
	const simulator = createSimulator();
	try {
		return await fetchRegistries(await simulator.listen(), REGISTRY_FILES.slice(-1));
	} finally {
		await simulator.close();
	}
}

function report({ models, added, unreviewed, changed, missing }: MergeResult): string {
	const lines = [`${models.length} models`, `New: ${added.length}`];
	for (const { endpoint, resource, operation } of added) {
		lines.push(`  ${endpoint}: ${resource}.${operation}`);
	}
	lines.push(`Changed: ${changed.size}`);
	for (const [endpoint, differences] of changed) {
		lines.push(`  ${endpoint}`, ...differences.map((difference) => `    ${difference}`));
	}
	lines.push(`Not in the registry, kept: ${missing.length}`);
	lines.push(...missing.map(({ endpoint }) => `  ${endpoint}`));
	if (unreviewed.length > 0) {
		lines.push(
			'Placed by a guess; check them and add them to placement.json and titles.json in tools/catalogue:',
		);
		lines.push(...unreviewed.map(({ endpoint }) => `  ${endpoint}`));
	}
	return lines.join('\n');
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			registry: { type: 'string', default: OFFICIAL_REGISTRY },
			models: { type: 'string', default: MODELS_FILE },
			// Only says what would change.
			check: { type: 'boolean', default: false },
			simulator: { type: 'boolean', default: false },
		},
	});
	const { simulator, check } = values;
	const registry = simulator ? await simulatedRegistry() : await fetchRegistries(values.registry);
	const result = mergeRegistry(readModelsFile(values.models), registry, readAdditions());
	if (!check && !simulator) writeModelsFile(values.models, result.models);
	console.log(report(result));
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
