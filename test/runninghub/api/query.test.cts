import { submitModel } from '../../../runninghub/api/models';
import { amountOf } from '../../../runninghub/api/read-task-state';
import { cancelTask, legacyOutputs, queryTask } from '../../../runninghub/api/tasks';
import type { FaultRule } from '../../simulator/simulator.cts';
import { SIMULATOR_KEYS, UNKNOWN_KEY } from '../../simulator/simulator.cts';
import { bodyWith, createBench, MODEL } from '../bench.cts';
import type { Bench } from '../bench.cts';
import { errorOf } from '../error-of.cts';
import { inProcessTransport } from '../in-process-transport.cts';
import { RAW_MODELS } from '../catalogue/raw-models.cts';
import { scriptedTransport } from '../scripted-transport.cts';

const ID = '1990246754753896451';

async function submitted(bench: Bench, prompt = 'a boat'): Promise<string> {
	return (await submitModel(bench.transport, MODEL, bodyWith(prompt))).taskId;
}

async function phaseOf(json: unknown): Promise<string> {
	return (await queryTask(scriptedTransport({ json }), ID)).phase;
}

describe('a state', () => {
	it.each([
		['QUEUED', 'active'],
		['RUNNING', 'active'],
		['CREATE', 'active'],
		['PENDING', 'active'],
		['PROCESSING', 'active'],
		['SOMETHING_NEW', 'active'],
		['SUCCESS', 'done'],
		['FAILED', 'failed'],
		['CANCEL', 'cancelled'],
		['CANCELED', 'cancelled'],
		['CANCELLED', 'cancelled'],
		['', 'unclear'],
	])('%p is %s, in any case of letters, wrapped or not', async (status, phase) => {
		expect(await phaseOf({ taskId: ID, status, errorCode: '' })).toBe(phase);
		expect(await phaseOf({ taskId: ID, status: status.toLowerCase(), errorCode: 0 })).toBe(phase);
		expect(await phaseOf({ code: 0, data: { taskId: ID, status, errorCode: '' } })).toBe(phase);
	});

	it.each([
		['FAILED', '1004'],
		['', '1004'],
		['RUNNING', '1004'],
		['', '807'],
		['', '423'],
	])('%p with code %s is no such task: the code decides', async (status, errorCode) => {
		expect(await phaseOf({ taskId: '', status, errorCode, errorMessage: 'x' })).toBe('missing');
	});

	it('goes from active to done at the simulator', async () => {
		const bench = createBench();
		const taskId = await submitted(bench);
		const { transport, clock } = bench;
		expect(await queryTask(transport, taskId)).toMatchObject({ phase: 'active', status: 'QUEUED' });
		await clock.advance(1000);
		expect(await queryTask(transport, taskId)).toMatchObject({ status: 'RUNNING' });
		await clock.advance(2000);
		expect(await queryTask(transport, taskId)).toMatchObject({
			phase: 'done',
			results: [{ url: expect.stringMatching(/^http/), fileType: 'png', nodeId: '2', text: null }],
			cost: { money: null, coins: null, thirdParty: 0.4 },
		});
	});

	it.each<FaultRule['kind']>(['numberIds', 'oddTypes', 'wrapped', 'snakeCaseId'])(
		'is understood when told oddly: %s',
		async (kind) => {
			const bench = createBench();
			const taskId = await submitted(bench);
			await bench.clock.advance(3000);
			bench.simulator.faults.add({ on: 'query', kind });
			const state = await queryTask(bench.transport, taskId);
			expect(state).toMatchObject({ phase: 'done', cost: { thirdParty: 0.4 } });
		},
	);
});

describe('ids beyond 2^53', () => {
	it('go out and come back with every digit', async () => {
		const bench = createBench();
		const taskId = await submitted(bench);
		await bench.clock.advance(3000);
		const state = await queryTask(bench.transport, taskId);
		expect(bench.simulator.requestsOf('query')[0]?.body).toEqual({ taskId });
		expect(state.raw['taskId']).toBe(taskId);
		expect(state.raw['taskUsageList']).toMatchObject([{ taskId }]);
	});

	it.each([
		['9999999999999999999', /failed to parse request body/],
		['a task', /failed to parse request body/],
		['0', /must be greater than 0/],
		['-5', /must be greater than 0/],
	])('that are none, such as %s, are refused as invalid', async (id, detail) => {
		const { transport } = createBench();
		const { message, facts } = await errorOf(queryTask(transport, id));
		expect(facts).toMatchObject({ kind: 'invalid', code: '1007', taskId: id });
		expect(facts.detail).toMatch(detail);
		expect(message).toBe(`RunningHub does not take "${id}" as a task ID`);
	});
});

describe('results', () => {
	it('are read under every name, and what is missing is null', async () => {
		const results = [
			{ url: 'https://a/1', outputType: 'PNG' },
			{ outputUrl: 'https://a/2', fileType: 'mp4', nodeId: 9 },
			{ fileUrl: 'https://a/3' },
			{ url: null, text: 'one' },
			{ url: '', content: 'two', outputType: 'txt' },
			{ output: 'three' },
			'no result',
			null,
		];
		const state = await queryTask(scriptedTransport({ json: { status: 'SUCCESS', results } }), ID);
		const none = { url: null, fileType: null, nodeId: null, text: null };
		expect(state).toMatchObject({
			results: [
				{ ...none, url: 'https://a/1', fileType: 'png' },
				{ ...none, url: 'https://a/2', fileType: 'mp4', nodeId: '9' },
				{ ...none, url: 'https://a/3' },
				{ ...none, text: 'one' },
				{ ...none, text: 'two', fileType: 'txt' },
				{ ...none, text: 'three' },
				{ ...none, text: 'no result' },
			],
		});
	});

	it('may be none', async () => {
		for (const results of [[], null, undefined, {}]) {
			const json = { status: 'SUCCESS', results };
			expect(await queryTask(scriptedTransport({ json }), ID)).toMatchObject({ results: [] });
		}
	});
});

describe('costs', () => {
	it.each([
		[{ consumeMoney: '0.12', consumeCoins: '17', thirdPartyConsumeMoney: null }, 0.12, 17, null],
		[{ consumeMoney: 0, consumeCoins: 5 }, 0, 5, null],
		[{ thirdPartyConsumeMoney: 'free' }, null, null, null],
		[null, null, null, null],
	])('%j', async (usage, money, coins, thirdParty) => {
		const json = { status: 'SUCCESS', results: [], usage };
		expect(await queryTask(scriptedTransport({ json }), ID)).toMatchObject({
			cost: { money, coins, thirdParty },
		});
	});

	it.each([
		[0.4, null, 0.4],
		[null, 0.4, 0.4],
		[0.1, 0.2, 0.3],
		[0, null, 0],
		[null, null, null],
	])('of %p and %p make %p', (money, thirdParty, amount) => {
		expect(amountOf({ money, coins: 17, thirdParty })).toBe(amount);
	});
});

describe('what a task was measured by', () => {
	it.each([
		['rhart-video-v3.1-fast/text-to-video', { billingSeconds: '5', output_seconds: 5 }],
		['rhart-text-g-25-flash/text-to-text', { tokenUsage: { usage: { total_tokens: 311 } } }],
	])('stays in the raw answer of %s', async (endpoint, usage) => {
		const bench = createBench({ settings: { answerForm: 'full' } });
		const raw = RAW_MODELS.find((model) => model.endpoint === endpoint);
		if (raw === undefined) throw new Error(`no model ${endpoint}`);
		const body = Object.fromEntries(
			raw.params
				.filter(({ required }) => required)
				.map(({ key, options }) => [key, options?.[0]?.value ?? 'a boat']),
		);
		const { taskId } = await submitModel(bench.transport, endpoint, body);
		await bench.clock.advance(3000);
		const state = await queryTask(bench.transport, taskId);
		expect(state.phase).toBe('done');
		expect(state.raw).toMatchObject({ usage });
	});
});

describe('a failed task', () => {
	it('may tell its reason in plain words', async () => {
		const bench = createBench();
		const taskId = await submitted(bench, '[fail:words]');
		await bench.clock.advance(3000);
		const state = await queryTask(bench.transport, taskId);
		if (state.phase !== 'failed') throw new Error(state.phase);
		expect(state.error.facts).toMatchObject({
			kind: 'taskFailed',
			message: 'The task did not succeed: The video could not be decoded',
			noTaskMade: false,
		});
	});

	it.each(['[fail:node]', '[fail:node-text]'])('names the ComfyUI node: %s', async (prompt) => {
		const bench = createBench();
		const taskId = await submitted(bench, prompt);
		await bench.clock.advance(3000);
		const state = await queryTask(bench.transport, taskId);
		if (state.phase !== 'failed') throw new Error(state.phase);
		expect(state.error.message).toBe(
			"The ComfyUI node VHS_LoadVideo (276) stopped the task: TypeError: unsupported operand type(s) for /: 'NoneType' and 'int'",
		);
		expect(state.error.facts).toMatchObject({ kind: 'taskFailed', code: '805' });
		expect(state.error.facts.hint).toMatch(/node/);
	});

	it.each<[unknown, string]>([
		[
			'{"node_name":"KSampler","exception_message":"out of memory"}',
			'The ComfyUI node KSampler stopped the task: out of memory',
		],
		[{ exception_message: '坏|broken' }, 'A ComfyUI node stopped the task: broken'],
		[{ node_name: 'KSampler', node_id: 3 }, 'The ComfyUI node KSampler (3) stopped the task'],
		[{}, 'The task did not succeed'],
		[null, 'The task did not succeed'],
		['no JSON', 'The task did not succeed: no JSON'],
	])('with the reason %j', async (failedReason, message) => {
		const json = { status: 'FAILED', errorCode: '805', failedReason };
		const state = await queryTask(scriptedTransport({ json }), ID);
		if (state.phase !== 'failed') throw new Error(state.phase);
		expect(state.error.message).toBe(message);
	});

	it.each([
		['1505', 'policy'],
		['1501', 'policy'],
		['1504', 'server'],
		['1015', 'taskFailed'],
		['1000', 'server'],
		['', 'taskFailed'],
	])('with code %p is of kind %s, and does not prove that it was free', async (errorCode, kind) => {
		const json = { status: 'FAILED', errorCode, errorMessage: 'why|为什么', failedReason: {} };
		const state = await queryTask(scriptedTransport({ json }), ID);
		if (state.phase !== 'failed') throw new Error(state.phase);
		expect(state.error.facts).toMatchObject({ kind, detail: 'why', noTaskMade: false });
	});
});

describe('no state', () => {
	it.each<[FaultRule['kind'], string]>([
		['badGateway', 'server'],
		['gatewayTimeout', 'server'],
		['unavailable', 'server'],
		['serverError', 'server'],
		['tooManyRequests', 'busy'],
		['tooManyRequestsHtml', 'busy'],
		['brokenJson', 'server'],
		['emptyBody', 'server'],
		['reset', 'network'],
		['hang', 'network'],
	])('%s may pass: %s', async (kind, expected) => {
		const bench = createBench();
		const taskId = await submitted(bench);
		bench.simulator.faults.add({ on: 'query', kind, retryAfter: 8 });
		const { facts } = await errorOf(queryTask(bench.transport, taskId));
		expect(facts).toMatchObject({ kind: expected, taskId, temporary: true });
		if (expected === 'busy') expect(facts.retryAfter).toBe(8);
	});

	it.each<[FaultRule['kind'], string]>([
		['unauthorized', 'auth'],
		['notFound', 'notFound'],
	])('%s does not pass: %s', async (kind, expected) => {
		const bench = createBench();
		const taskId = await submitted(bench);
		bench.simulator.faults.add({ on: 'query', kind });
		const { facts } = await errorOf(queryTask(bench.transport, taskId));
		expect(facts).toMatchObject({ kind: expected, taskId });
		expect(facts.temporary).not.toBe(true);
	});

	it('for both answers to a wrong key', async () => {
		for (const wrongKeyReply of ['http401', 'errorCode1002'] as const) {
			const bench = createBench({ settings: { wrongKeyReply } }, UNKNOWN_KEY);
			expect((await errorOf(queryTask(bench.transport, ID))).kind).toBe('auth');
		}
	});
});

describe('the older outputs', () => {
	it('tell every state of a v2 task', async () => {
		const bench = createBench();
		const taskId = await submitted(bench);
		const look = async (): Promise<unknown> => await legacyOutputs(bench.transport, taskId);
		expect(await look()).toEqual({ status: 'QUEUED', results: [] });
		await bench.clock.advance(1000);
		expect(await look()).toEqual({ status: 'RUNNING', results: [] });
		await bench.clock.advance(2000);
		expect(await look()).toMatchObject({
			status: 'SUCCESS',
			results: [{ url: expect.stringMatching(/^http/), fileType: 'png', nodeId: '2' }],
		});
		const failed = await submitted(bench, '[fail:node]');
		await bench.clock.advance(3000);
		expect(await legacyOutputs(bench.transport, failed)).toEqual({ status: 'FAILED', results: [] });
	});

	it('are still running while data is null, and finished with an empty list', async () => {
		const running = scriptedTransport({ json: { code: 0, msg: 'success', data: null } });
		expect((await legacyOutputs(running, ID)).status).toBe('RUNNING');
		const done = scriptedTransport({ json: { code: 0, msg: 'success', data: [] } });
		expect((await legacyOutputs(done, ID)).status).toBe('SUCCESS');
	});

	it('know no such task', async () => {
		const error = await errorOf(legacyOutputs(createBench().transport, ID));
		expect(error.facts).toMatchObject({ kind: 'notFound', code: '807', taskId: ID });
	});
});

describe('cancelling', () => {
	it.each(['required', 'optional', 'refused'] as const)(
		'ends a v2 task, with the key in the body %s',
		async (legacyBodyKey) => {
			const bench = createBench({ settings: { legacyBodyKey } });
			const taskId = await submitted(bench, '[never]');
			await cancelTask(bench.transport, taskId);
			expect(bench.simulator.tasks()[0]?.state).toBe('CANCEL');
		},
	);

	it.each(['', 'CANCEL', 'CANCELLED'] as const)(
		'leaves the status %p, which is read',
		async (cancelledStatus) => {
			const bench = createBench({ settings: { cancelledStatus } });
			const taskId = await submitted(bench, '[never]');
			await cancelTask(bench.transport, taskId);
			const { phase } = await queryTask(bench.transport, taskId);
			expect(phase).toBe(cancelledStatus === '' ? 'unclear' : 'cancelled');
		},
	);

	it('an unknown task, or with another key, is an error with the task id', async () => {
		const bench = createBench();
		const unknown = await errorOf(cancelTask(bench.transport, ID));
		expect(unknown.facts).toMatchObject({ kind: 'notFound', taskId: ID });
		const stranger = inProcessTransport(bench.simulator, SIMULATOR_KEYS.ai.shared);
		const refused = await errorOf(cancelTask(stranger, ID));
		expect(refused.facts).toMatchObject({ kind: 'auth', taskId: ID });
	});

	it('carries no signal, so that it also works after the user has stopped', async () => {
		const transport = scriptedTransport({ json: { code: 0, msg: 'success', data: null } });
		await cancelTask(transport, ID);
		expect(transport.requests).toMatchObject([{ json: { taskId: ID }, keyField: 'apiKey' }]);
		expect(transport.requests[0]).not.toHaveProperty('signal');
	});
});

describe('a result', () => {
	const resultsOf = async (results: unknown): Promise<unknown> => {
		const json = { taskId: ID, status: 'SUCCESS', errorCode: '', results };
		const state = await queryTask(scriptedTransport({ json }), ID);
		return state.phase === 'done' ? state.results : state.phase;
	};
	const link = { nodeId: null, text: null };

	it.each([
		['https://files.example.com/a.png', 'png'],
		['https://files.example.com/a.MP4?x=1.png&y=2#z', 'mp4'],
		['https://files.example.com/view?file=a.png', null],
	])('that is the plain link %s is its file', async (url, fileType) => {
		expect(await resultsOf([url, { url, outputType: 'png' }])).toEqual([
			{ ...link, url, fileType },
			{ ...link, url, fileType: 'png' },
		]);
	});

	it('that is plain text is that text, and nothing is nothing', async () => {
		expect(await resultsOf(['a red fox', '', null])).toEqual([
			{ url: null, fileType: null, nodeId: null, text: 'a red fox' },
		]);
	});

	it('of the older call may be a plain link as well', async () => {
		const url = 'https://files.example.com/a.png';
		const json = { code: 0, msg: 'success', data: [url] };
		expect(await legacyOutputs(scriptedTransport({ json }), ID)).toEqual({
			status: 'SUCCESS',
			results: [{ ...link, url, fileType: 'png' }],
		});
	});
});

describe('the reason of a failure', () => {
	const messageOf = async (failedReason: unknown, errorCode = ''): Promise<unknown> => {
		const json = { taskId: ID, status: 'FAILED', errorCode, errorMessage: '', failedReason };
		const state = await queryTask(scriptedTransport({ json }), ID);
		return state.phase === 'failed' ? state.error.message : state.phase;
	};

	it.each([
		['in words', 'out of memory'],
		['in words as JSON text', '"out of memory"'],
		['in two languages', 'out of memory|内存不足'],
	])('given %s is told', async (_as, reason) => {
		expect(await messageOf(reason)).toBe('The task did not succeed: out of memory');
	});

	it.each([[null], [''], ['{}'], [{}], ['null']])('%j is none', async (reason) => {
		expect(await messageOf(reason)).toBe('The task did not succeed');
	});

	it('as JSON text still names the node', async () => {
		const reason = JSON.stringify({ node_name: 'KSampler', node_id: '3', exception_message: 'no' });
		expect(await messageOf(reason, '805')).toBe(
			'The ComfyUI node KSampler (3) stopped the task: no',
		);
	});
});
