import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inflateSync } from 'node:zlib';
import { bench, KEYS, objectOf, send } from './bench.cts';
import type { Bench } from './bench.cts';
import { parseJson } from './json.cts';
import type { Json, JsonObject } from './json.cts';
import {
	createSimulator,
	failWith,
	SIMULATOR_KEYS,
	UNKNOWN_KEY,
	VirtualClock,
} from './simulator.cts';
import type { FaultRule, InProcessResponse, Simulator, SimulatorOptions } from './simulator.cts';

const MODEL = 'rhart-image-n-pro/text-to-image';
const BODY: JsonObject = { prompt: 'a lighthouse', resolution: '1k' };

function jsonOf(response: InProcessResponse): JsonObject {
	return objectOf(parseJson(response.text));
}

async function call(
	simulator: Simulator,
	path: string,
	body?: Json,
	key?: string | null,
): Promise<JsonObject> {
	return jsonOf(await send(simulator, path, body, key));
}

async function submit(
	simulator: Simulator,
	body: JsonObject = BODY,
	endpoint = MODEL,
	key?: string,
): Promise<JsonObject> {
	return await call(simulator, `/openapi/v2/${endpoint}`, body, key);
}

async function taskOf(simulator: Simulator, body?: JsonObject, endpoint?: string): Promise<string> {
	const { taskId, errorMessage } = await submit(simulator, body, endpoint);
	if (typeof taskId !== 'string' || taskId === '')
		throw new Error(`refused: ${String(errorMessage)}`);
	return taskId;
}

async function query(simulator: Simulator, taskId: string): Promise<JsonObject> {
	return await call(simulator, '/openapi/v2/query', { taskId });
}

async function finished(
	{ simulator, clock }: Bench,
	body?: JsonObject,
	endpoint?: string,
): Promise<JsonObject> {
	const id = await taskOf(simulator, body, endpoint);
	await clock.advance(3_000);
	return await query(simulator, id);
}

function resultsOf(answer: JsonObject): JsonObject[] {
	const { results } = answer;
	if (!Array.isArray(results)) throw new Error('no results');
	return results.map(objectOf);
}

function formOf(
	name: string,
	content: Buffer,
	fields: Readonly<Record<string, string>> = {},
	field = 'file',
): { headers: Record<string, string>; body: Buffer } {
	const parts = Object.entries(fields).map(([key, value]) =>
		Buffer.from(`--edge\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`),
	);
	const head = `--edge\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
	return {
		headers: { 'content-type': 'multipart/form-data; boundary=edge' },
		body: Buffer.concat([...parts, Buffer.from(head), content, Buffer.from('\r\n--edge--\r\n')]),
	};
}

async function upload(
	simulator: Simulator,
	name: string,
	content: Buffer,
	key = KEYS.shared,
): Promise<InProcessResponse> {
	const form = formOf(name, content);
	return await simulator.inject({
		method: 'POST',
		url: '/openapi/v2/media/upload/binary',
		headers: { ...form.headers, authorization: `Bearer ${key}` },
		body: form.body,
	});
}

describe('a task', () => {
	it('goes from QUEUED through RUNNING to SUCCESS and is charged once, at its end', async () => {
		const { simulator, clock } = bench();
		const id = await taskOf(simulator);
		expect(id).toMatch(/^\d{19}$/);
		expect(Number.isSafeInteger(Number(id))).toBe(false);
		expect(await query(simulator, id)).toMatchObject({ status: 'QUEUED', results: null });
		await clock.advance(1_000);
		expect(await query(simulator, id)).toMatchObject({ status: 'RUNNING', results: null });
		expect(simulator.counters.charges).toBe(0);
		await clock.advance(1_500);
		expect(await query(simulator, id)).toMatchObject({ status: 'SUCCESS', errorCode: '' });
		await query(simulator, id);
		expect(simulator.counters).toMatchObject({ tasksCreated: 1, charges: 1, charged: 0.4 });
		expect(
			await call(simulator, '/uc/openapi/accountStatus', { apikey: KEYS.shared }),
		).toMatchObject({
			data: { remainMoney: '999.6', currency: 'CNY', apiType: 'SHARED', currentTaskCounts: '0' },
		});
	});

	it('is told at length and in short, with its id as a bare number inside', async () => {
		const bed = bench();
		const long = await taskOf(bed.simulator);
		const short = await taskOf(bed.simulator);
		await bed.clock.advance(3_000);
		const longText = (await send(bed.simulator, '/openapi/v2/query', { taskId: long })).text;
		expect(longText).toContain(`"taskId":${long},`);
		expect(resultsOf(objectOf(parseJson(longText)))[0]).toMatchObject({ nodeId: '2', text: null });
		const shortAnswer = await query(bed.simulator, short);
		expect(resultsOf(shortAnswer)[0]).not.toHaveProperty('nodeId');
		expect(shortAnswer).toMatchObject({
			usage: { thirdPartyConsumeMoney: '0.4', taskCostTime: '0' },
		});
		expect(shortAnswer).not.toHaveProperty('taskUsageList');
	});

	it('may be done within the submit', async () => {
		const { simulator } = bench({ settings: { duration: () => 0 } });
		expect(await submit(simulator)).toMatchObject({ status: 'SUCCESS', errorCode: '' });
	});

	it('is unknown, or unreadable, when the id is', async () => {
		const { simulator } = bench();
		expect(await query(simulator, '1990000000000000000')).toMatchObject({
			status: '',
			errorCode: '1004',
		});
		simulator.settings.unknownTaskStatus = 'FAILED';
		expect(await query(simulator, '1990000000000000000')).toMatchObject({ status: 'FAILED' });
		expect(await query(simulator, '9999999999999999999')).toMatchObject({
			errorMessage: 'failed to parse request body',
		});
		expect(await call(simulator, '/openapi/v2/query', { taskId: 5 })).toMatchObject({
			errorMessage: 'failed to parse request body',
		});
	});

	it('is cancelled through v1, is then empty in v2, and is not charged', async () => {
		const { simulator, clock } = bench();
		const taskId = await taskOf(simulator);
		const v1 = { apiKey: KEYS.shared, taskId };
		expect(
			await call(simulator, '/task/openapi/cancel', { apiKey: KEYS.shared, taskIds: [taskId] }),
		).toEqual({
			code: 301,
			msg: 'taskId cannot be empty',
			data: null,
		});
		expect(await call(simulator, '/task/openapi/cancel', v1)).toEqual({
			code: 0,
			msg: 'success',
			data: null,
		});
		await clock.advance(60_000);
		expect(await query(simulator, taskId)).toMatchObject({
			status: '',
			errorCode: '',
			results: null,
		});
		simulator.settings.cancelledStatus = 'CANCEL';
		expect(await query(simulator, taskId)).toMatchObject({ status: 'CANCEL' });
		expect(await call(simulator, '/task/openapi/outputs', v1)).toMatchObject({ code: 805 });
		expect(simulator.counters.charges).toBe(0);
		expect(
			await call(simulator, '/task/openapi/cancel', { ...v1, taskId: '1990000000000000000' }),
		).toMatchObject({
			code: 807,
		});
	});

	it('has its state as a code in the v1 outputs', async () => {
		const { simulator, clock } = bench();
		const v1 = { apiKey: KEYS.shared, taskId: await taskOf(simulator) };
		const outputs = (): Promise<JsonObject> => call(simulator, '/task/openapi/outputs', v1, null);
		const status = (): Promise<JsonObject> => call(simulator, '/task/openapi/status', v1, null);
		expect(await outputs()).toMatchObject({ code: 813, data: null });
		expect(await status()).toEqual({ code: 0, msg: '', data: 'QUEUED' });
		await clock.advance(1_000);
		expect(await outputs()).toMatchObject({ code: 804, data: { netWssUrl: expect.any(String) } });
		await clock.advance(2_000);
		expect(await outputs()).toMatchObject({ code: 0, data: [{ fileType: 'png', nodeId: '2' }] });
		expect(await call(simulator, '/task/openapi/status', { ...v1, taskId: 0 })).toEqual({
			code: 301,
			msg: 'taskId must be positive',
			data: null,
		});
	});
});

describe('words in the prompt', () => {
	it.each([
		['[fail:1505] x', { status: 'FAILED', errorCode: '1505', failedReason: {} }],
		[
			'[fail:node]',
			{
				status: 'FAILED',
				errorCode: '805',
				failedReason: { node_id: '276', traceback: expect.any(Array) },
			},
		],
		['[fail:node-text]', { failedReason: { traceback: expect.stringMatching(/^\["/) } }],
		['[empty]', { status: 'SUCCESS', results: [] }],
		['[null]', { status: 'SUCCESS', results: null }],
		['[vanish]', { status: '', errorCode: '1004' }],
		['[slow]', { status: 'QUEUED' }],
		['[never]', { status: 'RUNNING' }],
		['[time:100]', { status: 'SUCCESS' }],
	])('%s', async (prompt, expected) => {
		const bed = bench();
		expect(await finished(bed, { ...BODY, prompt })).toMatchObject(expected);
	});

	it('[reject:1501] makes no task', async () => {
		const { simulator } = bench();
		expect(await submit(simulator, { ...BODY, prompt: '[reject:1501]' })).toMatchObject({
			taskId: '',
			status: '',
			errorCode: '1501',
			errorMessage: expect.stringMatching(/\|/),
		});
		expect(simulator.tasks()).toEqual([]);
	});

	it('failures are not charged', async () => {
		const bed = bench();
		await finished(bed, { ...BODY, prompt: '[fail:1000]' });
		expect(bed.simulator.counters).toMatchObject({ tasksCreated: 1, charges: 0, charged: 0 });
	});

	it('give way to what a test decides', async () => {
		const bed = bench();
		bed.simulator.onSubmit(({ sequence }) =>
			sequence === 1 ? { failure: failWith('1015') } : undefined,
		);
		expect(await finished(bed)).toMatchObject({ status: 'SUCCESS' });
		expect(await finished(bed)).toMatchObject({ status: 'FAILED', errorCode: '1015' });
	});
});

describe('results', () => {
	async function fetchFirst(bed: Bench, answer: JsonObject): Promise<InProcessResponse> {
		const url = resultsOf(answer)[0]?.['url'];
		return await bed.simulator.inject({ method: 'GET', url: String(url) });
	}

	it('are a decodable picture, another one for each task', async () => {
		const bed = bench({ settings: { pictureSide: 512 } });
		const first = await fetchFirst(bed, await finished(bed));
		const second = await fetchFirst(bed, await finished(bed));
		expect(first.headers).toMatchObject({
			'content-type': 'image/png',
			'content-length': String(first.body.length),
		});
		expect(first.body.readUInt32BE(16)).toBe(512);
		const data = first.body.indexOf('IDAT');
		const pixels = inflateSync(
			first.body.subarray(data + 4, data + 4 + first.body.readUInt32BE(data - 4)),
		);
		expect(pixels).toHaveLength(512 * (1 + 512 * 3));
		expect(second.body.equals(first.body)).toBe(false);
	});

	it.each([
		[
			'rhart-video-v3.1-fast/text-to-video',
			{ prompt: 'calm sea', aspectRatio: '16:9', duration: '8', resolution: '720p' },
			'mp4',
			4,
			'ftyp',
		],
		['rhart-audio/suno-v5.5/single', { title: 'Sea', description: 'calm' }, 'mp3', 0, '\u00ff'],
		[
			'hunyuan3d-v3.1/text-to-3d',
			{ prompt: 'a chair', enablePbr: false, generateType: 'Normal' },
			'glb',
			0,
			'glTF',
		],
	])('%s gives its own kind of file', async (endpoint, body, type, at, magic) => {
		const bed = bench();
		const answer = await finished(bed, body, endpoint);
		expect(resultsOf(answer)[0]).toMatchObject({ outputType: type });
		const file = await fetchFirst(bed, answer);
		expect(file.body.subarray(at, at + magic.length).toString('latin1')).toBe(magic);
	});

	it('of text models are text without a link', async () => {
		const bed = bench();
		const answer = await finished(bed, { prompt: 'hello' }, 'rhart-text-g-25-flash/text-to-text');
		expect(resultsOf(answer)[0]).toMatchObject({
			url: null,
			text: expect.stringContaining('hello'),
		});
	});

	it('of helper models are ids as JSON text', async () => {
		const bed = bench();
		const answer = await finished(
			bed,
			{ videoUrl: 'https://example.com/face.mp4' },
			'kling-lip-sync/identify-face',
		);
		const text = resultsOf(answer)[0]?.['text'];
		expect(objectOf(parseJson(String(text)))).toMatchObject({
			sessionId: expect.any(String),
			faceId: expect.any(String),
		});
	});

	it('are as many as asked for', async () => {
		const bed = bench();
		const many = { prompt: 'three boats', imageNum: 3 };
		expect(
			resultsOf(await finished(bed, many, 'alibaba/qwen-image-3.0-pro/text-to-image')),
		).toHaveLength(3);
	});

	it('refuse a request that carries an Authorization header, and it is counted', async () => {
		const bed = bench();
		const url = String(resultsOf(await finished(bed))[0]?.['url']);
		const refused = await bed.simulator.inject({
			method: 'GET',
			url,
			headers: { authorization: `Bearer ${KEYS.shared}` },
		});
		expect(refused.status).toBe(400);
		expect(bed.simulator.counters.authorizedDownloads).toBe(1);
	});

	it('are gone after a day', async () => {
		const bed = bench();
		const answer = await finished(bed);
		await bed.clock.advance(23 * 3_600_000);
		expect((await fetchFirst(bed, answer)).status).toBe(200);
		await bed.clock.advance(3_600_000);
		const gone = await fetchFirst(bed, answer);
		expect([gone.status, gone.headers['content-type']]).toEqual([404, 'application/xml']);
	});

	it('can be large, and without a type', async () => {
		const bed = bench();
		const answer = await finished(bed, { ...BODY, prompt: '[bytes:3000000] [type:none]' });
		const file = await fetchFirst(bed, answer);
		expect(file.body).toHaveLength(3_000_000);
		expect(file.headers['content-type']).toBeUndefined();
	});
});

describe('a model request', () => {
	async function refusalOf(
		endpoint: string,
		body: JsonObject,
		options?: SimulatorOptions,
	): Promise<string> {
		const { simulator } = bench(options);
		const answer = await submit(simulator, body, endpoint);
		expect(answer['taskId'] === '').toBe(answer['errorCode'] !== '');
		expect(simulator.tasks()).toHaveLength(answer['errorCode'] === '' ? 1 : 0);
		return `${String(answer['errorCode'])} ${String(answer['errorMessage'])}`;
	}

	it.each<[string, string, JsonObject, RegExp]>([
		['an unknown key', MODEL, { ...BODY, colour: 'red' }, /^1007 .*colour/],
		['a missing required key', MODEL, { prompt: 'a boat' }, /^1007 .*resolution.*required/],
		['null', MODEL, { ...BODY, aspectRatio: null }, /^1007 .*aspectRatio/],
		['a number for text', MODEL, { ...BODY, prompt: 5 }, /^1007 .*prompt/],
		['an empty required text', MODEL, { ...BODY, prompt: '' }, /^1007 .*prompt/],
		['an option that is none', MODEL, { ...BODY, resolution: '9k' }, /^1007 .*resolution.*1k/],
		[
			'a number for an option',
			'kling-v3.0-pro/text-to-video',
			{ prompt: 'a', duration: 5 },
			/^1007 .*duration/,
		],
		[
			'text for an integer option',
			'alibaba/qwen-image-3.0-pro/text-to-image',
			{ prompt: 'a', imageNum: '2' },
			/^1007 .*imageNum/,
		],
		[
			'text for a boolean',
			'kling-v3.0-pro/text-to-video',
			{ prompt: 'a', sound: 'true' },
			/^1007 .*sound/,
		],
		[
			'text for an integer',
			'alibaba/wan-2.5-preview/text-to-image',
			{ prompt: 'a', n: '2' },
			/^1007 .*\bn\b/,
		],
		[
			'a fraction for an integer',
			'alibaba/wan-2.5-preview/text-to-image',
			{ prompt: 'a', n: 1.5 },
			/^1007 .*\bn\b/,
		],
		[
			'a number out of bounds',
			'alibaba/wan-2.5-preview/text-to-image',
			{ prompt: 'a', n: 99 },
			/^1007 .*\bn\b/,
		],
		[
			'a text that is too short',
			'rhart-video-s/text-to-video',
			{ prompt: 'a', duration: '10', aspectRatio: '9:16' },
			/^1007 .*prompt.*5/,
		],
		[
			'one link for a list',
			'rhart-image-n-pro/edit',
			{ ...BODY, imageUrls: 'https://example.com/a.png' },
			/^1007 .*imageUrls.*list/,
		],
		[
			'too many links',
			'rhart-image-n-pro/edit',
			{ ...BODY, imageUrls: Array.from({ length: 11 }, (_, i) => `https://example.com/${i}.png`) },
			/^1007 .*imageUrls.*10/,
		],
		[
			'an empty required list',
			'rhart-image-n-pro/edit',
			{ ...BODY, imageUrls: [] },
			/^1007 .*imageUrls/,
		],
		[
			'a file name for a link',
			'rhart-image-n-pro/edit',
			{ ...BODY, imageUrls: ['openapi/abc.png'] },
			/^1007 .*imageUrls/,
		],
		[
			'an unreadable data URI',
			'rhart-image-n-pro/edit',
			{ ...BODY, imageUrls: ['data:image/png,xyz'] },
			/^1007 .*imageUrls/,
		],
		[
			'a data URI of another kind',
			'rhart-image-n-pro/edit',
			{ ...BODY, imageUrls: ['data:audio/wav;base64,AAAA'] },
			/^1007 .*imageUrls/,
		],
		[
			'a link to an upload that is not there',
			'rhart-image-n-pro/edit',
			{ ...BODY, imageUrls: ['http://127.0.0.1/upload/5f1d0c8e2a/openapi/x.png'] },
			/^1013 .*imageUrls/,
		],
		['a bad webhookUrl', MODEL, { ...BODY, webhookUrl: 'here' }, /^1007 .*webhookUrl/],
		['a model that is none', 'no/such-model', BODY, /^1001 /],
	])('with %s is refused', async (_what, endpoint, body, expected) => {
		expect(await refusalOf(endpoint, body)).toMatch(expected);
	});

	it.each<[string, string, JsonObject]>([
		['webhookUrl', MODEL, { ...BODY, webhookUrl: 'https://example.com/hook' }],
		['an integer option', 'alibaba/qwen-image-3.0-pro/text-to-image', { prompt: 'a', imageNum: 2 }],
		[
			'a list of options',
			'rhart-video/sparkvideo-2.0/multimodal-video',
			{
				prompt: 'a boat at sea',
				duration: '5',
				resolution: '720p',
				ratio: 'adaptive',
				imageUrls: ['asset://as-1'],
				videoUrls: [],
				conversionSlots: ['all'],
			},
		],
		[
			'a data URI',
			'rhart-image-n-pro/edit',
			{ ...BODY, imageUrls: ['data:image/png;base64,iVBORw0KGgo='] },
		],
	])('with %s is taken', async (_what, endpoint, body) => {
		expect(await refusalOf(endpoint, body)).toBe(' ');
	});

	it('finds an endpoint with brackets, encoded or not', async () => {
		const { simulator } = bench();
		const body = { prompt: 'a boat', aspectRatio: '1:1' };
		for (const path of ['text-to-image-[Deprecated]', 'text-to-image-%5BDeprecated%5D']) {
			const answer = await call(simulator, `/openapi/v2/rhart-image-g-1.5/${path}`, body);
			expect(answer['errorMessage']).not.toMatch(/URL/);
		}
	});

	it('takes every form of node-keyed values', async () => {
		const endpoint = 'rhart-image/f-2-dev/text-to-image-lora';
		const rest = { '12##text': 'a boat', '44##file_type': 'png' };
		for (const [key, value] of [
			['42##select', '7'],
			['42##select', '3:2'],
			['aspectRatio', '3:2'],
		] as const) {
			expect(await refusalOf(endpoint, { ...rest, [key]: value })).toBe(' ');
		}
		const twice = { ...rest, '42##select': '7', aspectRatio: '3:2' };
		expect(await refusalOf(endpoint, twice)).toMatch(/^1007 .*twice/);
		expect(await refusalOf(endpoint, { ...rest, '42##select': '77' })).toMatch(
			/^1007 .*42##select/,
		);
	});

	it.each([
		['aliasShown', { prompt: 'a boat', outputFormat: 'png', aspectRatio: '3:2' }],
		['aliasIndex', { prompt: 'a boat', outputFormat: 'PNG', aspectRatio: '7' }],
		['nodeIndex', { '12##text': 'a boat', '44##file_type': 'PNG', '42##select': '7' }],
		['nodeShown', { '12##text': 'a boat', '44##file_type': 'png', '42##select': '3:2' }],
	] as const)('may be taken in the form %s alone', async (nodeKeyedForm, body) => {
		const endpoint = 'rhart-image/f-2-dev/text-to-image-lora';
		expect(await refusalOf(endpoint, body)).toBe(' ');
		for (const form of ['aliasShown', 'aliasIndex', 'nodeIndex', 'nodeShown'] as const) {
			const options: SimulatorOptions = { settings: { nodeKeyedForm: form } };
			const answer = await refusalOf(endpoint, body, options);
			if (form === nodeKeyedForm) expect(answer).toBe(' ');
			else expect(answer).toMatch(/^1007 /);
		}
		const none: SimulatorOptions = { settings: { nodeKeyedForm: 'none' } };
		expect(await refusalOf(endpoint, body, none)).toMatch(/^301 /);
	});

	it('that is not JSON is refused', async () => {
		const { simulator } = bench();
		const answer = await simulator.inject({
			method: 'POST',
			url: `/openapi/v2/${MODEL}`,
			headers: { authorization: `Bearer ${KEYS.shared}`, 'content-type': 'application/json' },
			body: '{"prompt":',
		});
		expect(jsonOf(answer)).toMatchObject({ errorMessage: 'failed to parse request body' });
	});
});

describe('the price preview', () => {
	it('follows the rules of the catalogue and makes no task', async () => {
		const { simulator } = bench();
		const answer = await call(simulator, `/openapi/v2/price-preview/${MODEL}`, {
			...BODY,
			resolution: '4k',
		});
		expect(answer).toMatchObject({ errorCode: '', estimatedPrice: 0.5, currency: 'CNY' });
		expect(answer).not.toHaveProperty('code');
		expect(simulator.tasks()).toEqual([]);
	});

	it('is the price that is charged', async () => {
		const bed = bench({ site: 'ai' });
		const key = SIMULATOR_KEYS.ai.shared;
		const body = { prompt: 'two boats', size: '1280*1280', n: 2 };
		const path = 'alibaba/wan-2.5-preview/text-to-image';
		const preview = await call(bed.simulator, `/openapi/v2/price-preview/${path}`, body, key);
		await submit(bed.simulator, body, path, key);
		await bed.clock.advance(3_000);
		expect(preview['currency']).toBe('USD');
		expect(bed.simulator.counters.charged).toBe(preview['estimatedPrice']);
	});

	it('can be missing', async () => {
		const { simulator } = bench({ settings: { pricePreview: 'off' } });
		expect(await call(simulator, `/openapi/v2/price-preview/${MODEL}`, BODY)).toMatchObject({
			errorCode: '1000',
		});
	});
});

describe('keys', () => {
	it.each([
		['byRoute', 200, { code: 401 }],
		['http401', 401, { code: -1, msg: 'ApiKey verification failed' }],
		['code401', 200, { code: 401, message: 'ApiKey verification failed' }],
		['keyNotFound', 200, { message: 'ApiKey verification failed: API Key不存在' }],
		['code802', 200, { code: 802, msg: 'APIKEY_UNAUTHORIZED' }],
		['userNotFound', 200, { code: 806, msg: 'APIKEY_USER_NOT_FOUND', data: null }],
		['userNotExist', 200, { msg: 'user not exist', data: null }],
		['errorCode1002', 200, { errorCode: '1002' }],
		['errorCode1601', 200, { errorCode: '1601' }],
	] as const)('that are wrong are answered %s', async (wrongKeyReply, status, json) => {
		const { simulator } = bench({ settings: { wrongKeyReply } });
		const answer = await send(simulator, '/openapi/v2/queue/status', undefined, UNKNOWN_KEY);
		expect(answer.status).toBe(status);
		expect(jsonOf(answer)).toMatchObject(json);
	});

	it('of one site do not exist on the other', async () => {
		const { simulator } = bench();
		expect(await submit(simulator, BODY, MODEL, SIMULATOR_KEYS.ai.shared)).toMatchObject({
			errorCode: '1002',
		});
	});

	it('in a v1 body must be those of the header', async () => {
		const { simulator } = bench();
		const path = '/uc/openapi/accountStatus';
		expect(await call(simulator, path, { apikey: KEYS.shared }, null)).toMatchObject({ code: 0 });
		expect(await call(simulator, path, { apikey: KEYS.shared }, KEYS.normal)).toMatchObject({
			code: 802,
		});
		expect(await call(simulator, path, {}, KEYS.shared)).toMatchObject({ code: 301 });
		simulator.settings.legacyBodyKey = 'refused';
		expect(await call(simulator, path, { apikey: KEYS.shared })).toMatchObject({ code: 802 });
		expect(await call(simulator, path, {}, KEYS.shared)).toMatchObject({ code: 0 });
	});

	it('of the wrong kind run no model', async () => {
		const { simulator } = bench();
		expect(await submit(simulator, BODY, MODEL, KEYS.normal)).toMatchObject({ errorCode: '1014' });
		expect(await submit(simulator, BODY, MODEL, KEYS.exclusive)).toMatchObject({
			errorCode: '1014',
		});
	});

	it('with an empty wallet run nothing', async () => {
		const { simulator } = bench({ settings: { modelKeyKinds: ['SHARED', 'NORMAL'] } });
		expect(await submit(simulator, BODY, MODEL, KEYS.emptyShared)).toMatchObject({
			errorCode: '812',
		});
		expect(await submit(simulator, BODY, MODEL, KEYS.emptyNormal)).toMatchObject({
			errorCode: '416',
		});
		expect(simulator.tasks()).toEqual([]);
	});

	it('have slots, which others may take', async () => {
		const { simulator, clock } = bench();
		simulator.setConcurrency(KEYS.shared, 3);
		simulator.occupy(KEYS.shared, 1);
		await taskOf(simulator);
		await taskOf(simulator);
		expect(await submit(simulator)).toMatchObject({ taskId: '', errorCode: '421' });
		expect(await call(simulator, '/openapi/v2/queue/status')).toMatchObject({
			code: 0,
			data: {
				apiKeyType: 'SHARED',
				concurrentLimit: 3,
				runningCount: '1',
				queuedCount: '2',
				totalCurrentTasks: '3',
			},
		});
		await clock.advance(3_000);
		await taskOf(simulator);
		expect(simulator.counters.maxInFlight).toEqual({ [KEYS.shared]: 2 });
	});

	it.each([
		['normal', '421', '421'],
		['normal', '1520', '1520'],
		['exclusive', '421', '415'],
	] as const)(
		'%s: a second task is refused with its own code (%s)',
		async (name, normalBusyCode, code) => {
			const { simulator } = bench({
				settings: { normalBusyCode, modelKeyKinds: ['SHARED', 'NORMAL', 'EXCLUSIVE'] },
			});
			await submit(simulator, BODY, MODEL, KEYS[name]);
			expect(await submit(simulator, BODY, MODEL, KEYS[name])).toMatchObject({ errorCode: code });
		},
	);

	it('may be too fast', async () => {
		const { simulator, clock } = bench({ settings: { submitsPerMinute: 2 } });
		await taskOf(simulator);
		await taskOf(simulator);
		expect(await submit(simulator)).toMatchObject({ errorCode: '1003' });
		await clock.advance(60_000);
		await taskOf(simulator);
	});

	it('are listed with their middle hidden', async () => {
		const { simulator } = bench();
		const answer = await send(simulator, '/openapi/v2/api-key/list', undefined);
		expect(answer.text).toContain('c000********05a4d');
		expect(answer.text).not.toContain(KEYS.shared);
	});
});

describe('uploads', () => {
	const PNG = Buffer.from('not really a picture');

	it('go by content, and their link works in a model', async () => {
		const { simulator, clock } = bench();
		const answer = jsonOf(await upload(simulator, 'boat.png', PNG));
		const hash = createHash('sha256').update(PNG).digest('hex');
		const data = objectOf(answer['data']);
		expect(answer).toMatchObject({
			code: 0,
			message: 'success',
			data: { type: 'image', fileName: `openapi/${hash}.png`, size: String(PNG.length) },
		});
		const url = String(data['download_url']);
		expect((await simulator.inject({ method: 'GET', url })).body).toEqual(PNG);
		await taskOf(simulator, { ...BODY, imageUrls: [url] }, 'rhart-image-n-pro/edit');
		await clock.advance(24 * 3_600_000);
		expect(
			await submit(simulator, { ...BODY, imageUrls: [url] }, 'rhart-image-n-pro/edit'),
		).toMatchObject({ errorCode: '1013' });
	});

	it('of a kind that the model does not take are refused by the model', async () => {
		const { simulator } = bench();
		const data = objectOf(jsonOf(await upload(simulator, 'boat.mp4', PNG))['data']);
		expect(
			await submit(
				simulator,
				{ ...BODY, imageUrls: [data['download_url'] ?? ''] },
				'rhart-image-n-pro/edit',
			),
		).toMatchObject({ errorCode: '1007', errorMessage: expect.stringContaining('mp4') });
	});

	it('of unknown files, of none and of too much are refused', async () => {
		const { simulator } = bench();
		simulator.settings.uploadLimitBytes = 10;
		expect(jsonOf(await upload(simulator, 'a.exe', Buffer.from('x')))).toMatchObject({ code: 301 });
		expect(jsonOf(await upload(simulator, 'a.png', Buffer.alloc(0)))).toMatchObject({ code: 301 });
		expect(jsonOf(await upload(simulator, 'a.png', PNG))).toMatchObject({ code: 1008 });
	});

	it('may name their text field otherwise, and may refuse NORMAL keys', async () => {
		const { simulator } = bench();
		simulator.settings.uploadTextField = 'msg';
		expect(jsonOf(await upload(simulator, 'a.png', PNG, KEYS.normal))).toMatchObject({
			msg: 'success',
		});
		simulator.settings.normalKeyUpload = 'refuse';
		const refused = await upload(simulator, 'a.png', PNG, KEYS.normal);
		expect([refused.status, jsonOf(refused)]).toEqual([
			401,
			{ code: -1, msg: 'ApiKey verification failed' },
		]);
	});

	it('of the older kind carry the key in the form and end at 30 MB', async () => {
		const { simulator } = bench();
		const send = async (content: Buffer): Promise<JsonObject> => {
			const form = formOf('a.png', content, { apiKey: KEYS.normal, fileType: 'input' });
			return jsonOf(
				await simulator.inject({ method: 'POST', url: '/task/openapi/upload', ...form }),
			);
		};
		expect(await send(PNG)).toMatchObject({
			code: 0,
			msg: 'success',
			data: { fileName: expect.stringMatching(/^api\/[0-9a-f]{64}\.png$/), fileType: 'input' },
		});
		simulator.settings.legacyUploadLimitBytes = 10;
		expect(await send(PNG)).toMatchObject({ code: 809, msg: 'APIKEY_FILE_SIZE_EXCEEDED' });
	});
});

describe('faults', () => {
	async function faulty(rule: FaultRule): Promise<[Simulator, InProcessResponse | string]> {
		const { simulator } = bench();
		simulator.faults.add(rule);
		const answer = await send(simulator, `/openapi/v2/${MODEL}`, BODY).catch(
			(error: unknown) => `${codeOf(error)}`,
		);
		return [simulator, answer];
	}

	function codeOf(error: unknown): string {
		return typeof error === 'object' && error !== null && 'code' in error
			? String(error.code)
			: String(error);
	}

	it.each([
		['badGateway', 502, 'text/html'],
		['gatewayTimeout', 504, 'text/html'],
		['unavailable', 503, 'application/json;charset=UTF-8'],
		['serverError', 500, 'application/json;charset=UTF-8'],
		['unauthorized', 401, 'application/json;charset=UTF-8'],
		['forbidden', 403, 'text/html'],
		['tooManyRequests', 429, 'application/json;charset=UTF-8'],
		['tooManyRequestsHtml', 429, 'text/html'],
		['emptyBody', 200, 'application/json'],
		['brokenJson', 200, 'application/json'],
	] as const)('%s, with and without a task', async (kind, status, type) => {
		for (const taskCreated of [false, true]) {
			const [simulator, answer] = await faulty({ on: 'submit', kind, taskCreated });
			if (typeof answer === 'string') throw new Error(answer);
			expect([answer.status, answer.headers['content-type']]).toEqual([status, type]);
			if (status === 200) expect(parseJson(answer.text)).toBeUndefined();
			if (status === 429) expect(answer.headers['retry-after']).toBe('1');
			expect(simulator.tasks()).toHaveLength(taskCreated ? 1 : 0);
			expect(simulator.requests[0]).toMatchObject({ status, fault: kind });
		}
	});

	it.each(['hang', 'reset'] as const)('%s: no answer at all', async (kind) => {
		for (const taskCreated of [false, true]) {
			const [simulator, answer] = await faulty({ on: 'submit', kind, taskCreated });
			expect(answer).toBe('ECONNRESET');
			expect(simulator.busy()).toBe(false);
			expect(simulator.tasks()).toHaveLength(taskCreated ? 1 : 0);
		}
	});

	it.each([
		['wrapped', /^\{"code":0,"msg":"success","data":\{"taskId":"\d{19}"/],
		['snakeCaseId', /^\{"task_id":"\d{19}"/],
		['numberIds', /^\{"taskId":\d{19},/],
		['oddTypes', /"errorCode":0,"errorMessage":null/],
		['status', /"status":"PENDING"/],
	] as const)('%s changes the answer only', async (kind, text) => {
		const [simulator, answer] = await faulty({ on: 'submit', kind });
		expect(typeof answer === 'string' ? answer : answer.text).toMatch(text);
		expect(simulator.tasks()).toHaveLength(1);
	});

	it('hit as often as told, after as many as told, and only what matches', async () => {
		const { simulator } = bench();
		const fault = simulator.faults.add({
			on: 'submit',
			kind: 'code',
			code: '1011',
			times: 2,
			skip: 1,
			match: ({ path }) => path.endsWith('text-to-image'),
		});
		const codes = [];
		for (let i = 0; i < 5; i += 1) codes.push((await submit(simulator))['errorCode']);
		expect(codes).toEqual(['', '1011', '1011', '', '']);
		expect(fault.hits()).toBe(2);
	});

	it('word a code as the route does', async () => {
		const { simulator } = bench();
		simulator.faults.add({ on: 'queueStatus', kind: 'code', code: '1005' });
		simulator.faults.add({ on: 'account', kind: 'code', code: '500' });
		expect(await call(simulator, '/openapi/v2/queue/status')).toMatchObject({ code: 1005 });
		expect(
			await call(simulator, '/uc/openapi/accountStatus', { apikey: KEYS.shared }),
		).toMatchObject({
			code: 500,
			msg: 'UNKNOWN_ERROR',
		});
	});

	it('hit uploads as well, whose body is read all the same', async () => {
		const { simulator } = bench();
		for (const taskCreated of [false, true]) {
			simulator.faults.add({ on: 'upload', kind: 'badGateway', taskCreated });
			const answer = await upload(simulator, 'a.png', Buffer.alloc(3_000_000, 1));
			expect(answer.status).toBe(502);
		}
		expect(simulator.requestsOf('upload').map((entry) => entry.body !== undefined)).toEqual([
			false,
			true,
		]);
	});

	it('reach real connections too', async () => {
		const simulator = createSimulator({ settings: { duration: () => 0 } });
		const baseUrl = await simulator.listen();
		try {
			const post = (): Promise<Response> =>
				fetch(`${baseUrl}/openapi/v2/${MODEL}`, {
					method: 'POST',
					headers: { authorization: `Bearer ${KEYS.shared}`, 'content-type': 'application/json' },
					body: JSON.stringify(BODY),
				});
			simulator.faults.add({ on: 'submit', kind: 'reset' });
			await expect(post()).rejects.toThrow('fetch failed');
			const answer = objectOf(parseJson(await (await post()).text()));
			const url = String(resultsOf(answer)[0]?.['url']);
			expect(url.startsWith(`${baseUrl}/output/`)).toBe(true);
			simulator.faults.add({ on: 'download', kind: 'cutOff' });
			const cut = await fetch(url);
			expect(Number(cut.headers.get('content-length'))).toBeGreaterThan(1_000);
			await expect(cut.arrayBuffer()).rejects.toThrow('terminated');
			expect((await (await fetch(url)).arrayBuffer()).byteLength).toBeGreaterThan(1_000);
			simulator.faults.add({ on: 'submit', kind: 'hang', taskCreated: true });
			const hanging = post();
			hanging.catch(() => undefined);
			while (simulator.tasks().length < 2) await new Promise((resolve) => setImmediate(resolve));
			await simulator.close();
			await expect(hanging).rejects.toThrow('fetch failed');
		} finally {
			await simulator.close();
		}
	});
});

describe('callbacks', () => {
	const HOOK = 'http://127.0.0.1:1/hook';

	it('bring the query answer as an object, and are tried three times', async () => {
		const sent: JsonObject[] = [];
		const bed = bench({
			deliver: async (_url, body) => {
				sent.push(objectOf(parseJson(body)));
				return { status: sent.length < 3 ? 500 : 200, text: 'ok' };
			},
		});
		const taskId = await taskOf(bed.simulator, { ...BODY, webhookUrl: HOOK });
		await bed.clock.advance(2_500);
		expect(sent).toHaveLength(1);
		expect(sent[0]).toMatchObject({
			event: 'TASK_END',
			taskId,
			eventData: { taskId, status: 'SUCCESS', results: [{ outputType: 'png' }] },
		});
		await bed.clock.advance(300_000);
		expect(sent).toHaveLength(3);
		const detail = await call(bed.simulator, '/task/openapi/getWebhookDetail', {
			apiKey: KEYS.shared,
			taskId,
		});
		expect(detail).toMatchObject({
			code: 0,
			data: { callbackStatus: 'SUCCESS', retryCount: 3, webhookUrl: HOOK, event: 'TASK_END' },
		});
		const webhookId = objectOf(detail['data'])['id'] ?? '';
		expect(
			await call(bed.simulator, '/task/openapi/retryWebhook', { apiKey: KEYS.shared, webhookId }),
		).toMatchObject({ code: 0 });
		expect(sent).toHaveLength(4);
	});

	it('give up after three tries', async () => {
		let tries = 0;
		const bed = bench({
			deliver: async () => {
				tries += 1;
				throw new Error('refused');
			},
		});
		const taskId = await taskOf(bed.simulator, { ...BODY, webhookUrl: HOOK });
		await bed.clock.advance(3_600_000);
		expect(tries).toBe(3);
		expect(bed.simulator.webhookOf(taskId)).toMatchObject({
			callbackStatus: 'FAILED',
			retryCount: 3,
		});
	});

	it.each([
		['lost', 0],
		['duplicate', 2],
		['legacyBody', 1],
	] as const)('can be %s', async (kind, times) => {
		const sent: JsonObject[] = [];
		const bed = bench({
			deliver: async (_url, body) => {
				sent.push(objectOf(parseJson(body)));
				return { status: 200, text: '' };
			},
		});
		bed.simulator.faults.add({ on: 'webhook', kind });
		await taskOf(bed.simulator, { ...BODY, webhookUrl: HOOK });
		await bed.clock.advance(3_000);
		expect(sent).toHaveLength(times);
		if (kind === 'legacyBody') {
			expect(parseJson(String(sent[0]?.['eventData']))).toMatchObject({
				code: 0,
				data: [{ fileType: 'png' }],
			});
		}
	});

	it.each(['reset', 'hang', 'brokenJson', 'badGateway'] as const)(
		'come for a task whose submission was answered with %s',
		async (kind) => {
			const sent: JsonObject[] = [];
			const bed = bench({
				deliver: async (url, body) => {
					sent.push({ url, ...objectOf(parseJson(body)) });
					return { status: 200, text: '' };
				},
			});
			bed.simulator.faults.add({ on: 'submit', kind, taskCreated: true });
			await taskOf(bed.simulator, { ...BODY, webhookUrl: HOOK }).catch(() => undefined);
			await bed.clock.advance(3_000);
			const [task] = bed.simulator.tasks();
			expect(sent).toEqual([expect.objectContaining({ url: HOOK, taskId: task?.id })]);
		},
	);

	it('are not known for a task that asked for none', async () => {
		const { simulator } = bench();
		const taskId = await taskOf(simulator);
		expect(
			await call(simulator, '/task/openapi/getWebhookDetail', { apiKey: KEYS.shared, taskId }),
		).toMatchObject({ code: 1, msg: 'webhook event not exists' });
	});

	it('go over HTTP, to this machine only', async () => {
		const received: string[] = [];
		let arrived = (): void => undefined;
		const arrival = new Promise<void>((resolve) => {
			arrived = resolve;
		});
		const receiver = createServer((request, response) => {
			request.on('data', (chunk: Buffer) => received.push(chunk.toString()));
			request.on('end', () => {
				response.end('ok');
				arrived();
			});
		});
		await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
		const address: AddressInfo | string | null = receiver.address();
		const port = typeof address === 'object' && address !== null ? address.port : 0;
		const { simulator, clock } = bench({ settings: { duration: () => 0, webhookTries: 1 } });
		try {
			await taskOf(simulator, { ...BODY, webhookUrl: `http://127.0.0.1:${port}/hook` });
			await arrival;
			expect(received.join('')).toContain('"event":"TASK_END"');
			const away = await taskOf(simulator, { ...BODY, webhookUrl: 'https://example.com/hook' });
			await clock.advance(1);
			expect(simulator.webhookOf(away)).toMatchObject({
				callbackStatus: 'FAILED',
				callbackResponse: expect.stringContaining('this machine only'),
			});
		} finally {
			receiver.closeAllConnections();
			await new Promise((resolve) => receiver.close(resolve));
		}
	});
});

describe('other paths', () => {
	it('are answered as a wrong address or a wrong method', async () => {
		const { simulator } = bench();
		expect(await call(simulator, '/task/openapi/nothing', {})).toMatchObject({ code: 412 });
		expect(await call(simulator, '/openapi/v2/query')).toMatchObject({ errorCode: '1009' });
	});
});

describe('virtual time', () => {
	it('passes only when everybody waits for it', async () => {
		const { simulator, clock } = bench();
		const start = clock.now();
		const work = async (): Promise<string> => {
			const id = await taskOf(simulator);
			for (;;) {
				await clock.sleep(1_000);
				const { status } = await query(simulator, id);
				if (status === 'SUCCESS') return status;
			}
		};
		expect(await clock.run(work(), () => simulator.busy())).toBe('SUCCESS');
		expect(clock.now() - start).toBe(3_000);
	});

	it('tells when nothing will ever happen', async () => {
		const clock = new VirtualClock();
		await expect(clock.run(new Promise(() => undefined))).rejects.toThrow('waits for nothing');
	});
});
