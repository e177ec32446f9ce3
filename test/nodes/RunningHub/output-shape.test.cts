import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { RESOURCES } from '../../../nodes/RunningHub/actions/resources';
import { callBack } from '../../n8n/suspended.cts';
import { triggerStage } from '../../n8n/trigger.cts';
import { pngFile } from '../../simulator/media-files.cts';
import { itemWithFiles, onStage, type Stage } from './stage.cts';
import { type Setup, setups } from './sweep-targets.cts';
import { HOUR, onStillStage, queryOf } from './suspend/still-stage.cts';

/** The keys of a good item, in their order; each is absent where there is nothing to tell. */
const KEYS = [
	'url',
	'fileName',
	'fileType',
	'text',
	'parsed',
	'taskId',
	'status',
	'model',
	'workflowId',
	'appId',
	'cost',
	'currency',
	'coins',
	'seconds',
	'index',
	'count',
];
const ONE_FOR_ALL = [...KEYS.filter((key) => key !== 'index'), 'files'];
const UNSIMPLIFIED = [
	...['url', 'fileName', 'fileType', 'text', 'parsed', 'nodeId', 'taskId', 'status'],
	...['cost', 'seconds', 'index', 'count', 'raw'],
];
const PICTURE = () =>
	itemWithFiles({
		data: { content: pngFile(1).bytes, mimeType: 'image/png', fileName: 'anna.png' },
	});

function typeOf({ resource, operation }: Setup): string {
	const found = RESOURCES.find(({ value }) => value === resource);
	return found?.operations.find(({ value }) => value === operation)?.type ?? '';
}

/** Every operation that gives the results of a task, set up so that it works. */
async function taskSetups(): Promise<Setup[]> {
	return (await setups('perResource')).filter((setup) => typeOf(setup) === 'task');
}

/** The good items of a run, each looked at. */
async function itemsOf(
	stage: Stage,
	{ resource, operation }: Pick<Setup, 'resource' | 'operation'>,
	fields: INode['parameters'],
): Promise<INodeExecutionData[]> {
	const { outputs, error } = await stage.run(
		{ resource, operation, fields },
		{ items: [PICTURE()] },
	);
	expect([resource, operation, error?.message]).toEqual([resource, operation, undefined]);
	const items = outputs[0] ?? [];
	expect(items.length).toBeGreaterThan(0);
	return items;
}

/** Holds the keys of an item against an order. */
function expectOrder(json: IDataObject, order: readonly string[]): void {
	expect(Object.keys(json)).toEqual(order.filter((key) => key in json));
	expect(JSON.stringify(json)).not.toMatch(/:null\b/);
	expect(json).toMatchObject({ taskId: expect.any(String), status: 'SUCCESS' });
	if ('cost' in json) expect([typeof json.cost, json.currency]).toEqual(['number', 'CNY']);
	else expect(json).not.toHaveProperty('currency');
	if ('parsed' in json) expect(json).toHaveProperty('text');
	if ('url' in json) expect(json).toHaveProperty('fileName');
}

describe('the json of a good item', () => {
	it.concurrent('has the same keys in the same order for every kind of run', async () => {
		const all = await taskSetups();
		const seen = new Set(all.map(({ resource }) => resource));
		for (const resource of [
			'threeD',
			'text',
			'aiApp',
			'workflow',
			'quickCreate',
			'comfyUiServer',
			'task',
		]) {
			expect([...seen]).toContain(resource);
		}
		for (const setup of all) {
			await onStage(async (stage) => {
				const fields = await setup.fields(stage);
				for (const { json, binary } of await itemsOf(stage, setup, fields)) {
					expectOrder(json, KEYS);
					expect(json).toMatchObject({ index: expect.any(Number), count: expect.any(Number) });
					const subject = ['model', 'workflowId', 'appId'].filter((key) => key in json);
					expect([setup.resource, subject.length]).toEqual([
						setup.resource,
						['task', 'comfyUiServer'].includes(setup.resource) ? 0 : 1,
					]);
					if (binary?.data !== undefined) expect(json.fileName).toBe(binary.data.fileName);
					// `data` is the file, and nothing else.
					expect(json).not.toHaveProperty('data');
				}
			});
		}
	});

	it.concurrent('has them as one item per task, too, with a list of the files', async () => {
		for (const setup of await taskSetups()) {
			await onStage(async (stage) => {
				const fields = { ...(await setup.fields(stage)), options: { output: 'perTask' } };
				const [item, ...others] = await itemsOf(stage, setup, fields);
				expect(others).toEqual([]);
				expectOrder(item?.json ?? {}, ONE_FOR_ALL);
				const { count, files } = item?.json ?? {};
				expect(files).toHaveLength(Number(count));
			});
		}
	});

	it.concurrent('has everything when it is not simplified', async () => {
		for (const setup of await taskSetups()) {
			await onStage(async (stage) => {
				const fields = { ...(await setup.fields(stage)), simplify: false };
				for (const { json } of await itemsOf(stage, setup, fields)) {
					const { model, workflowId, appId, ...rest } = json;
					expect(Object.keys(rest)).toEqual(UNSIMPLIFIED);
					expect(json.cost).toEqual({
						money: null,
						coins: null,
						thirdParty: null,
						currency: null,
						...Object(json.cost),
					});
				}
			});
		}
	});

	it.concurrent('of a text has the text, and the file name of none', async () => {
		await onStage(async ({ run, simulator }) => {
			simulator.onSubmit(() => ({ text: '{"title":"A fox"}' }));
			const { outputs } = await run({
				resource: 'video',
				operation: 'lipSync',
				model: 'kling-lip-sync/identify-face',
				prompt: '',
				form: { videoUrl: 'https://example.com/a.mp4' },
			});
			const { json = {} } = outputs[0]?.[0] ?? {};
			expectOrder(json, KEYS);
			expect(json).toMatchObject({ text: '{"title":"A fox"}', parsed: { title: 'A fox' } });
			expect(json).not.toHaveProperty('url');
		});
	});

	it.concurrent('is the same from the run, Wait, Get, Suspend and the trigger', async () => {
		const all = (await taskSetups()).filter(({ resource }) =>
			['threeD', 'text', 'aiApp', 'workflow'].includes(resource),
		);
		expect(all.length).toBeGreaterThan(4);
		for (const setup of all) {
			const { resource, operation } = setup;
			await onStillStage(async (stage, pass) => {
				const fields = { ...(await setup.fields(stage)), waitMode: 'suspend' };
				const values = { resource, operation, fields };
				const rest = { items: [PICTURE()] };
				const { run } = await stage.run(values, rest);
				expect([resource, operation, run.status]).toEqual([resource, operation, 'waiting']);
				await pass(HOUR);
				const resumed = await callBack(stage.setup(values, rest), run, queryOf(stage));
				const [first] = resumed.items ?? [];
				expectOrder(first?.json ?? {}, KEYS);
				const { model, workflowId, appId, seconds, ...shared } = first?.json ?? {};
				expect(seconds).toEqual(expect.any(Number));
				const { taskId } = shared;
				const waited = await itemsOf(
					stage,
					{ resource: 'task', operation: 'wait' },
					{ taskId: String(taskId) },
				);
				const { seconds: _, ...fromWait } = waited[0]?.json ?? {};
				expectOrder(waited[0]?.json ?? {}, KEYS);
				expect(fromWait).toEqual(shared);
				const credential = { site: 'custom', baseUrl: stage.simulator.baseUrl, apiKey: stage.key };
				const started = await triggerStage(credential, {}).call({ taskId });
				expectOrder(started.items?.[0]?.json ?? {}, KEYS);
				expect(started.items?.[0]?.json).toEqual(shared);
				const [got] = await itemsOf(
					stage,
					{ resource: 'task', operation: 'get' },
					{ taskId: String(taskId) },
				);
				expectOrder(got?.json ?? {}, ONE_FOR_ALL);
				const { index, ...one } = shared;
				expect(got?.json).toMatchObject(one);
			});
		}
	});
});

it.concurrent('a price has no empty keys', async () => {
	await onStage(async ({ run }) => {
		const { outputs } = await run({ waitMode: 'price' });
		expect(outputs[0]?.map(({ json }) => Object.keys(json))).toEqual([
			['model', 'price', 'currency', 'priceText', 'free'],
		]);
		expect(JSON.stringify(outputs)).not.toMatch(/:null\b/);
	});
});

describe('the currency behind a base URL of the own', () => {
	it.concurrent('is asked for once, and only where it is shown', async () => {
		await onStage(async ({ run, simulator }) => {
			const asked = () => simulator.requestsOf('account').length;
			await run({ simplify: false });
			await run({ waitMode: 'submit' });
			expect(asked()).toBe(0);
			for (let each = 0; each < 3; each++) {
				expect((await run()).outputs[0]?.[0]?.json).toMatchObject({ currency: 'CNY' });
			}
			expect(asked()).toBe(1);
		});
	});

	it.concurrent('is missing where the account does not tell, and the run is unharmed', async () => {
		await onStage(async ({ run, simulator }) => {
			simulator.faults.add({ on: 'account', kind: 'badGateway' });
			const { outputs, error } = await run();
			expect(error).toBeUndefined();
			expect(outputs[0]?.[0]?.json).toMatchObject({ cost: expect.any(Number) });
			expect(outputs[0]?.[0]?.json).not.toHaveProperty('currency');
			expect((await run()).outputs[0]?.[0]?.json).toMatchObject({ currency: 'CNY' });
		});
	});
});
