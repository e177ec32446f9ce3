import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hideKey } from './demo/service.cts';
import { startDemo } from './demo/demo-session.cts';
import { Editor } from './editor/editor.cts';
import { PROJECT_FOLDER } from './project.cts';
import { say, step } from './steps.cts';

const FOLDER = join(PROJECT_FOLDER, 'docs', 'images');

/** Takes the pictures of the documentation in the editor of the demo's n8n. */
async function main(): Promise<void> {
	for (const signal of ['SIGINT', 'SIGTERM'] as const)
		process.once(signal, () => process.exit(130));
	await mkdir(FOLDER, { recursive: true });
	const demo = await startDemo();
	try {
		const editor = await Editor.open(demo.n8n.url, { width: 1440, height: 900, scale: 2 });
		try {
			await step('Taking pictures in the editor', async () => {
				await editor.logIn();
				await editor.openWorkflow(demo.workflowId);
				await editor.executeWorkflow();
				await editor.screenshot(join(FOLDER, 'workflow.png'));
				await editor.openNode(demo.example.runningHubNode);
				await editor.viewFile();
				await editor.screenshotNode(join(FOLDER, 'node.png'));
			});
		} finally {
			await editor.close();
		}
	} finally {
		await demo.close();
	}
	say(join(FOLDER, 'node.png'));
	say(join(FOLDER, 'workflow.png'));
}

main().catch((error: unknown) => {
	console.error(hideKey(error instanceof Error ? error.message : String(error)));
	process.exitCode = 1;
});
