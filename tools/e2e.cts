import { NoChromium } from './editor/chromium.cts';
import { runChecks, type Run, type Tally } from './e2e/check.cts';
import { credentialChecks } from './e2e/credential-checks.cts';
import { openEditor } from './e2e/editor-stage.cts';
import { firstPictureChecks } from './e2e/first-picture-checks.cts';
import { formChecks } from './e2e/form-checks.cts';
import { pastedFormChecks } from './e2e/pasted-form-checks.cts';
import { credentialData, startStage, type Stage } from './e2e/stage.cts';
import { workflowChecks } from './e2e/workflow-checks.cts';
import type { CredentialReference } from './n8n/rest.cts';
import { say } from './steps.cts';

const USAGE = `npm run e2e            checks the package in a real n8n with a real browser
npm run e2e -- TEXT    only the checks whose name holds that text

Screenshots go to .n8n/screenshots. The exit status is 1 if a check failed.`;

async function main(args: readonly string[]): Promise<void> {
	if (args.length > 1 || args[0]?.startsWith('-')) {
		say(USAGE);
		if (!args.includes('--help')) process.exitCode = 1;
		return;
	}
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => process.exit(130));
	}
	const tally: Tally = { passed: 0, failed: 0 };
	const run: Run = { tally, only: args[0] ?? '' };
	const stage = await startStage();
	try {
		// The credential is made in the editor first, so that n8n has none before.
		await checkEditor(stage, run);
		const credential = await demoCredential(stage);
		await runChecks(credentialChecks(stage, credential), run);
		await runChecks(workflowChecks(stage, credential), run);
	} finally {
		await stage.close();
	}
	say(`${tally.passed} passed, ${tally.failed} failed`);
	if (tally.failed > 0 || tally.passed === 0) process.exitCode = 1;
}

async function checkEditor(stage: Stage, run: Run): Promise<void> {
	const opened = await openEditor(stage).catch((error: unknown) => ({ error }));
	if ('error' in opened) {
		if (!(opened.error instanceof NoChromium)) throw opened.error;
		say(`skipped: no Chromium for the checks in the editor. ${opened.error.message}`);
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
		await runChecks(pastedFormChecks(opened, credential), withPicture);
	} finally {
		await opened.close();
	}
}

/** The credential of that name, made if the editor's checks have made none. */
function demoCredential(stage: Stage): Promise<CredentialReference> {
	const { session } = stage;
	return session.importCredential('RunningHub account', 'runningHubApi', credentialData(stage));
}

main(process.argv.slice(2)).catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
});
