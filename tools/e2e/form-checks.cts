import assert from 'node:assert/strict';
import { DEFAULT_MODEL } from '../../nodes/RunningHub/fields/model';
import { modelLabel } from '../../nodes/RunningHub/parameters/model-label';
import { RESOURCES } from '../../nodes/RunningHub/actions/resources';
import { modelForm } from '../../runninghub/catalogue/catalogue';
import { isResource } from '../../runninghub/catalogue/operations';
import { readCatalogue } from '../catalogue/read-catalogue.cts';
import type { CredentialReference } from '../n8n/rest.cts';
import { cutOffTexts } from '../editor/cut-off.cts';
import type { FormEntry } from '../editor/form.cts';
import type { Check } from './check.cts';
import type { EditorStage } from './editor-stage.cts';
import { until } from './until.cts';
import { runningHubNode, workflow } from './workflow.cts';

const NODE = 'RunningHub';

/** Where the one model belongs that the served list has besides. */
const NEWER_IN = 'Image → Generate From Text';

/** Models with large or unusual forms, by their endpoint. */
const BIG_FORMS = [
	'youchuan/text-to-image-v6',
	'topazlabs/image-gigapixel-standard-2',
	'kling-video-o3-pro/reference-to-video',
	'rhart-video/sparkvideo-2.0/multimodal-video',
	'rhart-video/wan-2.2/image-to-video',
	'rhart-audio/suno-v5.5/custom',
];

/** The lists and forms of the open node, as they look. */
export function formChecks(stage: EditorStage, credential: CredentialReference): Check[] {
	const { editor, picture, session } = stage;
	const { page } = editor;
	const catalogue = readCatalogue();
	const open = async (
		name: string,
		values: { readonly resource?: string; readonly operation?: string } = {},
	): Promise<void> => {
		const node = runningHubNode(NODE, credential, { ...values });
		const id = await session.importWorkflow(workflow(`E2E: ${name}`, [node]));
		await editor.openWorkflow(id);
		await editor.openNode(NODE);
	};
	const parameters = async (): Promise<FormEntry[]> =>
		(await editor.readForm()).filter(({ path }) => path.startsWith('parameters.value['));

	return [
		{
			name: 'a model is found by typing, and the form follows the model',
			run: async () => {
				await open('form');
				const found = await editor.searchModels('pro banana');
				assert.ok(found.includes('Nano Banana Pro low price'), found.join());
				await picture('10-model-search');
				await editor.chooseModel('Nano Banana Pro low price');
				const before = await parameters();
				assert.deepEqual(
					before.map(({ label, value }) => [label, value]),
					[['Resolution *', '1k']],
				);
				await editor.addParameter('Aspect Ratio');
				const added = (await parameters()).find(({ label }) => label === 'Aspect Ratio');
				assert.equal(added?.value, '9:16', 'the default is not filled in');
				await picture('11-form');
				await editor.chooseModel('Midjourney 7');
				await picture('12-form-of-another-model');
				const after = await parameters();
				assert.ok(
					!after.some(({ label }) => label === 'Resolution *'),
					'the old form is still there',
				);
			},
		},
		{
			name: 'a refused value is told with its field, what is allowed, and that nothing was charged',
			run: async () => {
				const tasks = stage.simulator.counters.tasksCreated;
				await open('refused value');
				await editor.chooseModel('Midjourney 7');
				await editor.fill('prompt', 'A lighthouse');
				await editor.addParameter('Stylize (0 to 1000)');
				await editor.fill('parameters.value["stylize"]', '5000');
				await editor.executeStep();
				const text = await editor.outputText();
				await picture('13-refused-value');
				assert.match(
					text,
					/^Stylize \(stylize\): 5000 is not allowed\. Allowed: a whole number from 0 to 1000\.$/m,
				);
				assert.match(text, /Nothing was submitted or charged/);
				assert.equal(stage.simulator.counters.tasksCreated, tasks);
			},
		},
		{
			name: 'the references of a form are in view, and without any the node itself says so',
			run: async () => {
				const tasks = stage.simulator.counters.tasksCreated;
				await open('references', { resource: 'video', operation: 'generateFromReference' });
				await editor.chooseModel('Kling O3 Pro');
				const before = await parameters();
				const valueOf = (id: string) =>
					before.find(({ path }) => path === `parameters.value["${id}"]`)?.value;
				assert.deepEqual([valueOf('imageUrls'), valueOf('videoUrl')], ['data', '']);
				await picture('15-references');
				await editor.fill('prompt', 'She walks through Rome');
				await editor.fill('parameters.value["imageUrls"]', '');
				await editor.fill('parameters.value["duration"]', '');
				await editor.executeStep();
				const text = await editor.outputText();
				await picture('16-no-references');
				assert.match(text, /Images, Video: no file is given, and this operation works on files/);
				assert.match(text, /Generate From Text/);
				assert.match(text, /Duration \(duration\): a value is required/);
				assert.equal(stage.simulator.counters.tasksCreated, tasks);
				await editor.closeNode();
				await page.getByTestId('canvas-node').getByText('Kling O3 Pro: From References').waitFor();
				await picture('17-subtitle');
			},
		},
		{
			name: 'a model of another resource or operation is emptied, the first one too',
			run: async () => {
				await open('left-over model');
				const shown = page.getByTestId('resource-locator-model').getByTestId('rlc-input');
				const emptied = async () =>
					await until(async () => (await shown.inputValue()) === '', 'the model is still there');
				assert.equal(await shown.inputValue(), DEFAULT_MODEL.shownAs);
				await editor.chooseOption('operation', 'Edit');
				await emptied();
				await editor.chooseOption('operation', 'Generate From Text');
				await editor.chooseModel('Nano Banana Pro low price');
				await editor.chooseOption('resource', 'Video');
				await emptied();
				await picture('14-left-over-model');
			},
		},
		{
			name: 'every list of models is full, and shows every name whole',
			run: async () => {
				await open('lists');
				let count = 0;
				for (const { name, value, operations } of RESOURCES) {
					if (!isResource(value)) continue;
					await editor.chooseOption('resource', name);
					for (const operation of operations) {
						await editor.chooseOption('operation', operation.name);
						const entries = await editor.openModels();
						const place = `${name} → ${operation.name}`;
						const packaged: number = catalogue
							.list({ resource: value })
							.filter((model) => model.operation === operation.value).length;
						const expected: number = packaged + (place === NEWER_IN ? 1 : 0);
						assert.equal(await entries.count(), expected, place);
						assert.deepEqual(await cutOffTexts(entries), [], place);
						count += expected;
						if (operation.value === 'generateFromText') await picture(`20-list-${value}`);
						// A click on the list's own field closes it.
						await page.getByTestId('resource-locator-model').getByTestId('rlc-input').click();
					}
				}
				return `${count} entries`;
			},
		},
		...BIG_FORMS.map(
			(endpoint): Check => ({
				name: `the whole form of ${endpoint} is there, with labels that are shown whole`,
				run: async () => {
					const model = catalogue.find(endpoint);
					assert.ok(model !== undefined, 'no such model');
					await open('big form', { resource: model.resource, operation: model.operation });
					await editor.chooseModel(modelLabel(model));
					await editor.addAllParameters();
					const shown = await parameters();
					const ids = shown.map(({ path }) => /\["(.+)"\]$/.exec(path)?.[1] ?? path);
					const expected = modelForm(model).filter(({ role }) => role !== 'prompt');
					assert.deepEqual([...ids].sort(), expected.map(({ id }) => id).sort());
					const raw = shown.filter(
						({ label }, index) => label === ids[index] || /[#_]/.test(label),
					);
					assert.deepEqual(raw, [], 'raw keys as labels');
					for (const { id, type, required } of expected) {
						if (type !== 'boolean' || required) continue;
						const entry = shown[ids.indexOf(id)];
						assert.match(entry?.value ?? '', /^Default/, `${id} is not left to RunningHub`);
					}
					await page.mouse.move(0, 0);
					const labels = page.getByTestId('mapping-fields-container').locator('.n8n-input-label');
					await page.setViewportSize({ width: 1440, height: 1800 });
					await picture(`30-form-${endpoint.replaceAll('/', '-')}`);
					await page.setViewportSize({ width: 1440, height: 900 });
					assert.deepEqual(await cutOffTexts(labels), []);
					return `${shown.length} parameters`;
				},
			}),
		),
	];
}
