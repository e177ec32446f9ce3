import assert from 'node:assert/strict';
import { asObject, type JsonObject } from '../../runninghub/json';
import { APP_IDS, WORKFLOW_IDS } from '../../test/simulator/fixtures.cts';
import type { CredentialReference, Execution } from '../n8n/rest.cts';
import { PACKAGE_NAME } from '../project.cts';
import type { Check } from './check.cts';
import { submitElsewhere } from './elsewhere.cts';
import { listening } from './listening.cts';
import { assertPicture, assertSucceeded, rows } from './outcome.cts';
import type { Stage } from './stage.cts';
import { until } from './until.cts';
import {
	type BinaryMode,
	followingNode,
	type NodeSetup,
	promptItems,
	runningHubNode,
	START,
	workflow,
} from './workflow.cts';

const GENERATE = { model: 'rhart-image-n-pro/text-to-image', form: { resolution: '1k' } };
const GRAPH = {
	'1': { class_type: 'LoadImage', inputs: { image: 'portrait-sample.png' } },
	'2': { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'Own' } },
};
const WEBHOOK: Readonly<Record<BinaryMode, string>> = {
	separate: '6a0f5cf2-7a0e-4b57-8f0c-3f3f8f6f1a01',
	combined: '6a0f5cf2-7a0e-4b57-8f0c-3f3f8f6f1a02',
};

/** All that the nodes do with files, wherever n8n keeps them. */
export function fileChecks(
	stage: Stage,
	credential: CredentialReference,
	binaryMode: BinaryMode,
): Check[] {
	const { session, simulator } = stage;
	const run = async (name: string, nodes: readonly NodeSetup[]): Promise<Execution> => {
		const file = workflow(`E2E: ${name}, ${binaryMode}`, nodes, binaryMode);
		const id = await session.importWorkflow(file);
		const execution = await session.finished(await session.run(id, START), () => undefined);
		assertSucceeded(execution);
		return execution;
	};
	const node = (name: string, values: JsonObject): NodeSetup =>
		runningHubNode(name, credential, values);
	const picture = [
		...promptItems(['A red boat']),
		node('Picture', { ...GENERATE, prompt: '={{ $json.prompt }}' }),
	];
	const byObject = binaryMode === 'combined' ? '={{ $json._files.data }}' : '={{ $binary.data }}';
	/** Lets a finished picture go into another run, and looks at what comes out of that. */
	const picturesInto = (what: string, values: JsonObject): Check => ({
		name: `a picture goes into ${what}`,
		run: async () => {
			const uploads = simulator.requestsOf('upload').length;
			const execution = await run(what, [...picture, node('Next', values), followingNode('After')]);
			assert.equal(simulator.requestsOf('upload').length - uploads, 1);
			assertPicture(rows(execution, 'After')[0], 'A red boat');
		},
	});
	const edit = (value: string): JsonObject => ({
		operation: 'edit',
		model: 'rhart-image-n-pro/edit',
		form: { resolution: '1k', imageUrls: value },
		prompt: 'A frame',
	});
	const checks: Check[] = [
		picturesInto('a model by its name', edit('data')),
		picturesInto('a model by its object', edit(byObject)),
		...(binaryMode === 'combined'
			? [picturesInto('a model by its path', edit('_files.data'))]
			: []),
		picturesInto('an AI app', {
			resource: 'aiApp',
			operation: 'run',
			aiApp: { __rl: true, mode: 'id', value: APP_IDS.documented },
			appParameters: { mappingMode: 'defineBelow', value: { '39.image': 'data' } },
		}),
		picturesInto('a workflow', {
			resource: 'workflow',
			operation: 'run',
			workflow: { __rl: true, mode: 'id', value: WORKFLOW_IDS.imageToImage },
			workflowParameters: { mappingMode: 'defineBelow', value: { '10.image': byObject } },
		}),
		{
			name: 'Workflow → Run JSON reads a file',
			run: async () => {
				const execution = await run('JSON file', [
					...textFile('graph.json', JSON.stringify(GRAPH)),
					node('Run', {
						resource: 'workflow',
						operation: 'runJson',
						workflow: { __rl: true, mode: 'id', value: WORKFLOW_IDS.textToImage },
						graphSource: 'file',
					}),
				]);
				assert.equal(asObject(rows(execution, 'Run')[0]?.['json'])['status'], 'SUCCESS');
				const { workflow: sent } = asObject(simulator.requestsOf('workflowRun').at(-1)?.body);
				assert.deepEqual(JSON.parse(String(sent)), GRAPH);
			},
		},
		...['data', byObject].map(
			(loraFile, place): Check => ({
				name: `File → Upload LoRA takes ${place === 0 ? 'the name' : 'the object'} of a file`,
				run: async () => {
					const execution = await run(`LoRA ${place}`, [
						...textFile(`style-${place}.safetensors`, `${binaryMode} ${place}`),
						node('LoRA', { resource: 'file', operation: 'uploadLora', loraFile }),
					]);
					const { fileName, loraName } = asObject(rows(execution, 'LoRA')[0]?.['json']);
					assert.match(String(fileName), /\.safetensors$/);
					assert.equal(loraName, `style-${place}`);
				},
			}),
		),
		{
			name: 'File → Upload takes all files of an item',
			run: async () => {
				const execution = await run('upload', [
					...picture,
					node('Upload', { resource: 'file', operation: 'upload', files: 'data*' }),
				]);
				const { url, source } = asObject(rows(execution, 'Upload')[0]?.['json']);
				assert.match(String(url), /^http/);
				assert.equal(source, 'data');
			},
		},
		{
			name: 'the trigger brings the file of a task from elsewhere',
			run: async () => {
				const id = await session.importWorkflow(triggerWorkflow(credential, binaryMode));
				await session.activate(id);
				const webhookUrl = `${stage.url}/webhook/${WEBHOOK[binaryMode]}/webhook`;
				await listening(webhookUrl);
				await submitElsewhere(simulator, 'rhart-image-n-pro/text-to-image', {
					prompt: 'A red boat',
					resolution: '1k',
					webhookUrl,
				});
				const executions = async (): Promise<string[]> => await session.executionsOf(id);
				await until(async () => (await executions()).length === 1, 'the trigger did not start');
				const [started = ''] = await executions();
				const execution = await session.finished(started, () => undefined);
				await session.deactivate(id);
				assertSucceeded(execution);
				const file = asObject(asObject(rows(execution, 'After')[0]?.['binary'])['data']);
				assert.equal(file['mimeType'], 'image/png');
			},
		},
	];
	return checks.map(({ name, run: check }) => ({
		name: `${binaryMode} binary mode: ${name}`,
		run: check,
	}));
}

/** Nodes that make one item with a file of that content under `data`. */
function textFile(fileName: string, content: string): NodeSetup[] {
	return [
		{
			name: 'Content',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: { mode: 'raw', jsonOutput: JSON.stringify({ content }), options: {} },
		},
		{
			name: 'To file',
			type: 'n8n-nodes-base.convertToFile',
			typeVersion: 1.1,
			parameters: { operation: 'toText', sourceProperty: 'content', options: { fileName } },
		},
	];
}

function triggerWorkflow({ id, name }: CredentialReference, binaryMode: BinaryMode): JsonObject {
	return {
		name: `E2E: trigger in the background, ${binaryMode}`,
		settings: { executionOrder: 'v1', binaryMode },
		nodes: [
			{
				id: 'trigger',
				name: 'Trigger',
				type: `${PACKAGE_NAME}.runningHubTrigger`,
				typeVersion: 2,
				position: [0, 0],
				webhookId: WEBHOOK[binaryMode],
				parameters: {},
				credentials: { runningHubApi: { id, name } },
			},
			{
				id: 'after',
				name: 'After',
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [220, 0],
				parameters: {},
			},
		],
		connections: { Trigger: { main: [[{ node: 'After', type: 'main', index: 0 }]] } },
	};
}
