import { parseArgs } from 'node:util';
import { leaveWhenAsked } from './child.cts';
import { NoChromium } from './editor/chromium.cts';
import { runChecks, type Run, type Tally } from './e2e/check.cts';
import { credentialChecks } from './e2e/credential-checks.cts';
import { openEditor } from './e2e/editor-stage.cts';
import { exampleChecks } from './e2e/example-checks.cts';
import { fileChecks } from './e2e/file-checks.cts';
import { firstPictureChecks } from './e2e/first-picture-checks.cts';
import { formChecks } from './e2e/form-checks.cts';
import { newerModelChecks } from './e2e/newer-model-checks.cts';
import { pastedFormChecks } from './e2e/pasted-form-checks.cts';
import { queueCallbackChecks } from './e2e/queue-callback-checks.cts';
import { queueCrashChecks } from './e2e/queue-crash-checks.cts';
import { queueRunChecks } from './e2e/queue-run-checks.cts';
import { type QueueStage, startQueueStage } from './e2e/queue-stage.cts';
import { stepChecks } from './e2e/step-checks.cts';
import { credentialData, startStage, type Stage } from './e2e/stage.cts';
import { faultChecks } from './e2e/fault-checks.cts';
import { priceChecks } from './e2e/price-checks.cts';
import { restartChecks } from './e2e/restart-checks.cts';
import { stopChecks } from './e2e/stop-checks.cts';
import { suspendChecks } from './e2e/suspend-checks.cts';
import { triggerChecks } from './e2e/trigger-checks.cts';
import type { BinaryMode } from './e2e/workflow.cts';
import { walkChecks } from './e2e/walk-checks.cts';
import { workflowChecks } from './e2e/workflow-checks.cts';
import { N8N_VERSIONS, RECENT_N8N } from './n8n/installation.cts';
import type { CredentialReference } from './n8n/rest.cts';
import { say } from './steps.cts';

const USAGE = `npm run e2e                    checks the package in real n8n, ${N8N_VERSIONS.join(' and ')}, and in a real browser
npm run e2e -- TEXT            only the checks whose name holds that text
npm run e2e -- --n8n VERSION   only in the n8n whose version starts so
npm run e2e -- --queue         instead of all that: n8n ${RECENT_N8N} in queue mode, with PostgreSQL and Redis

Screenshots go to .n8n/screenshots. The exit status is 1 if a check failed.`;

async function main(args: readonly string[]): Promise<void> {
	const asked = readArguments(args);
	if (asked === undefined) {
		say(USAGE);
		if (!args.includes('--help')) process.exitCode = 1;
		return;
	}
	leaveWhenAsked();
	const tally: Tally = { passed: 0, failed: 0 };
	const run = { tally, only: asked.only };
	const versions = asked.queue ? [] : N8N_VERSIONS;
	for (const version of versions) {
		if (!version.startsWith(asked.version)) continue;
		await onStage(await startStage(version), async (stage) => await checkAll(stage, run));
		// Older n8n keeps no files in its database.
		if (version !== RECENT_N8N) continue;
		const inDatabase = await startStage(version, 'database');
		await onStage(inDatabase, async (stage) => await checkFiles(stage, run));
	}
	if (asked.queue) {
		const queue = await startQueueStage();
		await onStage(queue, async (stage) => await checkQueue(stage, run));
	}
	say(`${tally.passed} passed, ${tally.failed} failed`);
	if (tally.failed > 0 || tally.passed === 0) process.exitCode = 1;
}

async function onStage<S extends { close(): Promise<void> }>(
	stage: S,
	act: (stage: S) => Promise<void>,
): Promise<void> {
	try {
		await act(stage);
	} finally {
		await stage.close();
	}
}

/** What the command line asks for. */
interface Asked {
	readonly only: string;
	readonly version: string;
	readonly queue: boolean;
}

/** @returns `undefined`: help is asked for. */
function readArguments(args: readonly string[]): Asked | undefined {
	try {
		const { values, positionals } = parseArgs({
			args: [...args],
			allowPositionals: true,
			options: {
				n8n: { type: 'string', default: '' },
				queue: { type: 'boolean', default: false },
			},
		});
		const [only = '', ...more] = positionals;
		const { n8n: version, queue } = values;
		if (more.length > 0 || (queue && version !== '')) return undefined;
		return { only, version, queue };
	} catch {
		return undefined;
	}
}

async function checkAll(stage: Stage, run: Run): Promise<void> {
	// The credential is made in the editor first, so that n8n has none before.
	if (stage.version === RECENT_N8N) await checkEditor(stage, run);
	const credential = await demoCredential(stage);
	await runChecks(credentialChecks(stage, credential), run);
	for (const binaryMode of binaryModes(stage)) {
		await runChecks(workflowChecks(stage, credential, binaryMode), run);
		await runChecks(fileChecks(stage, credential, binaryMode), run);
		await runChecks(suspendChecks(stage, credential, binaryMode), run);
		await runChecks(stopChecks(stage, credential, binaryMode), run);
	}
	await runChecks(exampleChecks(stage, credential), run);
	await runChecks(priceChecks(stage), run);
	await runChecks(faultChecks(stage), run);
	await runChecks(restartChecks(stage), run);
}

/** What reads and writes files, where n8n keeps them in its database. */
async function checkFiles(stage: Stage, run: Run): Promise<void> {
	const credential = await demoCredential(stage);
	for (const binaryMode of binaryModes(stage)) {
		const checks = [
			...fileChecks(stage, credential, binaryMode),
			...suspendChecks(stage, credential, binaryMode),
		];
		const named = checks.map(({ name, run: check }) => ({ name: `database, ${name}`, run: check }));
		await runChecks(named, run);
	}
}

async function checkQueue(stage: QueueStage, run: Run): Promise<void> {
	const credential = await demoCredential(stage);
	const checks = [
		...queueRunChecks(stage, credential),
		...queueCallbackChecks(stage, credential),
		...workflowChecks(stage, credential, 'separate'),
		...stopChecks(stage, credential, 'separate'),
		...queueCrashChecks(stage, credential),
	];
	const named = checks.map(({ name, run: check }) => ({ name: `queue, ${name}`, run: check }));
	await runChecks(named, run);
}

/** Older n8n has but one way. */
function binaryModes({ version }: Stage): readonly BinaryMode[] {
	return version === RECENT_N8N ? ['separate', 'combined'] : ['separate'];
}

async function checkEditor(stage: Stage, run: Run): Promise<void> {
	const opened = await openEditor(stage).catch((error: unknown) => ({ error }));
	if ('error' in opened) {
		const { error } = opened;
		if (!(error instanceof NoChromium)) throw error;
		const name = 'the editor opens in a browser';
		await runChecks([{ name, run: () => Promise.reject(error) }], run);
		return;
	}
	const withPicture: Run = {
		...run,
		onFailure: async (name) => await opened.picture(`failed: ${name.replace(/\W+/g, ' ')}`),
	};
	try {
		await runChecks(firstPictureChecks(opened), withPicture);
		const credential = await demoCredential(stage);
		await runChecks(formChecks(opened, credential), withPicture);
		await runChecks(newerModelChecks(opened, credential), withPicture);
		await runChecks(pastedFormChecks(opened, credential), withPicture);
		await runChecks(stepChecks(opened, credential), withPicture);
		await runChecks(walkChecks(opened, credential), withPicture);
		await runChecks(triggerChecks(opened, credential), withPicture);
	} finally {
		await opened.close();
	}
}

/** The credential of that name, made if the editor's checks have made none. */
function demoCredential(stage: Pick<Stage, 'session' | 'simulator'>): Promise<CredentialReference> {
	const { session } = stage;
	return session.importCredential('RunningHub account', 'runningHubApi', credentialData(stage));
}

main(process.argv.slice(2)).catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
});
