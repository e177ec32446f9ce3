import type { GraphRunSettings } from '../../../runninghub/api/node-inputs';
import { getWorkflow, submitWorkflow, type WorkflowRun } from '../../../runninghub/api/workflows';
import { asObject, type JsonObject } from '../../../runninghub/json';
import { APP_IDS, UNKNOWN_ID, WORKFLOW_IDS, WORKFLOW_PASSWORD } from '../../simulator/fixtures.cts';
import type { FaultRule, SimulatorSettings } from '../../simulator/simulator.cts';
import { SIMULATOR_KEYS, UNKNOWN_KEY } from '../../simulator/simulator.cts';
import { createBench, KEY } from '../bench.cts';
import { errorOf } from '../error-of.cts';
import { scriptedTransport } from '../scripted-transport.cts';

const RUN: WorkflowRun = {
	workflowId: WORKFLOW_IDS.textToImage,
	inputs: [{ nodeId: '6', fieldName: 'text', fieldValue: 'a red fox' }],
};
const SECRET: WorkflowRun = {
	workflowId: WORKFLOW_IDS.protected,
	inputs: [{ nodeId: '6', fieldName: 'text', fieldValue: 'a red fox' }],
	accessPassword: WORKFLOW_PASSWORD,
};
const WEBHOOK = 'https://example.com/hook';

const NODE_INFO = [{ nodeId: '6', fieldName: 'text', fieldValue: 'a red fox' }];

/** The ways a run can be answered: newer flat, newer with an envelope, and older. */
const WAYS: ReadonlyArray<
	readonly [name: string, settings: Partial<SimulatorSettings>, more: Partial<WorkflowRun>]
> = [
	['the newer way, flat', { runRefusal: 'flat' }, {}],
	['the newer way, in an envelope', { runRefusal: 'envelope' }, {}],
	['the older way', {}, { accessPassword: 'any' }],
];

describe('a run', () => {
	it('goes the newer way, with the inputs and nothing else', async () => {
		const { simulator, transport } = createBench();
		const { taskId, state } = await submitWorkflow(transport, RUN);
		expect(simulator.tasks()).toMatchObject([{ id: taskId, generation: 'v2' }]);
		expect(state.phase).toBe('active');
		expect(simulator.requests.map(({ kind, path, body }) => ({ kind, path, body }))).toEqual([
			{
				kind: 'workflowRun',
				path: `/openapi/v2/run/workflow/${RUN.workflowId}`,
				body: { nodeInfoList: NODE_INFO },
			},
		]);
		const graph = simulator.tasks()[0]?.execution?.graph;
		expect(graph?.get('6')?.inputs['text']).toBe('a red fox');
	});

	it('with a password goes the older way, with the key in the body as well', async () => {
		const { simulator, transport } = createBench();
		const { taskId, state } = await submitWorkflow(transport, SECRET);
		expect(simulator.tasks()).toMatchObject([{ id: taskId, generation: 'v1' }]);
		expect(state).toMatchObject({ phase: 'active', status: 'QUEUED' });
		expect(simulator.requests).toMatchObject([
			{ kind: 'legacyWorkflowRun', headers: { authorization: `Bearer ${KEY}` } },
		]);
		expect(simulator.requests[0]?.body).toEqual({
			apiKey: KEY,
			workflowId: WORKFLOW_IDS.protected,
			nodeInfoList: NODE_INFO,
			accessPassword: WORKFLOW_PASSWORD,
		});
	});

	const SETTINGS: GraphRunSettings & { addMetadata: boolean } = {
		instanceType: 'plus',
		usePersonalQueue: false,
		retainSeconds: 30,
		webhookUrl: WEBHOOK,
		addMetadata: false,
	};

	it.each([
		['newer', RUN, {}],
		[
			'older',
			SECRET,
			{ apiKey: KEY, workflowId: SECRET.workflowId, accessPassword: WORKFLOW_PASSWORD },
		],
	])('takes its settings along the %s way', async (_way, run, more) => {
		const { simulator, transport } = createBench({
			deliver: async () => ({ status: 200, text: '' }),
		});
		await submitWorkflow(transport, { ...run, ...SETTINGS });
		expect(simulator.requests[0]?.body).toEqual({ nodeInfoList: NODE_INFO, ...SETTINGS, ...more });
		expect(simulator.tasks()).toMatchObject([{ webhookUrl: WEBHOOK }]);
	});

	it('takes an instance type that is newer than this package', async () => {
		const { transport } = createBench({ settings: { instanceTypes: ['default', 'max-96g'] } });
		await submitWorkflow(transport, { ...RUN, instanceType: 'max-96g' });
		const { facts } = await errorOf(submitWorkflow(transport, { ...RUN, instanceType: 'plus' }));
		expect(facts).toMatchObject({ kind: 'invalid', code: '1007', noTaskMade: true });
		expect(facts.detail).toMatch(/instanceType must be one of default, max-96g/);
	});

	it.each<FaultRule['kind']>(['numberIds', 'wrapped', 'oddTypes', 'snakeCaseId'])(
		'is understood in another shape: %s',
		async (kind) => {
			const { simulator, transport } = createBench();
			simulator.faults.add({ on: 'workflowRun', kind });
			const { taskId } = await submitWorkflow(transport, RUN);
			expect(simulator.tasks().map(({ id }) => id)).toEqual([taskId]);
		},
	);

	it('of the older way is understood with bare numbers for ids', async () => {
		const { simulator, transport } = createBench();
		simulator.faults.add({ on: 'legacyWorkflowRun', kind: 'numberIds' });
		const { taskId } = await submitWorkflow(transport, SECRET);
		expect(simulator.tasks().map(({ id }) => id)).toEqual([taskId]);
		expect(String(Number(taskId))).not.toBe(taskId);
	});

	it.each([RUN, SECRET])('without compute balance makes no task', async (run) => {
		const { simulator, transport } = createBench({ settings: { computeBalance: 'tooLow' } });
		const { message, facts } = await errorOf(submitWorkflow(transport, run));
		expect(facts).toMatchObject({ kind: 'balance', code: '414', noTaskMade: true });
		expect(message).toMatch(/compute balance/);
		expect(simulator.counters.tasksCreated).toBe(0);
	});

	it.each([
		[RUN, 'workflowRun'],
		[SECRET, 'legacyWorkflowRun'],
	] as const)('refused with a code that nobody knows makes no task', async (run, on) => {
		for (const runRefusal of ['flat', 'envelope'] as const) {
			const { simulator, transport } = createBench({ settings: { runRefusal } });
			simulator.faults.add({ on, kind: 'code', code: '31999', message: 'The moon is in the way' });
			const { facts } = await errorOf(submitWorkflow(transport, run));
			expect(facts).toMatchObject({ kind: 'server', code: '31999', noTaskMade: true });
			expect(facts.detail).toBe('The moon is in the way');
		}
	});

	it.each([RUN, SECRET])('whose answer is lost is uncertain, and sent once', async (run) => {
		const { simulator, transport } = createBench();
		const on = run === RUN ? 'workflowRun' : 'legacyWorkflowRun';
		simulator.faults.add({ on, kind: 'badGateway', taskCreated: true });
		const { facts } = await errorOf(submitWorkflow(transport, run));
		expect(facts).toMatchObject({ kind: 'uncertain', noTaskMade: false });
		expect(simulator.counters.tasksCreated).toBe(1);
		expect(simulator.requestsOf(on)).toHaveLength(1);
	});
});

describe('the key in the body', () => {
	it('is left out where it is refused, and one task is made', async () => {
		const { simulator, transport } = createBench({ settings: { legacyBodyKey: 'refused' } });
		await submitWorkflow(transport, SECRET);
		const bodies = simulator.requestsOf('legacyWorkflowRun').map(({ body }) => body);
		expect(bodies).toMatchObject([{ apiKey: KEY }, { workflowId: SECRET.workflowId }]);
		expect(bodies[1]).not.toHaveProperty('apiKey');
		expect(simulator.counters.tasksCreated).toBe(1);
	});

	it('is sent once where it is not needed', async () => {
		const { simulator, transport } = createBench({ settings: { legacyBodyKey: 'optional' } });
		await submitWorkflow(transport, SECRET);
		expect(simulator.requestsOf('legacyWorkflowRun')).toHaveLength(1);
	});

	it.each([RUN, SECRET])('that is wrong is told, and shown nowhere', async (run) => {
		const { simulator, transport } = createBench({}, UNKNOWN_KEY);
		const { facts } = await errorOf(submitWorkflow(transport, run));
		expect(facts).toMatchObject({ kind: 'auth', noTaskMade: true });
		expect(JSON.stringify(facts)).not.toContain(UNKNOWN_KEY);
		expect(simulator.counters.tasksCreated).toBe(0);
	});
});

const SMALL: JsonObject = {
	'1': { class_type: 'LoadImage', inputs: { image: 'portrait-sample.png' } },
	'2': { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'whole' } },
};

describe('a whole graph', () => {
	it.each([RUN, SECRET])('is sent instead of the inputs, and is what runs', async (run) => {
		const { simulator, transport } = createBench();
		await submitWorkflow(transport, { ...run, graph: JSON.stringify(SMALL) });
		expect(simulator.requests[0]?.body).toMatchObject({
			nodeInfoList: [],
			workflow: JSON.stringify(SMALL),
		});
		const graph = simulator.tasks()[0]?.execution?.graph;
		expect([...(graph?.keys() ?? [])]).toEqual(['1', '2']);
		expect(graph?.get('2')?.inputs['filename_prefix']).toBe('whole');
	});

	it('still needs a workflow that exists', async () => {
		const { transport } = createBench();
		const run = { ...RUN, workflowId: UNKNOWN_ID, graph: JSON.stringify(SMALL) };
		expect((await errorOf(submitWorkflow(transport, run))).facts.code).toBe('380');
	});

	it('without nodes is refused with 433', async () => {
		const { simulator, transport } = createBench();
		const { facts } = await errorOf(submitWorkflow(transport, { ...RUN, graph: '{}' }));
		expect(facts).toMatchObject({ kind: 'invalid', code: '433', noTaskMade: true });
		expect(simulator.counters.tasksCreated).toBe(0);
	});
});

describe.each(WAYS)('a refused run, %s', (_way, settings, more) => {
	it.each([
		['an unknown id', UNKNOWN_ID, 'notFound', '380', /knows no such workflow/],
		['the id of an app', APP_IDS.documented, 'notFound', '380', /knows no such workflow/],
		['a workflow never run', WORKFLOW_IDS.neverRun, 'invalid', '810', /never run on the .* site/],
	])('for %s', async (_about, workflowId, kind, code, message) => {
		const { simulator, transport } = createBench({ settings });
		const { facts } = await errorOf(submitWorkflow(transport, { ...RUN, ...more, workflowId }));
		expect(facts).toMatchObject({ kind, code, noTaskMade: true });
		expect(facts.message).toMatch(message);
		expect(simulator.counters.tasksCreated).toBe(0);
	});

	it.each([
		['a node that is not there', '99', 'text', 'node_not_found_in_workflow'],
		['an input that is not there', '6', 'txt', 'field_not_found_in_node_inputs'],
		['a link', '6', 'clip', 'field_is_a_link'],
	])('for %s', async (_about, nodeId, fieldName, reason) => {
		const { simulator, transport } = createBench({ settings });
		const inputs = [{ nodeId, fieldName, fieldValue: 'a' }];
		const { facts } = await errorOf(submitWorkflow(transport, { ...RUN, ...more, inputs }));
		expect(facts).toMatchObject({ kind: 'invalid', code: '803', noTaskMade: true });
		expect(facts.detail).toBe(
			`NODE_INFO_MISMATCH(nodeId=${nodeId}, fieldName=${fieldName}, reason=${reason})`,
		);
		simulator.settings.nodeInfoMessage = 'APIKEY_INVALID_NODE_INFO';
		const older = await errorOf(submitWorkflow(transport, { ...RUN, ...more, inputs }));
		expect(older.facts).toMatchObject({ code: '803', detail: 'APIKEY_INVALID_NODE_INFO' });
		expect(simulator.counters.tasksCreated).toBe(0);
	});

	it('for values that ComfyUI refuses at once', async () => {
		const { simulator, transport } = createBench({
			settings: { ...settings, refusedGraph: 'code433' },
		});
		const inputs = [{ nodeId: '3', fieldName: 'sampler_name', fieldValue: 'eulr' }];
		const { facts } = await errorOf(submitWorkflow(transport, { ...RUN, ...more, inputs }));
		expect(facts).toMatchObject({ kind: 'invalid', code: '433', noTaskMade: true });
		expect(simulator.counters.tasksCreated).toBe(0);
	});

	it.each([
		['a full queue', SIMULATOR_KEYS.cn.shared, 'busy', '421'],
		['an empty wallet', SIMULATOR_KEYS.cn.emptyShared, 'balance', '812'],
		['no coins', SIMULATOR_KEYS.cn.emptyNormal, 'balance', '416'],
	])('for %s', async (_about, key, kind, code) => {
		const { simulator, transport } = createBench({ settings }, key);
		simulator.occupy(SIMULATOR_KEYS.cn.shared, 50);
		const { facts } = await errorOf(submitWorkflow(transport, { ...RUN, ...more }));
		expect(facts).toMatchObject({ kind, code, noTaskMade: true });
		expect(simulator.counters.tasksCreated).toBe(0);
	});

	it('has its own message for each reason', async () => {
		const { transport } = createBench({ settings });
		const runs: Array<Partial<WorkflowRun>> = [
			{ workflowId: UNKNOWN_ID },
			{ workflowId: WORKFLOW_IDS.neverRun },
			{ inputs: [{ nodeId: '99', fieldName: 'a', fieldValue: 'b' }] },
			{ graph: '{}' },
		];
		const errors = await Promise.all(
			runs.map(
				async (run) => await errorOf(submitWorkflow(transport, { ...RUN, ...more, ...run })),
			),
		);
		expect(new Set(errors.map(({ message }) => message)).size).toBe(runs.length);
		expect(errors.filter(({ facts }) => facts.hint === '')).toEqual([]);
	});
});

describe('a missing or wrong password', () => {
	it.each([
		['missing', undefined, '1007'],
		['wrong', 'open barley', '301'],
	])('%s: refused, in RunningHub’s own words', async (_about, accessPassword, code) => {
		const { simulator, transport } = createBench();
		const run = { workflowId: WORKFLOW_IDS.protected, inputs: [] };
		const { facts } = await errorOf(
			submitWorkflow(transport, {
				...run,
				...(accessPassword !== undefined && { accessPassword }),
			}),
		);
		expect(facts).toMatchObject({ kind: 'invalid', code, noTaskMade: true });
		expect(facts.detail).toMatch(/accessPassword is missing or wrong/);
		expect(JSON.stringify(facts)).not.toContain('barley');
		expect(simulator.counters.tasksCreated).toBe(0);
	});
});

it('a machine that a dedicated key does not have is told', async () => {
	const { transport } = createBench({}, SIMULATOR_KEYS.cn.exclusive);
	const { facts } = await errorOf(submitWorkflow(transport, { ...RUN, instanceType: 'ultra' }));
	expect(facts).toMatchObject({ kind: 'invalid', code: '435', noTaskMade: true });
});

describe('inputs that ComfyUI refuses', () => {
	it.each([RUN, { ...RUN, accessPassword: 'any' }])(
		'are explained node by node, and cost nothing',
		async (run) => {
			const { simulator, transport, clock } = createBench();
			const inputs = [
				{ nodeId: '3', fieldName: 'sampler_name', fieldValue: 'eulr' },
				{ nodeId: '3', fieldName: 'steps', fieldValue: '0' },
				{ nodeId: '4', fieldName: 'ckpt_name', fieldValue: 'mine.safetensors' },
			];
			const { facts } = await errorOf(submitWorkflow(transport, { ...run, inputs }));
			const [task] = simulator.tasks();
			expect(facts).toMatchObject({
				kind: 'invalid',
				code: '433',
				taskId: task?.id,
				noTaskMade: true,
				taskEnded: true,
			});
			expect(facts.message).toMatch(/^RunningHub refused the inputs of the workflow\. /);
			expect(facts.message).toContain(
				"KSampler (3): Value not in list: sampler_name: 'eulr' not in ['euler', 'euler_ancestral',",
			);
			expect(facts.message).toContain('KSampler (3): Value 0 smaller than min of 1');
			expect(facts.message).toContain('CheckpointLoaderSimple (4): Value not in list: ckpt_name:');
			expect(facts.hint).toMatch(/Nothing was charged/);
			await clock.advance(60_000);
			expect(simulator.tasks()).toMatchObject([{ state: 'FAILED' }]);
			expect(simulator.counters).toMatchObject({ charges: 0, charged: 0 });
		},
	);

	it('are told where promptTips is an object', async () => {
		const promptTips = { result: false, error: { message: 'Prompt has no outputs' } };
		for (const json of [
			{ taskId: UNKNOWN_ID, status: 'RUNNING', promptTips },
			{ code: 0, data: { taskId: UNKNOWN_ID, taskStatus: 'QUEUED', promptTips } },
		]) {
			const { facts } = await errorOf(submitWorkflow(scriptedTransport({ json }), RUN));
			expect(facts.message).toMatch(/Prompt has no outputs\.$/);
			expect(facts.taskId).toBe(UNKNOWN_ID);
		}
	});
});

describe('the graph of a workflow', () => {
	it.each(['text', 'object'] as const)('given as %s', async (graphForm) => {
		const { simulator, transport } = createBench({ settings: { graphForm } });
		const graph = await getWorkflow(transport, WORKFLOW_IDS.textToImage);
		expect(Object.keys(graph)).toContain('3');
		expect(asObject(graph['3'])).toMatchObject({
			class_type: 'KSampler',
			inputs: { steps: 20, model: ['11', 0] },
			_meta: { title: 'KSampler' },
		});
		expect(simulator.requests).toMatchObject([
			{ kind: 'workflowGraph', body: { apiKey: KEY, workflowId: WORKFLOW_IDS.textToImage } },
		]);
	});

	it('can be run as it is', async () => {
		const { simulator, transport } = createBench();
		const graph = await getWorkflow(transport, WORKFLOW_IDS.video);
		await submitWorkflow(transport, {
			workflowId: WORKFLOW_IDS.video,
			inputs: [],
			graph: JSON.stringify(graph),
		});
		expect(simulator.tasks()[0]?.execution?.accepted).toBe(true);
	});

	it('keeps every digit of its seeds, also when it is sent again', async () => {
		const seed = '18446744073709551615';
		const prompt = `{"3":{"class_type":"KSampler","inputs":{"seed":${seed}}}}`;
		const transport = scriptedTransport({ json: { code: 0, msg: 'SUCCESS', data: { prompt } } });
		const graph = await getWorkflow(transport, WORKFLOW_IDS.textToImage);
		expect(graph).toEqual({ '3': { class_type: 'KSampler', inputs: { seed } } });
		const sender = scriptedTransport({ json: { taskId: UNKNOWN_ID, status: 'QUEUED' } });
		await submitWorkflow(sender, { ...RUN, graph: JSON.stringify(graph) });
		expect(String(sender.requests[0]?.json?.['workflow'])).toContain(seed);
	});

	it.each([
		['an unknown id', UNKNOWN_ID, 'notFound', '380'],
		['the id of an app', APP_IDS.documented, 'notFound', '380'],
		['a workflow never run', WORKFLOW_IDS.neverRun, 'invalid', '810'],
	])('is not told for %s', async (_about, workflowId, kind, code) => {
		const { transport } = createBench();
		expect((await errorOf(getWorkflow(transport, workflowId))).facts).toMatchObject({ kind, code });
	});

	it('is not told to a wrong key', async () => {
		const { transport } = createBench({}, UNKNOWN_KEY);
		const { facts } = await errorOf(getWorkflow(transport, WORKFLOW_IDS.textToImage));
		expect(facts.kind).toBe('auth');
		expect(JSON.stringify(facts)).not.toContain(UNKNOWN_KEY);
	});

	it('is asked for without the key in the body where that is refused', async () => {
		const { simulator, transport } = createBench({ settings: { legacyBodyKey: 'refused' } });
		await getWorkflow(transport, WORKFLOW_IDS.textToImage);
		expect(simulator.requestsOf('workflowGraph').map(({ body }) => body)).toEqual([
			{ apiKey: KEY, workflowId: WORKFLOW_IDS.textToImage },
			{ workflowId: WORKFLOW_IDS.textToImage },
		]);
	});

	it.each([{}, { prompt: null }, { prompt: '' }, { prompt: '[1]' }, { prompt: '{"3":' }])(
		'may be missing: %j',
		async (data) => {
			const transport = scriptedTransport({ json: { code: 0, data } });
			const { facts } = await errorOf(getWorkflow(transport, UNKNOWN_ID));
			expect(facts).toMatchObject({ kind: 'server' });
			expect(facts.hint).toMatch(/save it and run it once/);
		},
	);
});
