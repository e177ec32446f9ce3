import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { JsonObject } from '../../runninghub/json';
import type { Transport } from '../../runninghub/transport';
import { inProcessTransport } from '../../test/runninghub/in-process-transport.cts';
import { createSimulator, SIMULATOR_KEYS } from '../../test/simulator/simulator.cts';
import { say } from '../steps.cts';
import { EXAMPLES_FOLDER, exampleFiles, isOurs, nodesOf, readExample } from './example-files.cts';
import { nodeForm, withForm } from './node-form.cts';

/**
 * Brings the forms that the examples carry up to date with the catalogue:
 * `node --require tsx/cjs tools/examples/write-forms.cts`
 */
async function main(): Promise<void> {
	const simulator = createSimulator({ site: 'ai' });
	const transport = inProcessTransport(simulator, SIMULATOR_KEYS.ai.shared);
	for (const file of await exampleFiles()) {
		const path = join(EXAMPLES_FOLDER, file);
		const workflow = await withForms(await readExample(file), transport);
		const options = { ...(await resolveConfig(path)), filepath: path };
		await writeFile(path, await format(JSON.stringify(workflow), options));
		say(path);
	}
	await simulator.close();
}

async function withForms(workflow: JsonObject, transport: Transport): Promise<JsonObject> {
	const nodes: JsonObject[] = [];
	for (const node of nodesOf(workflow)) {
		const form = isOurs(node) ? await nodeForm(node, transport) : undefined;
		nodes.push(form === undefined ? node : withForm(node, form));
	}
	return { ...workflow, nodes };
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
});
