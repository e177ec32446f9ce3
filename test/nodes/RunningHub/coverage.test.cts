import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { INode } from 'n8n-workflow';
import { WebSocket } from 'ws';
import { RESOURCES } from '../../../nodes/RunningHub/actions/resources';
import { OPERATIONS } from '../../../runninghub/catalogue/operations';
import {
	APP_IDS,
	APP_PASSWORD,
	QUICK_CREATE_IDS,
	WORKFLOW_IDS,
	WORKFLOW_PASSWORD,
} from '../../simulator/fixtures.cts';
import { pngFile } from '../../simulator/media-files.cts';
import {
	type LoggedRequest,
	SIMULATOR_KEYS,
	type SimulatorOptions,
} from '../../simulator/simulator.cts';
import menuEntries from './menu-entries.json';
import {
	filledIn,
	itemWithFiles,
	type NodeValues,
	onStage,
	pasted,
	PICTURE,
	type Rest,
	type Stage,
} from './stage.cts';

const PAGE = join(__dirname, '../../../docs/coverage.md');
const PAGE_TEXT = readFileSync(PAGE, 'utf8');
const BEYOND = 'Beyond the menu';

// Node.js has one of its own from version 22 on.
Reflect.set(globalThis, 'WebSocket', WebSocket);

/** A row of the page's tables. */
interface Row {
	readonly section: string;
	readonly entry: string;
	/** Such as `Task → Get`; '' where there is none. */
	readonly operation: string;
	/** How the operation is used for this; '' where it does not matter. */
	readonly how: string;
	/** Such as `POST /openapi/v2/query`. */
	readonly endpoint: string;
	readonly links: readonly string[];
}

function readRows(): Row[] {
	return PAGE_TEXT.split(/^## /m)
		.slice(1)
		.flatMap((part) => {
			const [section = '', ...lines] = part.split('\n');
			return lines
				.filter((line) => line.startsWith('|'))
				.map((line) => line.split('|').map((cell) => cell.trim()))
				.filter((cells) => cells.length === 6)
				.slice(2)
				.map(([, entry = '', use = '', endpoint = '', page = '']) => ({
					section,
					entry,
					operation: use.replace(/ \(.*\)$/, ''),
					how: / \((.*)\)$/.exec(use)?.[1] ?? '',
					endpoint: endpoint.replaceAll('`', ''),
					links: [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link),
				}));
		});
}

const ROWS = readRows();

/** A way to use an operation. */
interface Use {
	readonly resource: string;
	readonly operation: string;
	/** As the page words it. */
	readonly how?: string;
	readonly fields?: INode['parameters'] | ((stage: Stage) => Promise<INode['parameters']>);
	/** For operations of models, which have other fields. */
	readonly values?: NodeValues;
	readonly rest?: Rest;
	readonly options?: SimulatorOptions & { readonly key?: string };
}

const APP = { aiApp: pasted(APP_IDS.allKinds, 'id') };
const WORKFLOW = { workflow: pasted(WORKFLOW_IDS.textToImage, 'id') };
const GRAPH = JSON.stringify({
	'1': { class_type: 'LoadImage', inputs: { image: 'portrait-sample.png' } },
	'2': { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'Own' } },
});
const PORTRAIT: Rest = {
	items: [
		itemWithFiles({
			data: { content: pngFile(1).bytes, mimeType: 'image/png', fileName: 'anna.png' },
		}),
	],
};
const AT_ONCE = { settings: { duration: () => 0, assetDuration: 0 } };

/** The id of a task that a workflow made. */
async function madeTask({ run }: Stage): Promise<INode['parameters']> {
	const fields = {
		...WORKFLOW,
		waitMode: 'submit',
		options: { webhookUrl: 'https://n8n.example.com/webhook/1' },
	};
	const { outputs } = await run({ resource: 'workflow', operation: 'run', fields });
	return { taskId: String(outputs[0]?.[0]?.json.taskId) };
}

const QUEUE = { resource: 'comfyUiServer', operation: 'queuePrompt', fields: { graphJson: GRAPH } };
const RUN_WORKFLOW = { resource: 'workflow', operation: 'run' };
const RUN_APP = { resource: 'aiApp', operation: 'run' };
const GET_TASK = { resource: 'task', operation: 'get' };
const WITH_WEBHOOK = {
	...AT_ONCE,
	deliver: async () => await Promise.resolve({ status: 200, text: '' }),
};

const USES: readonly Use[] = [
	{ resource: 'account', operation: 'get' },
	{ resource: 'aiApp', operation: 'getInputs', fields: APP },
	{ resource: 'aiApp', operation: 'getMany' },
	{ ...RUN_APP, fields: APP },
	{
		...RUN_APP,
		how: 'with a file',
		fields: { ...APP, appParameters: filledIn({ '39.image': 'data' }) },
		rest: PORTRAIT,
	},
	{
		...RUN_APP,
		how: 'Access Password',
		fields: {
			aiApp: pasted(APP_IDS.protected, 'id'),
			options: { accessPassword: APP_PASSWORD },
		},
	},
	{
		resource: 'asset',
		operation: 'create',
		fields: { assetName: 'Anna' },
		rest: PORTRAIT,
		options: AT_ONCE,
	},
	{
		resource: 'asset',
		operation: 'delete',
		fields: async ({ run }) => {
			const fields = { assetName: 'Anna' };
			const made = await run({ resource: 'asset', operation: 'create', fields }, PORTRAIT);
			return { assetId: String(made.outputs[0]?.[0]?.json.assetId) };
		},
		options: AT_ONCE,
	},
	{ resource: 'asset', operation: 'getMany' },
	{
		resource: 'model',
		operation: 'get',
		fields: { endpoint: PICTURE, askPrice: true, priceValues: '{"resolution": "1k"}' },
	},
	{ resource: 'model', operation: 'getMany' },
	QUEUE,
	{ ...QUEUE, how: 'the file' },
	{ ...QUEUE, how: '48 GB', fields: { ...QUEUE.fields, serverSize: 'proxy-plus' } },
	{
		resource: 'comfyUiServer',
		operation: 'getHistory',
		fields: { promptId: '2c3b63a8-15a4-4d0e-9e0a-0d0f3b1f6f11' },
	},
	{ resource: 'comfyUiServer', operation: 'getNodeInfo', fields: { nodeClass: 'KSampler' } },
	{ resource: 'file', operation: 'getManyLoras' },
	{ resource: 'file', operation: 'upload', rest: PORTRAIT },
	{
		resource: 'file',
		operation: 'upload',
		how: 'where the newer upload refuses the key',
		rest: PORTRAIT,
		options: { key: SIMULATOR_KEYS.cn.normal, settings: { normalKeyUpload: 'refuse' } },
	},
	{ resource: 'file', operation: 'uploadLora', rest: PORTRAIT },
	{ resource: 'image', operation: 'generateFromText', values: { model: PICTURE } },
	{
		resource: 'image',
		operation: 'generateFromText',
		how: 'Get Price Only',
		values: { model: PICTURE, waitMode: 'price' },
	},
	{
		resource: 'quickCreate',
		operation: 'getStyles',
		fields: { webappId: QUICK_CREATE_IDS.picture },
	},
	{
		resource: 'quickCreate',
		operation: 'run',
		fields: {
			webappId: QUICK_CREATE_IDS.picture,
			quickCreateCode: '001',
			nodeInfoList: '[{"nodeId": "52", "fieldName": "prompt", "fieldValue": "a red fox"}]',
		},
	},
	{
		resource: 'task',
		operation: 'cancel',
		fields: madeTask,
		options: { settings: { duration: () => 600_000 } },
	},
	{ ...GET_TASK, fields: madeTask },
	{
		...GET_TASK,
		how: 'cancelled task',
		fields: async (stage) => {
			const fields = await madeTask(stage);
			await stage.run({ resource: 'task', operation: 'cancel', fields });
			return fields;
		},
		options: { settings: { duration: () => Number.POSITIVE_INFINITY } },
	},
	{
		...GET_TASK,
		how: 'Include Progress',
		fields: async (stage) => ({ ...(await madeTask(stage)), options: { progress: true } }),
		options: { settings: { duration: () => 600_000, queueShare: 0 } },
	},
	{ resource: 'task', operation: 'getWebhookEvent', fields: madeTask, options: WITH_WEBHOOK },
	{ resource: 'task', operation: 'resendWebhookEvent', fields: madeTask, options: WITH_WEBHOOK },
	{ resource: 'task', operation: 'wait', fields: madeTask },
	{ resource: 'workflow', operation: 'get', fields: WORKFLOW },
	{ ...RUN_WORKFLOW, fields: WORKFLOW },
	{
		...RUN_WORKFLOW,
		how: 'with values',
		fields: { ...WORKFLOW, workflowParameters: filledIn({ '6.text': 'a red fox' }) },
	},
	{
		...RUN_WORKFLOW,
		how: 'Node Info List',
		fields: {
			...WORKFLOW,
			options: {
				nodeInfoList: '[{"nodeId": "6", "fieldName": "text", "fieldValue": "a red fox"}]',
			},
		},
	},
	{
		...RUN_WORKFLOW,
		how: 'Retain Seconds, Use Personal Queue',
		fields: { ...WORKFLOW, options: { retainSeconds: 30, usePersonalQueue: true } },
	},
	{
		...RUN_WORKFLOW,
		how: 'Access Password',
		fields: {
			workflow: pasted(WORKFLOW_IDS.protected, 'id'),
			options: { accessPassword: WORKFLOW_PASSWORD },
		},
	},
	{ resource: 'workflow', operation: 'runJson', fields: { ...WORKFLOW, graphJson: GRAPH } },
];

/** The name of an operation as the editor and the page have it. */
function nameOf({ resource, operation }: Pick<Use, 'resource' | 'operation'>): string {
	const found = RESOURCES.find(({ value }) => value === resource);
	const { name = operation } = found?.operations.find(({ value }) => value === operation) ?? {};
	return `${found?.name} → ${name}`;
}

/** Uses an operation on a stage of its own and gives the requests that it made. */
async function requestsOf(use: Use): Promise<readonly LoggedRequest[]> {
	const { resource, operation, fields, values, rest, options } = use;
	let made: readonly LoggedRequest[] = [];
	await onStage(async (stage) => {
		const given = typeof fields === 'function' ? await fields(stage) : (fields ?? {});
		const before = stage.simulator.requests.length;
		const chosen = { resource, operation };
		const { error } = await stage.run(
			values === undefined ? { ...chosen, fields: given } : { ...chosen, ...values },
			rest,
		);
		expect(error).toBeUndefined();
		made = stage.simulator.requests.slice(before);
	}, options);
	return made;
}

/** Whether a request went to an endpoint of the page and was answered well. */
function isAt(endpoint: string): (request: LoggedRequest) => boolean {
	const [word = '', template = ''] = endpoint.split(' ');
	const [method, status] = word === 'WS' ? ['GET', 101] : [word, 200];
	const pattern = template
		.replace('{endpoint}', PICTURE)
		.split(/\{\w+\}/)
		.map((part) => part.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&'));
	const path = new RegExp(`^${pattern.join('[^/]+')}$`);
	return (request) =>
		request.method === method && request.status === status && path.test(request.path);
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(text: string): string[] {
	return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
		heading
			.toLowerCase()
			.replaceAll(/[^\p{L}\p{N} _-]/gu, '')
			.replaceAll(' ', '-'),
	);
}

describe("the table of RunningHub's menu", () => {
	it('has every entry in its place, and no other', () => {
		const places = ROWS.filter(({ section }) => section !== BEYOND).map(({ section, entry }) =>
			JSON.stringify({ section, entry }),
		);
		expect([...new Set(places)]).toEqual(menuEntries.map((entry) => JSON.stringify(entry)));
	});

	it('leads from every row to an operation with its endpoint, or to a page', () => {
		for (const row of ROWS) {
			expect([row.entry, row.operation === '']).toEqual([row.entry, row.endpoint === '']);
			expect([row.entry, row.endpoint !== '' || row.links.length > 0]).toEqual([row.entry, true]);
		}
	});

	it('has every operation that runs no model', () => {
		const operations = RESOURCES.filter(({ value }) => !(value in OPERATIONS)).flatMap(
			({ value, operations: all }) =>
				all.map((each) => nameOf({ resource: value, operation: each.value })),
		);
		expect(operations.length).toBeGreaterThan(15);
		expect(operations.filter((name) => ROWS.every((row) => row.operation !== name))).toEqual([]);
	});

	it.each([...new Set(ROWS.flatMap(({ links }) => links))])(
		'has a page behind the link %s',
		(link) => {
			const [file = '', anchor] = link.split('#');
			const path = file === '' ? PAGE : join(dirname(PAGE), file);
			expect(existsSync(path)).toBe(true);
			if (anchor !== undefined) expect(anchorsOf(readFileSync(path, 'utf8'))).toContain(anchor);
		},
	);

	it.concurrent.each(
		ROWS.filter(({ endpoint }) => endpoint !== '').map(
			({ entry, operation, how, endpoint }) => [entry, operation, how, endpoint] as const,
		),
	)('is right that "%s" is done by %s %s through %s', async (_entry, operation, how, endpoint) => {
		const uses = USES.filter((use) => nameOf(use) === operation && (use.how ?? '') === how);
		expect(uses).toHaveLength(1);
		const [use] = uses;
		const made = use === undefined ? [] : await requestsOf(use);
		expect(made.filter(isAt(endpoint))).not.toEqual([]);
	});
});
