import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '../runninghub/json';
import { APP_IDS, WORKFLOW_IDS } from '../test/simulator/fixtures.cts';
import { leaveWhenAsked } from './child.cts';
import { loadExample } from './examples/example.cts';
import { hideKey } from './demo/service.cts';
import { startDemo } from './demo/demo-session.cts';
import { Editor } from './editor/editor.cts';
import { runningHubNode, workflow } from './e2e/workflow.cts';
import { PROJECT_FOLDER, WORK_FOLDER } from './project.cts';
import { say, step } from './steps.cts';

// With --check the pictures of the pages stay as they are.
const FOLDER = process.argv.includes('--check')
	? join(WORK_FOLDER, 'screenshots', 'pages')
	: join(PROJECT_FOLDER, 'docs', 'images');

/** Nodes whose forms come from what was pasted, by the name of their picture. */
const FORMS: Readonly<Record<string, JsonObject>> = {
	'ai-app': {
		resource: 'aiApp',
		operation: 'run',
		aiApp: {
			__rl: true,
			mode: 'url',
			value: `https://www.runninghub.ai/ai-detail/${APP_IDS.documented}`,
		},
	},
	'workflow-form': {
		resource: 'workflow',
		operation: 'run',
		workflow: {
			__rl: true,
			mode: 'url',
			value: `https://www.runninghub.ai/workflow/${WORKFLOW_IDS.imageToImage}`,
		},
	},
};

/** Workflows of `examples/` that are shown on the canvas. */
const CANVASES = ['agent-with-image-tool', 'image-to-video-and-post', 'storyboard-to-video-clips'];

/** Takes the pictures of the documentation in the editor of the demo's n8n. */
async function main(): Promise<void> {
	if (process.argv.includes('--help')) {
		say(
			'npm run screenshots [-- --check]   takes the pictures of the pages; with --check into .n8n',
		);
		return;
	}
	leaveWhenAsked();
	await mkdir(FOLDER, { recursive: true });
	const demo = await startDemo();
	try {
		const credential = await demo.session.importCredential(
			'RunningHub demo',
			'runningHubApi',
			demo.service.credential,
		);
		const editor = await Editor.open(demo.n8n.url, { width: 1440, height: 900, scale: 2 });
		try {
			await step('Taking pictures in the editor', async () => {
				await editor.logIn();
				await editor.openWorkflow(demo.workflowId);
				await editor.executeWorkflow();
				await editor.openNode(demo.example.runningHubNode);
				await editor.viewFile();
				await editor.screenshotNode(join(FOLDER, 'node.png'));
				for (const [name, values] of Object.entries(FORMS)) {
					const node = runningHubNode('RunningHub', credential, values);
					const id = await demo.session.importWorkflow(workflow(`Picture: ${name}`, [node]));
					await editor.openWorkflow(id);
					await editor.openNode('RunningHub');
					await editor.page.getByTestId('mapping-fields-container').first().waitFor();
					await editor.screenshotForm(join(FOLDER, `${name}.png`));
				}
				const openAi = await demo.session.importCredential('OpenAI account', 'openAiApi', {
					apiKey: 'for the picture only',
				});
				for (const name of CANVASES) {
					const { workflow: example } = await loadExample(`${name}.json`, credential, {
						others: { openAiApi: openAi },
					});
					await editor.openWorkflow(await demo.session.importWorkflow(example));
					await editor.screenshotCanvas(join(FOLDER, `${name}.png`));
				}
			});
		} finally {
			await editor.close();
		}
	} finally {
		await demo.close();
	}
	for (const name of ['node', ...Object.keys(FORMS), ...CANVASES]) say(join(FOLDER, `${name}.png`));
}

main().catch((error: unknown) => {
	console.error(hideKey(error instanceof Error ? error.message : String(error)));
	process.exitCode = 1;
});
