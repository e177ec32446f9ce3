import {
	type AiAppRun,
	getAiApp,
	listAiApps,
	PAGE_SIZE,
	submitAiApp,
} from '../../../runninghub/api/ai-apps';
import { asText } from '../../../runninghub/json';
import { APP_IDS, APP_PASSWORD, UNKNOWN_ID, WORKFLOW_IDS } from '../../simulator/fixtures.cts';
import { UNKNOWN_KEY } from '../../simulator/simulator.cts';
import { createBench, KEY } from '../bench.cts';
import { errorOf } from '../error-of.cts';
import { scriptedTransport } from '../scripted-transport.cts';

const INPUTS = [{ nodeId: '52', fieldName: 'prompt', fieldValue: 'a red fox' }];
const RUN: AiAppRun = { appId: APP_IDS.documented, inputs: INPUTS };
const SECRET: AiAppRun = { appId: APP_IDS.protected, inputs: INPUTS, accessPassword: APP_PASSWORD };

describe('a run', () => {
	it('goes the newer way, with the inputs and nothing else', async () => {
		const { simulator, transport } = createBench();
		const { taskId } = await submitAiApp(transport, RUN);
		expect(simulator.tasks()).toMatchObject([{ id: taskId, generation: 'v2', origin: 'aiApp' }]);
		expect(simulator.requests.map(({ kind, path, body }) => ({ kind, path, body }))).toEqual([
			{
				kind: 'appRun',
				path: `/openapi/v2/run/ai-app/${RUN.appId}`,
				body: { nodeInfoList: INPUTS },
			},
		]);
	});

	it('takes its settings along', async () => {
		const { simulator, transport } = createBench({
			deliver: async () => ({ status: 200, text: '' }),
		});
		const settings = {
			instanceType: 'ultra',
			usePersonalQueue: true,
			retainSeconds: 180,
			webhookUrl: 'https://example.com/hook',
		};
		await submitAiApp(transport, { ...RUN, ...settings });
		expect(simulator.requests[0]?.body).toEqual({ nodeInfoList: INPUTS, ...settings });
	});

	it('with a password goes the older way, with the key and the id in the body', async () => {
		const { simulator, transport } = createBench();
		const { taskId } = await submitAiApp(transport, SECRET);
		expect(simulator.tasks()).toMatchObject([{ id: taskId, generation: 'v1' }]);
		expect(simulator.requests).toMatchObject([
			{ kind: 'legacyAppRun', headers: { authorization: `Bearer ${KEY}` } },
		]);
		expect(simulator.requests[0]?.body).toEqual({
			apiKey: KEY,
			webappId: APP_IDS.protected,
			nodeInfoList: INPUTS,
			accessPassword: APP_PASSWORD,
		});
	});

	it('leaves the key out of the body where it is refused there, and makes one task', async () => {
		const { simulator, transport } = createBench({ settings: { legacyBodyKey: 'refused' } });
		await submitAiApp(transport, SECRET);
		const bodies = simulator.requestsOf('legacyAppRun').map(({ body }) => body);
		expect(bodies).toMatchObject([{ apiKey: KEY }, { webappId: APP_IDS.protected }]);
		expect(bodies[1]).not.toHaveProperty('apiKey');
		expect(simulator.counters.tasksCreated).toBe(1);
	});

	it.each([
		['flat', { runRefusal: 'flat' }, {}],
		['in an envelope', { runRefusal: 'envelope' }, {}],
		['the older way', {}, { accessPassword: 'any' }],
	] as const)('that is refused tells why, %s', async (_way, settings, more) => {
		const { simulator, transport } = createBench({ settings });
		const wrong: ReadonlyArray<readonly [Partial<AiAppRun>, string, string]> = [
			[{ appId: UNKNOWN_ID }, 'notFound', '901'],
			[{ appId: WORKFLOW_IDS.textToImage }, 'notFound', '901'],
			[{ inputs: [{ nodeId: '52', fieldName: 'txt', fieldValue: 'a' }] }, 'invalid', '803'],
		];
		const messages = new Set<string>();
		for (const [change, kind, code] of wrong) {
			const error = await errorOf(submitAiApp(transport, { ...RUN, ...more, ...change }));
			expect(error.facts).toMatchObject({ kind, code, noTaskMade: true });
			messages.add(error.message);
		}
		expect(messages.size).toBe(2);
		expect(simulator.counters.tasksCreated).toBe(0);
	});

	it.each([
		['missing', undefined, '1007'],
		['wrong', 'open barley', '301'],
	])('with a password that is %s is refused', async (_about, accessPassword, code) => {
		const { transport } = createBench();
		const run = { appId: APP_IDS.protected, inputs: INPUTS };
		const { facts } = await errorOf(
			submitAiApp(transport, { ...run, ...(accessPassword !== undefined && { accessPassword }) }),
		);
		expect(facts).toMatchObject({ kind: 'invalid', code, noTaskMade: true });
		expect(facts.detail).toMatch(/accessPassword/);
	});

	it.each([RUN, { ...RUN, accessPassword: 'any' }])(
		'whose values ComfyUI refuses is explained by node, and costs nothing',
		async (run) => {
			const { simulator, transport, clock } = createBench();
			const inputs = [
				{ nodeId: '37', fieldName: 'model', fieldValue: 'flux-kontext-mini' },
				{ nodeId: '39', fieldName: 'image', fieldValue: 'https://example.com/a.png' },
			];
			const { facts } = await errorOf(submitAiApp(transport, { ...run, inputs }));
			expect(facts).toMatchObject({ kind: 'invalid', code: '433', taskEnded: true });
			expect(facts.taskId).toBe(simulator.tasks()[0]?.id);
			expect(facts.message).toContain(
				"RH_ComfyFluxKontext (37): Value not in list: model: 'flux-kontext-mini' not in ['flux-kontext-pro', 'flux-kontext-max'].",
			);
			expect(facts.message).toContain('LoadImage (39): Custom validation failed for node: image -');
			await clock.advance(60_000);
			expect(simulator.counters).toMatchObject({ tasksCreated: 1, charges: 0 });
		},
	);

	it('whose answer is lost is uncertain, and sent once', async () => {
		const { simulator, transport } = createBench();
		simulator.faults.add({ on: 'appRun', kind: 'reset', taskCreated: true });
		const { facts } = await errorOf(submitAiApp(transport, RUN));
		expect(facts).toMatchObject({ kind: 'uncertain', noTaskMade: false });
		expect(simulator.requestsOf('appRun')).toHaveLength(1);
	});
});

describe('the inputs of an app', () => {
	it('are told without the key that RunningHub puts into its answer', async () => {
		const { simulator, transport } = createBench();
		const answers: string[] = [];
		const app = await getAiApp(
			{
				async request(request) {
					const answer = await transport.request(request);
					answers.push(answer.text);
					return answer;
				},
			},
			APP_IDS.documented,
		);
		expect(answers.join()).toContain(KEY);
		expect(JSON.stringify(app)).not.toContain(KEY);
		expect(app).toMatchObject({ name: 'Flux Kontext: edit a picture', protected: false });
		expect(app.inputs).toHaveLength(4);
		expect(Object.keys(app.raw).sort()).toEqual([
			'accessEncrypted',
			'covers',
			'nodeInfoList',
			'statisticsInfo',
			'tags',
			'webappName',
		]);
		expect(simulator.requests).toMatchObject([
			{ kind: 'appInputs', query: { apiKey: KEY, webappId: APP_IDS.documented } },
		]);
	});

	it('tell whether a password is needed', async () => {
		const { transport } = createBench();
		expect(await getAiApp(transport, APP_IDS.protected)).toMatchObject({ protected: true });
	});

	it('may be none, or hold junk', async () => {
		const { transport } = createBench();
		expect((await getAiApp(transport, APP_IDS.noInputs)).inputs).toEqual([]);
		for (const nodeInfoList of [undefined, null, {}, 'x', [null, 'x', ['y']]]) {
			const json = { code: 0, data: { curl: KEY, nodeInfoList } };
			const app = await getAiApp(scriptedTransport({ json }), APP_IDS.noInputs);
			expect(app).toMatchObject({ name: '', protected: false, inputs: [] });
			expect(JSON.stringify(app)).not.toContain(KEY);
		}
	});

	it.each([
		['an unknown id', UNKNOWN_ID],
		['the id of a workflow', WORKFLOW_IDS.textToImage],
	])('are not told for %s', async (_about, appId) => {
		const { transport } = createBench();
		const { facts } = await errorOf(getAiApp(transport, appId));
		expect(facts).toMatchObject({ kind: 'notFound', code: '901' });
		expect(facts.hint).not.toBe('');
	});

	it('are not told to a wrong key, which is shown nowhere', async () => {
		const { transport } = createBench({}, UNKNOWN_KEY);
		const { facts } = await errorOf(getAiApp(transport, APP_IDS.documented));
		expect(facts.kind).toBe('auth');
		expect(JSON.stringify(facts)).not.toContain(UNKNOWN_KEY);
	});
});

describe('the public list', () => {
	it('gives ids in full, which stand in the sample calls alone', async () => {
		const { transport } = createBench();
		const { entries } = await listAiApps(transport, { page: 1, order: 'RECOMMEND' });
		expect(entries).toHaveLength(PAGE_SIZE);
		expect(entries[0]).toEqual({
			appId: '1940000000000000257',
			title: 'Sample app 1',
			description: expect.stringContaining('Makes a picture'),
			cover: expect.stringMatching(/^http/),
		});
		const { taskId } = await submitAiApp(transport, {
			appId: asText(entries[1]?.appId),
			inputs: INPUTS,
		});
		expect(taskId).toMatch(/^\d{19}$/);
	});

	it('goes on page by page to its end', async () => {
		const { transport } = createBench();
		const pages = [];
		for (const page of [1, 2, 3]) {
			pages.push(await listAiApps(transport, { page, order: 'RECOMMEND' }));
		}
		expect(pages.map(({ entries, hasNext }) => [entries.length, hasNext])).toEqual([
			[50, true],
			[10, false],
			[0, false],
		]);
		const ids = pages.flatMap(({ entries }) => entries.map(({ appId }) => appId));
		expect(new Set(ids).size).toBe(60);
	});

	it('comes in different orders', async () => {
		const { simulator, transport } = createBench();
		const first = async (request: Parameters<typeof listAiApps>[1]): Promise<unknown> =>
			(await listAiApps(transport, request)).entries[0]?.title;
		const firsts = [
			await first({ page: 1, order: 'RECOMMEND' }),
			await first({ page: 1, order: 'NEWEST' }),
			await first({ page: 1, order: 'HOTTEST', days: 7 }),
		];
		expect(new Set(firsts).size).toBe(3);
		expect(simulator.requests.map(({ body }) => body)).toEqual([
			{ current: 1, size: PAGE_SIZE, sort: 'RECOMMEND' },
			{ current: 1, size: PAGE_SIZE, sort: 'NEWEST' },
			{ current: 1, size: PAGE_SIZE, sort: 'HOTTEST', days: 7 },
		]);
	});

	it('leaves out entries without an id, and reads odd ones', async () => {
		const invokeExample = `curl 'https://www.runninghub.ai/openapi/v2/run/ai-app/${UNKNOWN_ID}' -X POST`;
		const records = [
			null,
			'x',
			{ title: 'No sample' },
			{ title: 'Another sample', invokeExample: 'curl https://example.com' },
			{ title: 'Good', cover: { url: 'https://example.com/a.png' }, invokeExample },
		];
		const json = { code: 0, data: { records, current: '1', pages: '3', total: '5' } };
		expect(await listAiApps(scriptedTransport({ json }), { page: 1, order: 'NEWEST' })).toEqual({
			entries: [
				{
					appId: UNKNOWN_ID,
					title: 'Good',
					description: '',
					cover: 'https://example.com/a.png',
				},
			],
			hasNext: true,
		});
	});

	it('goes on where only hasNext tells so', async () => {
		const transport = scriptedTransport({ json: { code: 0, data: { hasNext: true } } });
		expect(await listAiApps(transport, { page: 9, order: 'NEWEST' })).toMatchObject({
			hasNext: true,
		});
	});

	it.each([{}, { records: null }, { records: {} }])('may be empty: %j', async (data) => {
		const transport = scriptedTransport({ json: { code: 0, data } });
		expect(await listAiApps(transport, { page: 1, order: 'NEWEST' })).toEqual({
			entries: [],
			hasNext: false,
		});
	});

	it('is not shown to a wrong key', async () => {
		const { transport } = createBench({}, UNKNOWN_KEY);
		const { facts } = await errorOf(listAiApps(transport, { page: 1, order: 'NEWEST' }));
		expect(facts.kind).toBe('auth');
	});
});
