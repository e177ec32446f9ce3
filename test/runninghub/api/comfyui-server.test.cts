import {
	getHistory,
	getNodeInfo,
	lookAtPrompt,
	queuePrompt,
	type ServerSize,
} from '../../../runninghub/api/comfyui-server';
import { lookAtPromptAnywhere } from '../../../runninghub/api/comfyui-servers';
import type { JsonObject } from '../../../runninghub/json';
import type { TaskLook } from '../../../runninghub/tasks/polling/watch-task';
import { type Transport, TransportFault } from '../../../runninghub/transport';
import type { FaultRule } from '../../simulator/simulator.cts';
import { SIMULATOR_KEYS, UNKNOWN_KEY } from '../../simulator/simulator.cts';
import { type Bench, createBench, KEY } from '../bench.cts';
import { errorOf } from '../error-of.cts';
import { scriptedTransport } from '../scripted-transport.cts';
import { watchToEnd } from '../watch-to-end.cts';

const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;
const PROMPT_ID = '5f1d0c8e-0000-4000-8000-000000000001';

const LOAD: JsonObject = { class_type: 'LoadImage', inputs: { image: 'portrait-sample.png' } };
const GRAPH: JsonObject = {
	'1': LOAD,
	'2': { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'out' } },
};

/** The graph with a text in it that the simulator obeys. */
function graphWith(word: string): JsonObject {
	return {
		...GRAPH,
		'7': { class_type: 'PrimitiveString', inputs: { value: word } },
		'8': { class_type: 'PreviewAny', inputs: { source: ['7', 0] } },
	};
}

const lookAt: TaskLook = async (transport, promptId, signal) =>
	await lookAtPrompt(transport, 'proxy', promptId, signal);

/** All that anybody outside of the transport may get to see of an outcome. */
function shown(outcome: unknown): string {
	return JSON.stringify(outcome);
}

describe('a graph', () => {
	it.each<[ServerSize, string]>([
		['proxy', `/proxy/${KEY}/prompt`],
		['proxy-plus', `/proxy-plus/${KEY}/prompt`],
	])('is queued at %s, by the key in the path', async (size, path) => {
		const { simulator, transport } = createBench();
		const { taskId, state } = await queuePrompt(transport, size, JSON.stringify(GRAPH));
		expect(taskId).toMatch(UUID);
		expect(state).toMatchObject({ phase: 'active', status: 'QUEUED' });
		expect(simulator.requests).toMatchObject([{ kind: 'proxyPrompt', path }]);
		expect(simulator.requests[0]?.body).toEqual({ prompt: GRAPH });
		expect(simulator.tasks()).toMatchObject([{ origin: 'comfyUi' }]);
	});

	it('that ComfyUI refuses is explained node by node, and makes no task', async () => {
		const { simulator, transport } = createBench();
		const graph = {
			...GRAPH,
			'1': { class_type: 'LoadImage', inputs: { image: 'no.png' } },
			'2': { class_type: 'SaveImage', inputs: { images: ['1', 0] } },
		};
		const { facts } = await errorOf(queuePrompt(transport, 'proxy', JSON.stringify(graph)));
		expect(facts).toMatchObject({ kind: 'invalid', noTaskMade: true });
		expect(facts.message).toContain(
			'LoadImage (1): Custom validation failed for node: image - Invalid image file: no.png.',
		);
		expect(facts.message).toContain('SaveImage (2): Required input is missing: filename_prefix.');
		expect(simulator.counters.tasksCreated).toBe(0);
	});

	it.each<[string, JsonObject, RegExp]>([
		['without an output', { '1': LOAD }, /refused the graph: Prompt has no outputs/],
		['without classes', { '1': {} }, /refused the graph: Cannot execute because a node is missing/],
	])('%s is refused in ComfyUI’s words', async (_about, graph, message) => {
		const { simulator, transport } = createBench();
		const { facts } = await errorOf(queuePrompt(transport, 'proxy', JSON.stringify(graph)));
		expect(facts).toMatchObject({ kind: 'invalid', httpStatus: 400, noTaskMade: true });
		expect(facts.message).toMatch(message);
		expect(simulator.counters.tasksCreated).toBe(0);
	});

	it('of which ComfyUI runs a part is a prompt, as it is paid for', async () => {
		const node_errors = { '5': { class_type: 'SaveImage', errors: [{ message: 'Bad' }] } };
		const json = { prompt_id: PROMPT_ID, number: 1, node_errors };
		const { taskId } = await queuePrompt(
			scriptedTransport({ json }),
			'proxy',
			JSON.stringify(GRAPH),
		);
		expect(taskId).toBe(PROMPT_ID);
	});

	it.each([
		['an empty wallet', SIMULATOR_KEYS.cn.emptyShared, 'balance', '812'],
		['a consumer key', SIMULATOR_KEYS.cn.normal, 'auth', undefined],
		['a wrong key', UNKNOWN_KEY, 'auth', undefined],
	])('is refused for %s', async (_about, key, kind, code) => {
		const { simulator, transport } = createBench({}, key);
		const { facts } = await errorOf(queuePrompt(transport, 'proxy', JSON.stringify(GRAPH)));
		expect(facts).toMatchObject({ kind, noTaskMade: true });
		expect(facts.code).toBe(code);
		expect(simulator.counters.tasksCreated).toBe(0);
	});

	it('is refused for a full queue, and taken later', async () => {
		const { simulator, transport } = createBench();
		simulator.occupy(KEY, 50);
		const { facts } = await errorOf(queuePrompt(transport, 'proxy', JSON.stringify(GRAPH)));
		expect(facts).toMatchObject({ kind: 'busy', code: '421', noTaskMade: true });
		simulator.occupy(KEY, 0);
		expect((await queuePrompt(transport, 'proxy', JSON.stringify(GRAPH))).taskId).toMatch(UUID);
	});

	it.each<FaultRule['kind']>(['badGateway', 'gatewayTimeout', 'brokenJson', 'emptyBody', 'reset'])(
		'whose answer is lost (%s) is uncertain, and sent once',
		async (kind) => {
			const { simulator, transport } = createBench();
			simulator.faults.add({ on: 'proxyPrompt', kind, taskCreated: true });
			const { facts } = await errorOf(queuePrompt(transport, 'proxy', JSON.stringify(GRAPH)));
			expect(facts).toMatchObject({ kind: 'uncertain', noTaskMade: false });
			expect(simulator.requestsOf('proxyPrompt')).toHaveLength(1);
			expect(simulator.counters.tasksCreated).toBe(1);
		},
	);

	it('that was never sent is not uncertain', async () => {
		const transport = scriptedTransport(new TransportFault('the connection was refused', true));
		const { facts } = await errorOf(queuePrompt(transport, 'proxy', JSON.stringify(GRAPH)));
		expect(facts).toMatchObject({ kind: 'network', noTaskMade: true });
	});

	it('that is taken without a name is uncertain', async () => {
		for (const json of [{}, { prompt_id: '', node_errors: {} }, { prompt_id: null }]) {
			const { facts } = await errorOf(
				queuePrompt(scriptedTransport({ json }), 'proxy', JSON.stringify(GRAPH)),
			);
			expect(facts).toMatchObject({ kind: 'uncertain', noTaskMade: false });
			expect(facts.message).toMatch(/without naming a prompt/);
		}
	});
});

describe('a queued prompt', () => {
	async function queued(bench: Bench, graph = GRAPH): Promise<string> {
		return (await queuePrompt(bench.transport, 'proxy', JSON.stringify(graph))).taskId;
	}

	it('has an empty history until it ends', async () => {
		const bench = createBench();
		const promptId = await queued(bench);
		expect(await getHistory(bench.transport, 'proxy', promptId)).toEqual({});
		expect(await lookAt(bench.transport, promptId, new AbortController().signal)).toMatchObject({
			phase: 'active',
			status: 'RUNNING',
		});
		await bench.clock.advance(3_000);
		expect(await getHistory(bench.transport, 'proxy', promptId)).toMatchObject({
			status: { status_str: 'success' },
		});
		expect(await getHistory(bench.transport, 'proxy', PROMPT_ID)).toEqual({});
	});

	it('is watched to its files and texts, whose paths hold a place for the key', async () => {
		const bench = createBench();
		const promptId = await queued(bench, graphWith('a few words'));
		const task = await watchToEnd(bench, promptId, lookAt);
		expect(task).toMatchObject({
			taskId: promptId,
			cost: { money: null, coins: null, thirdParty: null },
		});
		const [file, text] = task?.results ?? [];
		expect(file).toEqual({
			url: null,
			fileType: 'png',
			nodeId: '2',
			text: null,
			file: {
				name: expect.stringMatching(/\.png$/),
				path: expect.stringMatching(
					/^\/proxy\/\{apiKey\}\/view\?filename=\S+\.png&subfolder=&type=output$/,
				),
			},
		});
		expect(text).toEqual({ url: null, fileType: null, nodeId: '8', text: 'a few words' });
		expect(shown(task)).not.toContain(KEY);
	});

	it('has files that can be fetched by their paths', async () => {
		const bench = createBench();
		const task = await watchToEnd(bench, await queued(bench), lookAt);
		const path = task?.results[0]?.file?.path ?? '';
		const { status, text } = await bench.transport.request({ method: 'GET', path, timeout: 1 });
		expect([status, text.slice(1, 4)]).toEqual([200, 'PNG']);
		expect(bench.simulator.requests.at(-1)?.path).toBe(`/proxy/${KEY}/view`);
	});

	it('that fails names the node and its exception', async () => {
		const bench = createBench();
		const promptId = await queued(bench, graphWith('[fail:node]'));
		const { facts } = await errorOf(watchToEnd(bench, promptId, lookAt));
		expect(facts).toMatchObject({
			kind: 'taskFailed',
			taskId: promptId,
			status: 'FAILED',
			taskEnded: true,
		});
		expect(facts.message).toMatch(
			/^The ComfyUI node PrimitiveString \(7\) stopped the prompt: TypeError: ./,
		);
	});

	it('is looked at again after passing faults', async () => {
		const bench = createBench();
		const promptId = await queued(bench);
		bench.simulator.faults.add({ on: 'proxyHistory', kind: 'badGateway', times: 5 });
		expect(await watchToEnd(bench, promptId, lookAt)).toMatchObject({ taskId: promptId });
	});

	it('that never ends is not called failed', async () => {
		const bench = createBench();
		const promptId = await queued(bench, graphWith('[never]'));
		const { facts } = await errorOf(watchToEnd(bench, promptId, lookAt));
		expect(facts).toMatchObject({ kind: 'timeout', taskId: promptId });
		expect(facts.taskEnded).not.toBe(true);
	});
});

describe('a prompt whose server is not known', () => {
	it.each<ServerSize>(['proxy', 'proxy-plus'])('is found on %s', async (size) => {
		const bench = createBench();
		const { taskId } = await queuePrompt(bench.transport, size, JSON.stringify(GRAPH));
		const look = async () => await lookAtPromptAnywhere(bench.transport, taskId);
		expect(await look()).toMatchObject({ phase: 'active' });
		await bench.clock.advance(3_000);
		expect(await look()).toMatchObject({ phase: 'done', results: [{ fileType: 'png' }] });
	});

	/** The second server answers otherwise than the first. */
	function secondAnswers(json: unknown, status = 200): Transport {
		return {
			request: async ({ path }) =>
				path.startsWith('/proxy-plus/')
					? { status, text: JSON.stringify(json) }
					: { status: 200, text: '{}' },
		};
	}

	it('is not over while one of the servers cannot be asked', async () => {
		const look = lookAtPromptAnywhere(secondAnswers({}, 502), PROMPT_ID);
		expect((await errorOf(look)).facts).toMatchObject({ httpStatus: 502, temporary: true });
	});

	it('runs when a server that refuses the key is not the one', async () => {
		const look = await lookAtPromptAnywhere(secondAnswers({}, 403), PROMPT_ID);
		expect(look).toMatchObject({ phase: 'active' });
	});

	it('is refused where both refuse', async () => {
		const transport = scriptedTransport({ status: 403, text: '' });
		const { facts } = await errorOf(lookAtPromptAnywhere(transport, PROMPT_ID));
		expect(facts).toMatchObject({ kind: 'auth', httpStatus: 403 });
	});
});

describe('a history of an odd shape', () => {
	async function lookAtEntry(entry: unknown): Promise<unknown> {
		const transport = scriptedTransport({ json: { [PROMPT_ID]: entry } });
		return await lookAtPrompt(transport, 'proxy-plus', PROMPT_ID);
	}

	it.each<[string, unknown]>([
		['null', null],
		['text', 'running'],
		['no outputs', { status: { completed: true } }],
		['outputs before the end', { outputs: {}, status: { status_str: '', completed: false } }],
	])('%s: not over yet', async (_about, entry) => {
		expect(await lookAtEntry(entry)).toMatchObject({ phase: 'active' });
	});

	it.each<[string, JsonObject]>([
		['no status', {}],
		['only a word', { status: { status_str: 'success' } }],
		['only that it is over', { status: { completed: true } }],
	])('%s: over', async (_about, status) => {
		const outputs = {
			'9': {
				images: [
					{ filename: 'A B&C.PNG', subfolder: 'day/1', type: 'temp' },
					{ filename: 'noextension' },
					{ filename: '' },
					null,
				],
				animated: [true],
			},
			'10': { text: ['one', 'two'], size: 5 },
			'11': null,
		};
		const path = (query: string): string => `/proxy-plus/{apiKey}/view?${query}`;
		expect(await lookAtEntry({ outputs, ...status })).toMatchObject({
			phase: 'done',
			results: [
				{
					nodeId: '9',
					fileType: 'png',
					file: {
						name: 'A B&C.PNG',
						path: path('filename=A+B%26C.PNG&subfolder=day%2F1&type=temp'),
					},
				},
				{
					nodeId: '9',
					fileType: null,
					file: { name: 'noextension', path: path('filename=noextension&subfolder=&type=output') },
				},
				{ nodeId: '10', text: 'one' },
				{ nodeId: '10', text: 'two' },
			],
		});
	});

	it.each<[string, JsonObject, string]>([
		['no messages', {}, 'A ComfyUI node stopped the prompt'],
		['junk', { messages: ['x', ['execution_error', null]] }, 'A ComfyUI node stopped the prompt'],
		[
			'no type',
			{ messages: [['execution_error', { exception_message: 'out of memory' }]] },
			'A ComfyUI node stopped the prompt: out of memory',
		],
		[
			'everything',
			{
				messages: [
					['execution_start', {}],
					[
						'execution_error',
						{
							node_id: '3',
							node_type: 'KSampler',
							exception_type: 'RuntimeError',
							exception_message: 'x',
						},
					],
				],
			},
			'The ComfyUI node KSampler (3) stopped the prompt: RuntimeError: x',
		],
	])('an error with %s', async (_about, more, message) => {
		const entry = { outputs: {}, status: { status_str: 'error', completed: false, ...more } };
		const state = await lookAtEntry(entry);
		expect(state).toMatchObject({ phase: 'failed', status: 'FAILED', error: { message } });
	});
});

describe('a class of nodes', () => {
	it('is described alone', async () => {
		const { simulator, transport } = createBench();
		const info = await getNodeInfo(transport, 'proxy', 'KSampler');
		expect(info).toMatchObject({ input: { required: { steps: ['INT', { min: 1 }] } } });
		expect(simulator.requests).toMatchObject([{ path: `/proxy/${KEY}/object_info/KSampler` }]);
		expect(shown(info)).not.toContain(KEY);
	});

	it.each(['ksampler', 'constructor', 'A/B?c', 'Katze 猫'])(
		'%s, which is not there, is told',
		async (name) => {
			const { facts } = await errorOf(getNodeInfo(createBench().transport, 'proxy-plus', name));
			expect(facts).toMatchObject({ kind: 'notFound' });
			expect(facts.message).toBe(`The ComfyUI server has no node class "${name}"`);
		},
	);
});

describe('the key, which is part of every path', () => {
	const WORK: ReadonlyArray<readonly [string, (transport: Transport) => Promise<unknown>]> = [
		['a graph', async (transport) => await queuePrompt(transport, 'proxy', JSON.stringify(GRAPH))],
		[
			'a refused graph',
			async (transport) => await queuePrompt(transport, 'proxy', JSON.stringify({ '1': LOAD })),
		],
		['a history', async (transport) => await getHistory(transport, 'proxy', PROMPT_ID)],
		['a look', async (transport) => await lookAtPrompt(transport, 'proxy-plus', PROMPT_ID)],
		['a class', async (transport) => await getNodeInfo(transport, 'proxy', 'KSampler')],
		['no class', async (transport) => await getNodeInfo(transport, 'proxy-plus', 'Nothing')],
	];
	const FAULTS: ReadonlyArray<FaultRule['kind'] | 'none'> = [
		'none',
		'badGateway',
		'notFound',
		'unauthorized',
		'tooManyRequests',
		'brokenJson',
		'reset',
		'hang',
	];

	it.each(WORK.flatMap(([what, work]) => FAULTS.map((kind) => [what, kind, work] as const)))(
		'is in the path of %s alone, under the fault %s',
		async (_what, kind, work) => {
			for (const key of [KEY, SIMULATOR_KEYS.cn.normal, UNKNOWN_KEY]) {
				const { simulator, transport } = createBench({}, key);
				if (kind !== 'none') {
					for (const on of ['proxyPrompt', 'proxyHistory', 'proxyNodeInfo'] as const) {
						simulator.faults.add({ on, kind });
					}
				}
				const outcome = await work(transport).then(
					(value) => ({ value }),
					(error: unknown) => ({ error, text: String(error) }),
				);
				expect(simulator.requests[0]?.path).toContain(`/${key}/`);
				expect(shown(outcome)).not.toContain(key);
			}
		},
	);

	it('is left to the transport', async () => {
		const transport = scriptedTransport({ json: {} });
		for (const [, work] of WORK) await work(transport).catch(() => undefined);
		expect(transport.requests).toHaveLength(WORK.length);
		for (const { path, keyField } of transport.requests) {
			expect(path).toMatch(/^\/proxy(?:-plus)?\/\{apiKey\}\/\w/);
			expect(keyField).toBeUndefined();
		}
	});
});
