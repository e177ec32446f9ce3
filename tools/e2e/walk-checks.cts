import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pngFile } from '../../test/simulator/media-files.cts';
import { asObject } from '../../runninghub/json';
import type { FormEntry } from '../editor/form.cts';
import { NodePanel } from '../editor/node-panel.cts';
import type { CredentialReference } from '../n8n/rest.cts';
import type { Check } from './check.cts';
import type { EditorStage } from './editor-stage.cts';
import { type NodeSetup, promptItems, runningHubNode, workflow } from './workflow.cts';

const PRODUCTS = Array.from({ length: 20 }, (_unused, index) => `Sneaker number ${index + 1}`);
const MOST_CLICKS_TO_VIDEO = 9;

/** What people come with, done in the editor by somebody who opens no documentation. */
export function walkChecks(stage: EditorStage, credential: CredentialReference): Check[] {
	const { editor, picture, session, simulator, filesFolder } = stage;
	const { page } = editor;
	const open = async (name: string, nodes: readonly NodeSetup[]): Promise<void> => {
		await editor.openWorkflow(await session.importWorkflow(workflow(`E2E: ${name}`, nodes)));
	};
	const form = async (): Promise<FormEntry[]> =>
		(await editor.readForm()).filter(({ path }) => path.startsWith('parameters.value['));
	const logo = async (): Promise<NodeSetup> => {
		const path = join(filesFolder, 'logo.png');
		await writeFile(path, pngFile(4, 'a logo in winter').bytes);
		return {
			name: 'Logo',
			type: 'n8n-nodes-base.readWriteFile',
			parameters: { fileSelector: path, options: {} },
		};
	};

	return [
		{
			name: 'walk: the cheapest way to make 20 product pictures',
			run: async () => {
				const tasks = simulator.counters.tasksCreated;
				const node = runningHubNode('Product pictures', credential, {});
				await open('product pictures', [...promptItems(PRODUCTS), node]);
				await editor.openNode('Product pictures');
				const cheap = await editor.searchModels('cheap');
				await picture('60-walk-cheap-models');
				assert.ok(
					cheap.some((name) => name.includes('Z-Image Turbo')),
					cheap.join(),
				);
				await editor.chooseModel('★ Z-Image Turbo');
				await editor.runPreviousNodes();
				await editor.dragInput('prompt', 'prompt');
				await picture('61-walk-cheap-form');
				await editor.chooseOption('waitMode', 'Get Price Only');
				await editor.executeStep();
				await picture('62-walk-price');
				assert.match(await editor.outputText(), /20 items/);
				assert.equal(simulator.counters.tasksCreated, tasks, 'a price was paid for');
				await editor.chooseOption('waitMode', 'Wait');
				await editor.executeStep();
				await picture('63-walk-20-pictures');
				assert.match(await editor.outputText(), /20 items/);
				assert.equal(simulator.counters.tasksCreated - tasks, PRODUCTS.length);
			},
		},
		{
			name: 'walk: a talking head from a script',
			run: async () => {
				const speech = runningHubNode('Say it', credential, {
					resource: 'audio',
					operation: 'generateSpeech',
				});
				const head = runningHubNode('Talking head', credential, {
					resource: 'video',
					operation: 'lipSync',
				});
				await open('talking head', [speech, head]);
				await editor.openNode('Say it');
				await editor.openModels();
				await picture('64-walk-voices');
				await editor.chooseModel('★ MiniMax Speech 2.8 Turbo');
				await editor.fill('prompt', 'Welcome to our shop. Everything is fresh today.');
				await picture('65-walk-speech');
				await editor.executeStep();
				await editor.closeNode();
				await editor.openNode('Talking head');
				await editor.chooseModel('★ Kling AI Avatar 2 Standard');
				const fields = await form();
				await picture('66-walk-lip-sync');
				const [image, audio] = [/image/i, /audio|voice/i].map((word) =>
					fields.find(({ label }) => word.test(label)),
				);
				assert.ok(image !== undefined && audio !== undefined, JSON.stringify(fields));
				const portrait = `${simulator.baseUrl}/cover/7.png`;
				await editor.fill(image.path, portrait);
				await editor.fill(audio.path, 'data');
				await editor.executeStep();
				await picture('67-walk-talking-head');
				assert.match(await editor.outputText(), /video\/mp4|\.mp4/);
				const body = JSON.stringify(simulator.tasks().at(-1)?.body);
				assert.ok(body.includes(portrait), body);
			},
		},
		{
			name: 'walk: a 3D model of my logo',
			run: async () => {
				const node = runningHubNode('3D logo', credential, {
					resource: 'threeD',
					operation: 'generateFromImage',
				});
				await open('3D logo', [await logo(), node]);
				await editor.openNode('3D logo');
				await editor.openModels();
				await picture('68-walk-3d-models');
				await editor.chooseModel('★ Hunyuan3D 3.1');
				const [main] = await form();
				await picture('69-walk-3d-form');
				assert.deepEqual([main?.value, /image/i.test(main?.label ?? '')], ['data', true]);
				await editor.executeStep();
				await picture('70-walk-3d-model');
				assert.match(await editor.outputText(), /\.glb/);
			},
		},
		{
			name: `walk: from a node's picture to a video in at most ${MOST_CLICKS_TO_VIDEO} clicks`,
			run: async () => {
				await open('picture to video', [await logo()]);
				const panel = new NodePanel(page);
				const clicks = await editor.countClicks(async () => {
					await page.getByTestId('canvas-handle-plus').last().click();
					await page.getByTestId('node-creator-item-name').first().waitFor();
					await panel.search('runninghub');
					await panel.choose('RunningHub');
					await panel.choose('Generate a video from an image');
					await editor.nodeOpened();
					await editor.chooseModel('★ Seedance 2.0 Fast');
					await picture('71-walk-video-form');
					await editor.executeStep();
				});
				await picture('72-walk-video');
				assert.match(await editor.outputText(), /video\/mp4|\.mp4/);
				const body = asObject(simulator.tasks().at(-1)?.body);
				assert.match(JSON.stringify(body), /openapi|http/);
				assert.ok(clicks <= MOST_CLICKS_TO_VIDEO, `${clicks} clicks`);
				return `${clicks} clicks`;
			},
		},
	];
}
