import { previewPrice, submitModel } from '../../../runninghub/api/models';
import { SUBMIT_TIMEOUT } from '../../../runninghub/api/submit';
import { ERROR_CODES } from '../../../runninghub/errors/error-codes';
import { TransportFault } from '../../../runninghub/transport';
import type { FaultRule } from '../../simulator/simulator.cts';
import { SIMULATOR_KEYS, UNKNOWN_KEY } from '../../simulator/simulator.cts';
import { bodyWith, createBench, MODEL } from '../bench.cts';
import { errorOf } from '../error-of.cts';
import { scriptedTransport } from '../scripted-transport.cts';

const BODY = bodyWith('a boat');
const ID = '1990246754753896451';

describe('an accepted submission', () => {
	it.each<[string, string]>([
		['flat', `{"taskId":"${ID}","status":"RUNNING","errorCode":"","results":null}`],
		['a bare number', `{"taskId":${ID},"status":"QUEUED","errorCode":0}`],
		['task_id', `{"task_id":"${ID}","status":"RUNNING"}`],
		['wrapped', `{"code":0,"msg":"success","data":{"taskId":"${ID}","taskStatus":"RUNNING"}}`],
		['wrapped, a bare number', `{"code":0,"data":{"taskId":${ID},"status":"QUEUED"}}`],
		['wrapped, task_id', `{"code":0,"data":{"task_id":"${ID}"}}`],
		['code 200', `{"code":200,"message":"success","data":{"taskId":"${ID}"}}`],
	])('is understood: %s', async (_about, text) => {
		const { taskId, state } = await submitModel(scriptedTransport({ text }), MODEL, BODY);
		expect(taskId).toBe(ID);
		expect(['active', 'unclear']).toContain(state.phase);
	});

	it.each<FaultRule['kind']>(['numberIds', 'oddTypes', 'wrapped', 'snakeCaseId', 'status'])(
		'names the task of the simulator: %s',
		async (kind) => {
			const { simulator, transport } = createBench();
			simulator.faults.add({ on: 'submit', kind });
			const { taskId } = await submitModel(transport, MODEL, BODY);
			expect(simulator.tasks().map(({ id }) => id)).toEqual([taskId]);
		},
	);

	it('may be finished at once, or have failed at once', async () => {
		const { simulator, transport } = createBench({ settings: { duration: () => 0 } });
		const done = await submitModel(transport, MODEL, BODY);
		expect(done.state).toMatchObject({ phase: 'done', results: [{ fileType: 'png' }] });
		const failed = await submitModel(transport, MODEL, bodyWith('[fail:1505]'));
		expect(failed.state).toMatchObject({ phase: 'failed' });
		expect(failed.taskId).toBe(simulator.tasks()[1]?.id);
	});

	it('is accepted whatever its errorCode: the task is there', async () => {
		const text = `{"taskId":"${ID}","status":"FAILED","errorCode":"1000","errorMessage":"x"}`;
		const { taskId, state } = await submitModel(scriptedTransport({ text }), MODEL, BODY);
		expect({ taskId, phase: state.phase }).toEqual({ taskId: ID, phase: 'failed' });
	});

	it('was one POST, without a signal and with patience', async () => {
		const transport = scriptedTransport({ json: { taskId: ID } });
		await submitModel(transport, 'rhart-image-g-1.5/edit-[Deprecated]', BODY);
		expect(transport.requests).toEqual([
			{
				method: 'POST',
				path: '/openapi/v2/rhart-image-g-1.5/edit-%5BDeprecated%5D',
				json: BODY,
				timeout: SUBMIT_TIMEOUT,
			},
		]);
	});
});

/** Codes after which there may be a task although the answer names none. */
const LEAVE_IT_OPEN = ['500', '1000', '1005', '1006', '1010', '1011', '1012', '1015', '1504'];

describe('a refusal that says in so many words that there is no task', () => {
	const { stackTraceLimit } = Error;

	// The stacks of errors that nobody looks at would take most of the time.
	beforeAll(() => {
		Error.stackTraceLimit = 0;
	});

	afterAll(() => {
		Error.stackTraceLimit = stackTraceLimit;
	});

	/** Codes of refusals after which the client thinks that there may be a task. */
	async function leftOpen(last: number, answer: (code: number) => object): Promise<string[]> {
		const open: string[] = [];
		for (let code = 1; code <= last; code++) {
			const transport = scriptedTransport({ json: answer(code) });
			const { facts } = await errorOf(submitModel(transport, MODEL, BODY));
			if (facts.kind === 'uncertain' || facts.noTaskMade !== true) open.push(String(code));
		}
		return open;
	}

	it.each<[string, (code: number) => object]>([
		['flat', (code) => ({ taskId: '', status: '', errorCode: String(code), results: null })],
		['an envelope', (code) => ({ code, msg: 'NO', data: null })],
	])(
		'proves it, whatever its code up to 45,000 but nine: %s',
		async (_about, answer) => {
			expect(await leftOpen(45_000, answer)).toEqual(LEAVE_IT_OPEN);
		},
		120_000,
	);

	it.each<[string, (code: number) => object, string[]]>([
		['a number for the code', (code) => ({ taskId: '', errorCode: code, errorMessage: 'no' }), []],
		['task_id', (code) => ({ task_id: '', errorCode: String(code) }), []],
		// In this shape 200 is no refusal but a success, which must name a task.
		['wrapped', (code) => ({ code, msg: 'NO', data: { taskId: '', taskStatus: '' } }), ['200']],
	])('proves it in other shapes, too: %s', async (_about, answer, successes) => {
		expect(await leftOpen(2_000, answer)).toEqual([...successes, ...LEAVE_IT_OPEN]);
	});

	it.each(['805', '1013', '1404', '31999'])('buys nothing, with code %s', async (code) => {
		const { simulator, transport } = createBench();
		simulator.faults.add({ on: 'submit', kind: 'code', code, message: 'The moon is in the way' });
		const { facts } = await errorOf(submitModel(transport, MODEL, BODY));
		expect(facts).toMatchObject({ code, noTaskMade: true, detail: 'The moon is in the way' });
		expect(facts.kind).not.toBe('uncertain');
		await submitModel(transport, MODEL, BODY);
		expect(simulator.counters.tasksCreated).toBe(1);
	});
});

describe('a refused submission', () => {
	const proven = Object.entries(ERROR_CODES).filter(([, { noTaskMade }]) => noTaskMade);

	it.each(proven)('code %s proves that no task was made', async (code, { kind }) => {
		const { simulator, transport } = createBench();
		simulator.faults.add({ on: 'submit', kind: 'code', code });
		const error = await errorOf(submitModel(transport, MODEL, BODY));
		expect(error.facts).toMatchObject({ kind, code, noTaskMade: true });
		expect(simulator.counters.tasksCreated).toBe(0);
		expect((await submitModel(transport, MODEL, BODY)).taskId).toBe(simulator.tasks()[0]?.id);
	});

	it.each<[string, FaultRule['kind'], string]>([
		['HTTP 429', 'tooManyRequests', 'busy'],
		['HTTP 429 with a page', 'tooManyRequestsHtml', 'busy'],
		['HTTP 401', 'unauthorized', 'auth'],
		['HTTP 404', 'notFound', 'notFound'],
	])('%s proves it too', async (_about, kind, expected) => {
		const { simulator, transport } = createBench();
		simulator.faults.add({ on: 'submit', kind });
		const error = await errorOf(submitModel(transport, MODEL, BODY));
		expect(error.facts).toMatchObject({ kind: expected, noTaskMade: true });
		await submitModel(transport, MODEL, BODY);
		expect(simulator.counters.tasksCreated).toBe(1);
	});

	it.each([
		['an unknown key', UNKNOWN_KEY, {}, 'auth', '1002'],
		['a key of the other site', SIMULATOR_KEYS.ai.shared, {}, 'auth', '1002'],
		['a consumer key', SIMULATOR_KEYS.cn.normal, {}, 'auth', '1014'],
		['an empty wallet', SIMULATOR_KEYS.cn.emptyShared, {}, 'balance', '812'],
		['a wrong value', SIMULATOR_KEYS.cn.shared, { resolution: '9k' }, 'invalid', '1007'],
		['an unknown field', SIMULATOR_KEYS.cn.shared, { promt: 'x' }, 'invalid', '1007'],
		['refused content', SIMULATOR_KEYS.cn.shared, { prompt: '[reject:1501]' }, 'policy', '1501'],
	])('for %s', async (_about, key, wrong, kind, code) => {
		const { simulator, transport } = createBench({}, key);
		const error = await errorOf(submitModel(transport, MODEL, { ...BODY, ...wrong }));
		expect(error.facts).toMatchObject({ kind, code, noTaskMade: true });
		expect(JSON.stringify(error.facts)).not.toContain(key);
		expect(simulator.counters.tasksCreated).toBe(0);
	});

	it('for an unknown model', async () => {
		const { transport } = createBench();
		const error = await errorOf(submitModel(transport, 'no/such-model', BODY));
		expect(error.facts).toMatchObject({ kind: 'invalid', code: '1001', noTaskMade: true });
	});

	it('has its own kind of message for each wrong key', async () => {
		for (const wrongKeyReply of [
			'http401',
			'http401Text',
			'code401',
			'code802',
			'userNotFound',
			'userNotExist',
		] as const) {
			const { transport } = createBench({ settings: { wrongKeyReply } }, UNKNOWN_KEY);
			const error = await errorOf(submitModel(transport, MODEL, BODY));
			expect(error.facts).toMatchObject({ kind: 'auth', noTaskMade: true });
		}
	});
});

describe('an unclear submission', () => {
	const UNCLEAR: Array<FaultRule['kind']> = [
		'badGateway',
		'gatewayTimeout',
		'unavailable',
		'serverError',
		'brokenJson',
		'emptyBody',
		'reset',
		'hang',
	];

	it.each(UNCLEAR.flatMap((kind) => [true, false].map((made) => [kind, made] as const)))(
		'%s (task made: %p) is sent once and reported as uncertain',
		async (kind, taskCreated) => {
			const { simulator, transport } = createBench();
			simulator.faults.add({ on: 'submit', kind, taskCreated });
			const error = await errorOf(submitModel(transport, MODEL, BODY));
			expect(error.facts).toMatchObject({ kind: 'uncertain', noTaskMade: false });
			expect(error.message).toMatch(/^Whether RunningHub made a task is unknown: /);
			expect(error.facts.hint).toMatch(/not submitted a second time/);
			expect(error.facts.recover).toBe('lookUp');
			expect(simulator.requestsOf('submit')).toHaveLength(1);
			expect(simulator.counters.tasksCreated).toBe(taskCreated ? 1 : 0);
		},
	);

	it.each(LEAVE_IT_OPEN)('code %s leaves it open', async (code) => {
		const { simulator, transport } = createBench();
		simulator.faults.add({ on: 'submit', kind: 'code', code, taskCreated: true });
		const error = await errorOf(submitModel(transport, MODEL, BODY));
		expect(error.facts).toMatchObject({ kind: 'uncertain', code, noTaskMade: false });
		expect(simulator.counters.tasksCreated).toBe(1);
	});

	it.each(['805', '1013', '1404', '31999'])(
		'code %s leaves it open where the answer does not say that there is no task',
		async (code) => {
			const { simulator, transport } = createBench();
			simulator.faults.add({ on: 'submit', kind: 'code', code, bare: true });
			const error = await errorOf(submitModel(transport, MODEL, BODY));
			expect(error.facts).toMatchObject({ kind: 'uncertain', code, noTaskMade: false });
		},
	);

	it.each([
		['a missing id', 200, { errorCode: '31999', errorMessage: 'x' }],
		['an id that is null', 200, { taskId: null, errorCode: '31999' }],
		['missing data', 200, { code: 31999, msg: 'x' }],
		['data without an id', 200, { code: 31999, data: {} }],
		['HTTP 500', 500, { taskId: '', errorCode: '31999' }],
		['HTTP 502 with an envelope', 502, { code: 31999, data: null }],
		['no code', 200, { taskId: '' }],
	])('%s proves nothing', async (_about, status, json) => {
		const error = await errorOf(submitModel(scriptedTransport({ status, json }), MODEL, BODY));
		expect(error.facts).toMatchObject({ kind: 'uncertain', noTaskMade: false });
	});

	it('an answer without an id is one', async () => {
		for (const json of [
			{ errorCode: '' },
			{ code: 0, data: {} },
			{ taskId: null },
			{ taskId: '' },
		]) {
			const error = await errorOf(submitModel(scriptedTransport({ json }), MODEL, BODY));
			expect(error.kind).toBe('uncertain');
			expect(error.message).toMatch(/without naming a task/);
		}
	});

	it('a request that was never sent is none', async () => {
		const transport = scriptedTransport(new TransportFault('the connection was refused', true));
		const error = await errorOf(submitModel(transport, MODEL, BODY));
		expect(error.facts).toMatchObject({ kind: 'network', noTaskMade: true, temporary: true });
		expect(error.message).toContain('the connection was refused');
	});
});

describe('a price preview', () => {
	it('is a number, and buys nothing', async () => {
		const { simulator, transport } = createBench();
		expect(await previewPrice(transport, MODEL, BODY)).toMatchObject({
			price: 0.4,
			currency: 'CNY',
			text: 'CNY 0.40/call',
			free: false,
		});
		expect(simulator.counters).toMatchObject({ tasksCreated: 0, charges: 0 });
	});

	it.each<[unknown, number | null, boolean]>([
		[{ estimatedPrice: '4.8', isFreeThisCall: 'true' }, 4.8, true],
		[{ errorCode: 0, estimatedPrice: 0.30000000000000004 }, 0.30000000000000004, false],
		[{ estimatedPrice: null, isFreeThisCall: true }, null, true],
		[{}, null, false],
	])('reads %j', async (json, price, free) => {
		const preview = await previewPrice(scriptedTransport({ json }), MODEL, BODY);
		expect(preview).toMatchObject({ price, free, currency: '' });
	});

	it('may not be had', async () => {
		const { transport } = createBench({ settings: { pricePreview: 'off' } });
		const error = await errorOf(previewPrice(transport, MODEL, BODY));
		expect(error.facts).toMatchObject({ kind: 'server', code: '1000' });
	});

	it('checks the body as a run does', async () => {
		const { transport } = createBench();
		const error = await errorOf(previewPrice(transport, MODEL, { prompt: 'no resolution' }));
		expect(error.facts).toMatchObject({ kind: 'invalid', code: '1007' });
		expect(error.facts.detail).toMatch(/resolution/);
	});
});
