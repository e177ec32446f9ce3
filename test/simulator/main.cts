import { parseArgs } from 'node:util';
import axios from 'axios';
import { APP_IDS, APP_PASSWORD, QUICK_CREATE_IDS, WORKFLOW_IDS } from './fixtures.cts';
import { SIMULATOR_KEYS } from './keys.cts';
import { PICTURE_SIDE } from './media-files.cts';
import { createSimulator } from './simulator.cts';
import { KEYWORDS } from './task-plan.cts';

const DEFAULT_PORT = '8787';

function usage(): string {
	return [
		'A local RunningHub.',
		'',
		`  --port N      port on 127.0.0.1, ${DEFAULT_PORT} unless told; 0: any free one`,
		'  --site cn|ai  whose keys and currency, cn unless told',
		'  --check       starts on a free port, answers one request and ends',
	].join('\n');
}

function printFixtures(): void {
	console.log('\nWorkflows');
	for (const [name, id] of Object.entries(WORKFLOW_IDS)) console.log(`  ${name.padEnd(22)} ${id}`);
	console.log('\nAI apps, and 60 more in the public list');
	for (const [name, id] of Object.entries(APP_IDS)) console.log(`  ${name.padEnd(22)} ${id}`);
	console.log(`  password of protected  ${APP_PASSWORD}`);
	console.log('\nQuick Creates');
	console.log(`  codes 001 and 002      ${QUICK_CREATE_IDS.picture}`);
	console.log(`  code 005               ${QUICK_CREATE_IDS.film}`);
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: DEFAULT_PORT },
			site: { type: 'string', default: 'cn' },
			check: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	const { port, site } = values;
	if (values.help || !/^\d+$/.test(port) || (site !== 'cn' && site !== 'ai')) {
		console.log(usage());
		if (!values.help) process.exitCode = 1;
		return;
	}
	const simulator = createSimulator({ site, settings: { pictureSide: PICTURE_SIDE } });
	const baseUrl = await simulator.listen(values.check ? 0 : Number(port));
	const keys = SIMULATOR_KEYS[site];
	console.log(`RunningHub simulator (${site}): ${baseUrl}`);
	console.log('\nAPI keys');
	console.log(`  SHARED                 ${keys.shared}`);
	console.log(`  NORMAL                 ${keys.normal}`);
	console.log(`  EXCLUSIVE              ${keys.exclusive}`);
	console.log(`  SHARED, empty wallet   ${keys.emptyShared}`);
	console.log(`  NORMAL, empty wallet   ${keys.emptyNormal}`);
	printFixtures();
	console.log('\nWords in a prompt, or in any text of a workflow or an app');
	for (const [word, effect] of KEYWORDS) console.log(`  ${word.padEnd(16)} ${effect}`);
	if (values.check) {
		const headers = { Authorization: `Bearer ${keys.shared}` };
		const { data } = await axios.get<unknown>(`${baseUrl}/openapi/v2/queue/status`, { headers });
		console.log(`\nIt answers: ${JSON.stringify(data)}`);
		await simulator.close();
		return;
	}
	console.log('\nCtrl+C ends.');
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => {
			void simulator.close();
		});
	}
}

void main();
