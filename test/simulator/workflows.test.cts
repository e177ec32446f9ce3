import { bench, KEYS, listOf, objectOf, parsedObject } from './bench.cts';
import type { Bench } from './bench.cts';
import { APP_IDS, STORED_LORA, UNKNOWN_ID, WORKFLOW_IDS, WORKFLOW_PASSWORD } from './fixtures.cts';
import { isObject, parseJson } from './json.cts';
import type { Json, JsonObject } from './json.cts';
import { pngFile } from './media-files.cts';
import type { SimulatorSettings } from './simulator.cts';

const V1 = '/task/openapi/create';
const IMAGE = '10';

function v2(id: string): string {
	return `/openapi/v2/run/workflow/${id}`;
}

function set(nodeId: string, fieldName: string, fieldValue: Json): JsonObject {
	return { nodeId, fieldName, fieldValue };
}

async function run(
	bed: Bench,
	nodeInfoList: JsonObject[],
	id: string = WORKFLOW_IDS.textToImage,
	more: JsonObject = {},
	key = KEYS.shared,
): Promise<JsonObject> {
	return await bed.call(v2(id), { nodeInfoList, ...more }, key);
}

function nodeErrorsOf(promptTips: Json | undefined): JsonObject {
	return objectOf(parsedObject(promptTips)['node_errors']);
}

function sentGraph(bed: Bench): ReadonlyMap<string, { readonly inputs: JsonObject }> {
	const graph = bed.simulator.tasks().at(-1)?.execution?.graph;
	if (graph === undefined) throw new Error('no graph');
	return graph;
}

describe('a workflow run', () => {
	it('in v1 is answered with an envelope, and is one task for both generations', async () => {
		const bed = bench();
		const answer = await bed.legacy(V1, { workflowId: WORKFLOW_IDS.textToImage });
		expect(answer).toMatchObject({ code: 0, msg: 'success', errorMessages: null });
		const { taskId, taskStatus, netWssUrl, promptTips } = objectOf(answer['data']);
		expect([taskStatus, netWssUrl]).toEqual(['QUEUED', null]);
		expect(parsedObject(promptTips)).toEqual({
			result: true,
			error: null,
			outputs_to_execute: ['9'],
			node_errors: {},
		});
		expect(await bed.finished(taskId)).toMatchObject({
			status: 'SUCCESS',
			results: [{ nodeId: '9', outputType: 'png' }],
			usage: { consumeMoney: '0.006', consumeCoins: null, thirdPartyConsumeMoney: null },
		});
		expect(await bed.legacy('/task/openapi/outputs', { taskId: taskId ?? '' })).toMatchObject({
			code: 0,
			data: [{ fileType: 'png', nodeId: '9', consumeMoney: '0.006', taskCostTime: '2' }],
		});
	});

	it('in v2 is answered flat, and its outputs are known to v1', async () => {
		const bed = bench();
		const answer = await run(bed, []);
		expect(answer).toMatchObject({ status: 'QUEUED', errorCode: '', results: null });
		await bed.clock.advance(3_000);
		const { taskId } = answer;
		expect(await bed.legacy('/task/openapi/outputs', { taskId: taskId ?? '' })).toMatchObject({
			code: 0,
			data: [{ fileUrl: expect.stringMatching(/^http.*png$/) }],
		});
	});

	it('costs a NORMAL key coins', async () => {
		const bed = bench();
		const { taskId } = await run(bed, [], WORKFLOW_IDS.textToImage, {}, KEYS.normal);
		await bed.clock.advance(3_000);
		const answer = await bed.call('/openapi/v2/query', { taskId: taskId ?? '' }, KEYS.normal);
		expect(answer).toMatchObject({ usage: { consumeMoney: null, consumeCoins: '1' } });
	});

	it('sets the values, as text or as their own type, and draws the seeds that are not given', async () => {
		const bed = bench();
		const upload = await bed.upload('boat.png', pngFile(1).bytes);
		const answer = await run(
			bed,
			[
				set('6', 'text', 'a boat'),
				set('3', 'steps', '30'),
				set('3', 'cfg', 6.5),
				set('11', 'zsnr', 'true'),
				set('3', 'sampler_name', 'ddim'),
				set('12', 'file_name', STORED_LORA.fileName),
			],
			WORKFLOW_IDS.textToImage,
		);
		expect(nodeErrorsOf(answer['promptTips'])).toEqual({});
		expect(sentGraph(bed).get('6')?.inputs['text']).toBe('a boat');
		expect(sentGraph(bed).get('3')?.inputs['seed']).not.toBe(156_680_208_700_286);
		await run(bed, [set('3', 'seed', '18446744073709551615')]);
		expect(sentGraph(bed).get('3')?.inputs['seed']).toBe('18446744073709551615');
		const picture = [set(IMAGE, 'image', upload['fileName'] ?? '')];
		expect(await run(bed, picture, WORKFLOW_IDS.imageToImage)).toMatchObject({ errorCode: '' });
	});

	it('gives as many pictures as the batch has, films of video workflows, nothing without a save node', async () => {
		const bed = bench();
		const many = await run(bed, [set('5', 'batch_size', '3')]);
		expect(listOf((await bed.finished(many['taskId']))['results'])).toHaveLength(3);
		const film = await run(bed, [], WORKFLOW_IDS.video);
		expect(await bed.finished(film['taskId'])).toMatchObject({
			results: [{ outputType: 'mp4', nodeId: '4' }],
		});
		const nothing = await run(bed, [], WORKFLOW_IDS.withoutSave);
		expect(await bed.finished(nothing['taskId'])).toMatchObject({ status: 'SUCCESS', results: [] });
	});

	it.each<[string, Json, string, RegExp]>([
		[
			'an unknown node',
			[set('99', 'text', 'x')],
			'803',
			/^NODE_INFO_MISMATCH\(nodeId=99, fieldName=text, reason=node_not_found_in_workflow\)$/,
		],
		['an unknown input', [set('3', 'colour', 'x')], '803', /reason=field_not_found_in_node_inputs/],
		['a link', [set('3', 'model', 'x')], '803', /reason=field_is_a_link/],
		['a link for a value', [set('3', 'steps', ['4', 0])], '1007', /fieldValue/],
		['null', [set('3', 'steps', null)], '1007', /fieldValue/],
		[
			'a number for a node id',
			[{ nodeId: 3, fieldName: 'steps', fieldValue: '5' }],
			'1007',
			/nodeId/,
		],
		['a misspelt key', [{ nodeId: '3', fieldname: 'steps', fieldValue: '5' }], '1007', /fieldname/],
		['no list', 'x', '1007', /nodeInfoList/],
	])('is refused with %s', async (_what, nodeInfoList, errorCode, errorMessage) => {
		const bed = bench();
		expect(await bed.call(v2(WORKFLOW_IDS.textToImage), { nodeInfoList })).toMatchObject({
			taskId: '',
			errorCode,
			errorMessage: expect.stringMatching(errorMessage),
		});
		expect(bed.simulator.tasks()).toEqual([]);
	});

	it('may say 803 in the older words', async () => {
		const bed = bench({ settings: { nodeInfoMessage: 'APIKEY_INVALID_NODE_INFO' } });
		const body = { workflowId: WORKFLOW_IDS.textToImage, nodeInfoList: [set('99', 'a', 'x')] };
		expect(await bed.legacy(V1, body)).toEqual({
			code: 803,
			msg: 'APIKEY_INVALID_NODE_INFO',
			data: null,
		});
	});

	it.each<[string, string, JsonObject, string]>([
		['an unknown id', UNKNOWN_ID, {}, '380'],
		["an app's id", APP_IDS.documented, {}, '380'],
		['one that was never run', WORKFLOW_IDS.neverRun, {}, '810'],
		['one that needs a password', WORKFLOW_IDS.protected, {}, '1007'],
		['no number', 'abc', {}, '1007'],
		['an unknown field', WORKFLOW_IDS.textToImage, { instancetype: 'plus' }, '1007'],
		['an unknown machine', WORKFLOW_IDS.textToImage, { instanceType: 'huge' }, '1007'],
		['metadata as text', WORKFLOW_IDS.textToImage, { addMetadata: 'true' }, '1007'],
		['too short a time to retain', WORKFLOW_IDS.textToImage, { retainSeconds: 9 }, '1007'],
		['too long a time to retain', WORKFLOW_IDS.textToImage, { retainSeconds: 181 }, '1007'],
		['a queue that is no boolean', WORKFLOW_IDS.textToImage, { usePersonalQueue: 'yes' }, '1007'],
		['a bad webhookUrl', WORKFLOW_IDS.textToImage, { webhookUrl: 'here' }, '1007'],
		['a graph that is no JSON', WORKFLOW_IDS.textToImage, { workflow: '{' }, '433'],
		[
			'a graph of the editor',
			WORKFLOW_IDS.textToImage,
			{ workflow: '{"nodes":[],"links":[]}' },
			'433',
		],
		['a graph for an unknown id', UNKNOWN_ID, { workflow: '{}' }, '380'],
	])('is refused for %s', async (_what, id, more, errorCode) => {
		const bed = bench();
		expect(await run(bed, [], id, more)).toMatchObject({ taskId: '', errorCode });
		expect(bed.simulator.tasks()).toEqual([]);
	});

	it('takes all options it has', async () => {
		const bed = bench();
		const options = {
			instanceType: 'ultra',
			usePersonalQueue: 'false',
			addMetadata: false,
			retainSeconds: 180,
			webhookUrl: 'http://127.0.0.1:1/hook',
		};
		expect(await run(bed, [], WORKFLOW_IDS.textToImage, options)).toMatchObject({ errorCode: '' });
		const { retainSeconds } = options;
		expect(
			await run(bed, [], WORKFLOW_IDS.textToImage, { retainSeconds }, KEYS.normal),
		).toMatchObject({
			errorCode: '1007',
		});
		const dedicated = { instanceType: 'ultra' };
		expect(await run(bed, [], WORKFLOW_IDS.textToImage, dedicated, KEYS.exclusive)).toMatchObject({
			errorCode: '435',
		});
	});

	it('with a password works in v1, in v2 only when told so', async () => {
		const bed = bench();
		const more = { accessPassword: WORKFLOW_PASSWORD };
		const v1 = { workflowId: WORKFLOW_IDS.protected };
		expect(await bed.legacy(V1, { ...v1, accessPassword: 'x' })).toMatchObject({ code: 301 });
		expect(await bed.legacy(V1, { ...v1, ...more })).toMatchObject({ code: 0 });
		expect(await run(bed, [], WORKFLOW_IDS.protected, more)).toMatchObject({ errorCode: '1007' });
		bed.simulator.settings.v2AccessPassword = 'honoured';
		expect(await run(bed, [], WORKFLOW_IDS.protected, more)).toMatchObject({ errorCode: '' });
	});

	it('may word its refusals with an envelope', async () => {
		const bed = bench({ settings: { runRefusal: 'envelope' } });
		expect(await run(bed, [], UNKNOWN_ID)).toEqual({
			code: 380,
			message: 'WORKFLOW_NOT_EXISTS',
			data: null,
		});
	});

	it.each<[string, JsonObject, string, RegExp]>([
		[
			'an option that is none',
			set('3', 'sampler_name', 'Euler'),
			'value_not_in_list',
			/'Euler' not in \['euler', /,
		],
		['text for a number', set('3', 'steps', 'many'), 'invalid_input_type', /steps, many/],
		['a fraction for a whole number', set('3', 'steps', 1.5), 'invalid_input_type', /steps/],
		['too large a number', set('3', 'cfg', 101), 'value_bigger_than_max', /cfg/],
		['too small a number', set('5', 'width', '8'), 'value_smaller_than_min', /width/],
		['text for a boolean', set('11', 'zsnr', 'yes'), 'invalid_input_type', /zsnr/],
		['a number for text', set('6', 'text', 5), 'invalid_input_type', /text/],
		[
			'an unknown LoRA',
			set('12', 'file_name', 'api-lora-cn/x.safetensors'),
			'value_not_in_list',
			/file_name/,
		],
	])('with %s is a task that fails, explained by node', async (_what, value, type, details) => {
		const bed = bench();
		const answer = await run(bed, [value]);
		expect(answer).toMatchObject({ taskId: expect.stringMatching(/^\d{19}$/), errorCode: '' });
		expect(parsedObject(answer['promptTips'])['result']).toBe(false);
		const errors = nodeErrorsOf(answer['promptTips'])[String(value['nodeId'])];
		expect(errors).toMatchObject({
			errors: [{ type, details: expect.stringMatching(details) }],
			dependent_outputs: ['9'],
		});
		expect(await bed.finished(answer['taskId'])).toMatchObject({
			status: 'FAILED',
			errorCode: '805',
			promptTips: expect.stringContaining(type),
		});
		expect(bed.simulator.counters).toMatchObject({ tasksCreated: 1, charges: 0 });
	});

	it('may be refused with 433 instead', async () => {
		const bed = bench({ settings: { refusedGraph: 'code433' } });
		expect(await run(bed, [set('3', 'steps', 'many')])).toMatchObject({
			errorCode: '433',
			errorMessage: 'VALIDATE_PROMPT_FAILED',
		});
		expect(bed.simulator.tasks()).toEqual([]);
	});

	it('takes only names of uploads for media, of the right kind, while they are there', async () => {
		const bed = bench();
		const picture = String((await bed.upload('a.png', pngFile(1).bytes))['fileName']);
		const film = String((await bed.upload('a.mp4', Buffer.from('film')))['fileName']);
		const judged = async (name: string): Promise<Json | undefined> =>
			nodeErrorsOf(
				(await run(bed, [set(IMAGE, 'image', name)], WORKFLOW_IDS.imageToImage))['promptTips'],
			)[IMAGE];
		expect(await judged(picture)).toBeUndefined();
		expect(await judged('portrait-sample.png')).toBeUndefined();
		const refused = { errors: [{ type: 'custom_validation_failed' }] };
		expect(await judged(film)).toMatchObject(refused);
		expect(await judged('openapi/nothing.png')).toMatchObject(refused);
		expect(await judged('https://example.com/a.png')).toMatchObject(refused);
		bed.simulator.settings.loaderUrls = 'accept';
		expect(await judged('https://example.com/a.png')).toBeUndefined();
		await bed.clock.advance(24 * 3_600_000);
		expect(await judged(picture)).toMatchObject(refused);
	});
});

describe('a graph of one’s own', () => {
	const graph = {
		'1': { class_type: 'EmptyLatentImage', inputs: { width: 64, height: 64, batch_size: 2 } },
		'2': { class_type: 'SomeDecoder', inputs: { samples: ['1', 0] } },
		'3': { class_type: 'SaveImage', inputs: { images: ['2', 0], filename_prefix: 'x' } },
	};
	const sendGraph = async (bed: Bench, own: Json): Promise<JsonObject> =>
		await run(bed, [], WORKFLOW_IDS.textToImage, { workflow: JSON.stringify(own) });

	it('replaces the stored one, whose id may be a placeholder', async () => {
		const bed = bench();
		for (const id of [WORKFLOW_IDS.textToImage, '1']) {
			const answer = await run(bed, [], id, { workflow: JSON.stringify(graph) });
			expect(listOf((await bed.finished(answer['taskId']))['results'])).toHaveLength(2);
		}
		expect(await run(bed, [], '1')).toMatchObject({ errorCode: '380' });
	});

	it('has values that are checked against the stored one', async () => {
		const bed = bench();
		const own = { workflow: JSON.stringify(graph) };
		const values = [set('3', 'filename_prefix', 'y')];
		expect(await run(bed, values, '1', own)).toMatchObject({ errorCode: '803', taskId: '' });
		const unknown = [set('99', 'nothing', 'x')];
		expect(await run(bed, unknown, WORKFLOW_IDS.textToImage, own)).toMatchObject({
			errorCode: '803',
		});
	});

	it.each<[string, JsonObject, string, RegExp]>([
		[
			'a link to nowhere',
			{ '3': { class_type: 'SaveImage', inputs: { images: ['77', 0], filename_prefix: '' } } },
			'3',
			/exception_during_inner_validation/,
		],
		[
			'a link of the wrong type',
			{ '3': { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: '' } } },
			'3',
			/return_type_mismatch/,
		],
		[
			'a missing input',
			{ '3': { class_type: 'SaveImage', inputs: { images: ['2', 0] } } },
			'3',
			/required_input_missing/,
		],
		[
			'a literal for a link',
			{ '3': { class_type: 'SaveImage', inputs: { images: 'x', filename_prefix: '' } } },
			'3',
			/bad_linked_input/,
		],
	])('is refused for %s', async (_what, change, nodeId, expected) => {
		const answer = await sendGraph(bench(), { ...graph, ...change });
		expect(JSON.stringify(nodeErrorsOf(answer['promptTips'])[nodeId])).toMatch(expected);
	});

	it('needs an output', async () => {
		const answer = await sendGraph(bench(), { '1': graph['1'] });
		expect(parsedObject(answer['promptTips'])).toMatchObject({
			result: false,
			error: { type: 'prompt_no_outputs' },
		});
	});
});

describe('the graph of a workflow', () => {
	const path = '/api/openapi/getJsonApiFormat';

	it('comes as JSON text, or as an object', async () => {
		const bed = bench();
		const workflowId = WORKFLOW_IDS.textToImage;
		const answer = await bed.legacy(path, { workflowId });
		expect(answer).toMatchObject({ code: 0, msg: 'SUCCESS' });
		const prompt = parseJson(String(objectOf(answer['data'])['prompt']));
		expect(prompt).toMatchObject({
			'3': { class_type: 'KSampler', inputs: { model: ['11', 0] }, _meta: { title: 'KSampler' } },
		});
		bed.simulator.settings.graphForm = 'object';
		const asObject = objectOf((await bed.legacy(path, { workflowId }))['data'])['prompt'];
		expect(isObject(asObject)).toBe(true);
		expect(asObject).toEqual(prompt);
	});

	it.each([
		[UNKNOWN_ID, 380],
		[APP_IDS.documented, 380],
		[WORKFLOW_IDS.neverRun, 810],
		['', 301],
	])('of %s is refused with %i', async (workflowId, code) => {
		expect(await bench().legacy(path, { workflowId })).toMatchObject({ code, data: null });
	});
});

describe('keywords, slots and wallets', () => {
	it('count for workflows too; the node that fails is one of the graph', async () => {
		const bed = bench();
		const failed = await run(bed, [set('7', 'text', 'blurry [fail:node]')]);
		expect(await bed.finished(failed['taskId'])).toMatchObject({
			status: 'FAILED',
			errorCode: '805',
			failedReason: { node_id: '7', node_name: 'CLIPTextEncode' },
		});
		expect(await run(bed, [set('6', 'text', '[reject:1501]')])).toMatchObject({
			errorCode: '1501',
		});
		expect(await run(bed, [], WORKFLOW_IDS.textToImage, {}, KEYS.emptyShared)).toMatchObject({
			errorCode: '812',
		});
		expect(await run(bed, [], WORKFLOW_IDS.textToImage, {}, KEYS.emptyNormal)).toMatchObject({
			errorCode: '416',
		});
	});

	it('full keys are refused; dedicated ones may queue in person', async () => {
		const bed = bench({ settings: { personalQueueLimit: 2 } });
		const submit = async (more: JsonObject = {}): Promise<JsonObject> =>
			await run(bed, [], WORKFLOW_IDS.textToImage, more, KEYS.exclusive);
		await submit();
		expect(await submit()).toMatchObject({ errorCode: '415' });
		const personal = { usePersonalQueue: true };
		const second = await submit(personal);
		const third = await submit({ usePersonalQueue: 'true' });
		expect([second['errorCode'], third['errorCode']]).toEqual(['', '']);
		expect(await submit(personal)).toMatchObject({ errorCode: '814' });
		const statusOf = async (answer: JsonObject): Promise<Json | undefined> =>
			(await bed.call('/openapi/v2/query', { taskId: answer['taskId'] ?? '' }, KEYS.exclusive))[
				'status'
			];
		await bed.clock.advance(4_000);
		expect([await statusOf(second), await statusOf(third)]).toEqual(['RUNNING', 'QUEUED']);
		await bed.clock.advance(4_000);
		expect([await statusOf(second), await statusOf(third)]).toEqual(['SUCCESS', 'SUCCESS']);
	});

	it('limits per minute count submits of every kind', async () => {
		const bed = bench();
		const settings: SimulatorSettings = bed.simulator.settings;
		settings.submitsPerMinute = 1;
		await bed.legacy(V1, { workflowId: WORKFLOW_IDS.textToImage });
		expect(await run(bed, [])).toMatchObject({ errorCode: '1003' });
	});

	it('faults hit these routes as well', async () => {
		const bed = bench();
		bed.simulator.faults.add({ on: 'workflowRun', kind: 'badGateway', taskCreated: true });
		bed.simulator.faults.add({ on: 'workflowGraph', kind: 'code', code: '802' });
		expect((await bed.raw(v2(WORKFLOW_IDS.textToImage), { nodeInfoList: [] })).status).toBe(502);
		expect(bed.simulator.tasks()).toHaveLength(1);
		expect(
			await bed.legacy('/api/openapi/getJsonApiFormat', { workflowId: WORKFLOW_IDS.textToImage }),
		).toMatchObject({ code: 802 });
	});
});

describe('callbacks', () => {
	it.each([
		['v1', V1, { workflowId: WORKFLOW_IDS.textToImage }],
		['v2', v2(WORKFLOW_IDS.textToImage), { nodeInfoList: [] }],
	])('of %s tasks have the body of their generation', async (generation, path, body) => {
		const sent: JsonObject[] = [];
		const bed = bench({
			deliver: async (_url, text) => {
				sent.push(parsedObject(text));
				return { status: 200, text: '' };
			},
		});
		const webhookUrl = 'http://127.0.0.1:1/hook';
		const more = generation === 'v1' ? { apiKey: KEYS.shared } : {};
		await bed.call(path, { ...body, ...more, webhookUrl });
		await bed.clock.advance(3_000);
		const data = sent[0]?.['eventData'];
		if (generation === 'v1') {
			expect(parsedObject(data)).toMatchObject({ code: 0, data: [{ nodeId: '9' }] });
		} else {
			expect(data).toMatchObject({ status: 'SUCCESS', results: [{ nodeId: '9' }] });
		}
	});
});
