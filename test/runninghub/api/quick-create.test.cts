import {
	getQuickCreateStyles,
	type QuickCreateRun,
	submitQuickCreate,
} from '../../../runninghub/api/quick-create';
import { asObject } from '../../../runninghub/json';
import { QUICK_CREATE_CODES, QUICK_CREATE_IDS, UNKNOWN_ID } from '../../simulator/fixtures.cts';
import { UNKNOWN_KEY } from '../../simulator/simulator.cts';
import { createBench, KEY } from '../bench.cts';
import { errorOf } from '../error-of.cts';
import { scriptedTransport } from '../scripted-transport.cts';
import { watchToEnd } from '../watch-to-end.cts';

const INPUT = {
	nodeId: '52',
	nodeName: 'RH_Translator',
	fieldName: 'prompt',
	fieldType: 'STRING',
	fieldValue: 'a red fox',
	description: 'Prompt',
};
const RUN: QuickCreateRun = {
	webappId: QUICK_CREATE_IDS.picture,
	quickCreateCode: QUICK_CREATE_CODES[1],
	inputs: [INPUT],
};

describe('a run', () => {
	it('goes the older way, with the inputs as they were described', async () => {
		const { simulator, transport } = createBench();
		const { taskId } = await submitQuickCreate(transport, RUN);
		expect(simulator.tasks()).toMatchObject([
			{ id: taskId, generation: 'v1', origin: 'quickCreate' },
		]);
		expect(simulator.requests).toMatchObject([
			{ kind: 'quickCreateRun', headers: { authorization: `Bearer ${KEY}` } },
		]);
		expect(simulator.requests[0]?.body).toEqual({
			apiKey: KEY,
			webappId: QUICK_CREATE_IDS.picture,
			quickCreateCode: '002',
			nodeInfoList: [INPUT],
		});
	});

	it('is watched as any task', async () => {
		const bench = createBench();
		const { taskId } = await submitQuickCreate(bench.transport, {
			...RUN,
			webappId: QUICK_CREATE_IDS.film,
			quickCreateCode: QUICK_CREATE_CODES[2],
		});
		expect(await watchToEnd(bench, taskId)).toMatchObject({
			taskId,
			results: [{ fileType: 'mp4', nodeId: '9' }],
		});
	});

	it('leaves the key out of the body where it is refused there', async () => {
		const { simulator, transport } = createBench({ settings: { legacyBodyKey: 'refused' } });
		await submitQuickCreate(transport, RUN);
		expect(simulator.requestsOf('quickCreateRun')).toHaveLength(2);
		expect(simulator.requestsOf('quickCreateRun')[1]?.body).not.toHaveProperty('apiKey');
		expect(simulator.counters.tasksCreated).toBe(1);
	});

	it.each<[string, Partial<QuickCreateRun>, string, string]>([
		['an unknown id', { webappId: UNKNOWN_ID }, 'notFound', '901'],
		['the code of another one', { quickCreateCode: '005' }, 'invalid', '301'],
		['an unknown input', { inputs: [{ ...INPUT, fieldName: 'txt' }] }, 'invalid', '803'],
		[
			'a wrong value',
			{ inputs: [{ nodeId: '62', fieldName: 'size', fieldValue: '8K' }] },
			'invalid',
			'433',
		],
	])('with %s is refused, and costs nothing', async (_about, change, kind, code) => {
		const { simulator, transport, clock } = createBench();
		const { facts } = await errorOf(submitQuickCreate(transport, { ...RUN, ...change }));
		expect(facts).toMatchObject({ kind, code, noTaskMade: true });
		await clock.advance(60_000);
		expect(simulator.counters.charges).toBe(0);
	});

	it('whose answer is lost is uncertain, and sent once', async () => {
		const { simulator, transport } = createBench();
		simulator.faults.add({ on: 'quickCreateRun', kind: 'gatewayTimeout', taskCreated: true });
		expect((await errorOf(submitQuickCreate(transport, RUN))).facts.kind).toBe('uncertain');
		expect(simulator.requestsOf('quickCreateRun')).toHaveLength(1);
	});
});

describe('styles', () => {
	it('are told as RunningHub has them', async () => {
		const { simulator, transport } = createBench();
		const styles = await getQuickCreateStyles(transport, QUICK_CREATE_IDS.picture);
		expect(styles).toHaveLength(3);
		expect(styles[0]).toMatchObject({
			modelName: 'Style 1',
			modelLoar1FileName: 'ink_wash_1.safetensors',
			modelLoar2FileName: null,
		});
		expect(styles.map((style) => asObject(style)['id'])).toEqual([
			expect.stringMatching(/^\d{19}$/),
			expect.stringMatching(/^\d{19}$/),
			expect.stringMatching(/^\d{19}$/),
		]);
		expect(simulator.requests.map(({ body }) => body)).toEqual([
			{ type: 2, webappId: QUICK_CREATE_IDS.picture },
		]);
	});

	it.each([QUICK_CREATE_IDS.film, UNKNOWN_ID])('of %s are none', async (webappId) => {
		expect(await getQuickCreateStyles(createBench().transport, webappId)).toEqual([]);
	});

	it.each([null, {}, 'x', [null, 'x', 5]])('that are %j are none', async (data) => {
		const transport = scriptedTransport({ json: { code: 0, data } });
		expect(await getQuickCreateStyles(transport, UNKNOWN_ID)).toEqual([]);
	});

	it('are not told to a wrong key', async () => {
		const { transport } = createBench({}, UNKNOWN_KEY);
		const { facts } = await errorOf(getQuickCreateStyles(transport, UNKNOWN_ID));
		expect(facts.kind).toBe('auth');
	});
});
