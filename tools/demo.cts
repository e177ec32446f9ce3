import { resolve } from 'node:path';
import { asText, asObject } from '../runninghub/json';
import { leaveWhenAsked } from './child.cts';
import { checkPicture } from './demo/picture.cts';
import { OUTPUT_FOLDER, startDemo, type DemoSession } from './demo/demo-session.cts';
import { hideKey } from './demo/service.cts';
import { OWNER, type Execution } from './n8n/rest.cts';
import { duration, say } from './steps.cts';

const HEARTBEAT_MS = 5000;

const USAGE = `npm run demo            runs the example workflow in a real n8n and prints what came out
npm run demo -- --open  then leaves n8n running, with the example in its editor

Environment: RUNNINGHUB_API_KEY uses the real RunningHub instead of the simulator (this costs
money), RUNNINGHUB_SITE says which one (international or china), RUNNINGHUB_N8N_CACHE names a
folder for the n8n installation, to share it between clones.`;

async function main(args: readonly string[]): Promise<void> {
	if (args.some((arg) => arg !== '--open')) {
		say(USAGE);
		if (!args.includes('--help')) process.exitCode = 1;
		return;
	}
	let codeWhenStopped = 130;
	leaveWhenAsked(() => codeWhenStopped);
	const demo = await startDemo();
	try {
		await runExample(demo);
		if (args.includes('--open')) {
			codeWhenStopped = 0;
			say(`\nn8n is running: ${demo.n8n.url}/workflow/${demo.workflowId}`);
			say(`Log in as ${OWNER.email} with the password ${OWNER.password}. Ctrl+C ends it.`);
			await demo.n8n.ended;
		}
	} finally {
		await demo.close();
	}
}

/** Runs the example and prints its items and, last, the paths of the files that it wrote. */
async function runExample(demo: DemoSession): Promise<void> {
	const started = Date.now();
	say(`• Running '${asText(demo.example.workflow['name'])}' with ${demo.service.name} …`);
	const id = await demo.session.run(demo.workflowId, demo.example.trigger);
	const execution = await demo.session.finished(id, progressPrinter(demo));
	const failed = execution.runs.find((run) => run.error !== undefined);
	if (execution.status !== 'success') {
		const where = failed === undefined ? '' : ` in '${failed.node}'`;
		const why = failed?.error ?? execution.error ?? execution.status;
		throw new Error(`The workflow failed${where}: ${why}`);
	}
	const items = execution.runs.at(-1)?.items ?? [];
	if (items.length === 0) throw new Error('The workflow made no item.');
	say(`✓ The workflow ran (${duration(Date.now() - started)}). What came out:\n`);
	const paths: string[] = [];
	for (const item of items) {
		say(JSON.stringify(item['json'], null, 2));
		const path = resolve(OUTPUT_FOLDER, asText(asObject(item['json'])['fileName']));
		const picture = await checkPicture(path, started);
		say(
			`\n${picture.type.toUpperCase()}, ${picture.width} × ${picture.height} pixels, ${picture.bytes} bytes:`,
		);
		paths.push(path);
	}
	for (const path of paths) say(path);
}

function progressPrinter(demo: DemoSession): (execution: Execution) => void {
	const started = Date.now();
	const seen = new Set<string>();
	let lastSaid = started;
	const sayOnce = (line: string): void => {
		if (seen.has(line)) return;
		seen.add(line);
		lastSaid = Date.now();
		say(`  ${line}`);
	};
	return (execution) => {
		for (const line of demo.service.taskStates()) sayOnce(line);
		for (const run of execution.runs) {
			sayOnce(run.error === undefined ? `${run.node}: done` : `${run.node}: failed`);
		}
		if (Date.now() - lastSaid < HEARTBEAT_MS) return;
		lastSaid = Date.now();
		say(`  … ${execution.status} (${duration(Date.now() - started)})`);
	};
}

main(process.argv.slice(2)).catch((error: unknown) => {
	console.error(
		`\nThe demo failed. ${hideKey(error instanceof Error ? error.message : String(error))}`,
	);
	process.exitCode = 1;
});
