import { bench, KEYS, listOf, objectOf, parsedObject } from './bench.cts';
import type { Bench } from './bench.cts';
import {
	APP_IDS,
	APP_PASSWORD,
	QUICK_CREATE_IDS,
	STORED_LORA,
	UNKNOWN_ID,
	WORKFLOW_IDS,
} from './fixtures.cts';
import { parseJson } from './json.cts';
import type { Json, JsonObject } from './json.cts';
import { mp3File, mp4File, pngFile } from './media-files.cts';

const ALL = APP_IDS.allKinds;

function inputsPath(webappId: string, key = KEYS.shared): string {
	return `/api/webapp/apiCallDemo?apiKey=${key}&webappId=${webappId}`;
}

function set(nodeId: string, fieldName: string, fieldValue: Json): JsonObject {
	return { nodeId, fieldName, fieldValue };
}

async function run(bed: Bench, nodeInfoList: JsonObject[], id: string = ALL): Promise<JsonObject> {
	return await bed.call(`/openapi/v2/run/ai-app/${id}`, { nodeInfoList });
}

/** What ComfyUI has against the values, by node. */
async function errorsOf(bed: Bench, nodeInfoList: JsonObject[], id?: string): Promise<JsonObject> {
	const { promptTips, errorMessage } = await run(bed, nodeInfoList, id);
	if (promptTips === undefined) throw new Error(`refused: ${String(errorMessage)}`);
	return objectOf(parsedObject(promptTips)['node_errors']);
}

describe('the inputs of an app', () => {
	it('are those of the documentation, and the sample call holds the caller’s key', async () => {
		const answer = await bench().call(inputsPath(APP_IDS.documented), undefined, null);
		const data = objectOf(answer['data']);
		expect(data).toMatchObject({
			accessEncrypted: false,
			curl: expect.stringContaining(KEYS.shared),
			statisticsInfo: { useCount: '34545' },
		});
		expect(String(data['curl'])).toContain('"webappId":"null"');
		expect(listOf(data['nodeInfoList'])[0]).toEqual({
			nodeId: '39',
			nodeName: 'LoadImage',
			fieldName: 'image',
			fieldValue: 'a293f6c1d04e.jpg',
			fieldData: expect.stringContaining('image_upload'),
			fieldType: 'IMAGE',
			description: '上传图像',
			descriptionEn: 'Upload image',
		});
	});

	it('come in every encoding, all but the null ones JSON text', async () => {
		const answer = await bench().call(inputsPath(ALL));
		const inputs = listOf(objectOf(answer['data'])['nodeInfoList']);
		expect([...new Set(inputs.map(({ fieldType }) => fieldType))]).toEqual([
			'IMAGE',
			'AUDIO',
			'VIDEO',
			'STRING',
			'INT',
			'FLOAT',
			'BOOLEAN',
			'LIST',
			'SWITCH',
			'LORA',
		]);
		for (const { fieldData } of inputs) {
			if (fieldData !== null) expect(Array.isArray(parseJson(String(fieldData)))).toBe(true);
		}
		expect(inputs.filter(({ fieldData }) => fieldData === null)).toHaveLength(2);
		expect(inputs.filter(({ descriptionEn }) => descriptionEn === null)).toHaveLength(2);
	});

	it('may be none, and may be behind a password', async () => {
		const bed = bench();
		expect(await bed.call(inputsPath(APP_IDS.noInputs))).toMatchObject({
			data: { nodeInfoList: [] },
		});
		expect(await bed.call(inputsPath(APP_IDS.protected))).toMatchObject({
			data: { accessEncrypted: true },
		});
	});

	it.each([
		['an unknown app', inputsPath(UNKNOWN_ID), 901],
		["a workflow's id", inputsPath(WORKFLOW_IDS.textToImage), 901],
		['no id', inputsPath(''), 301],
		['no key', `/api/webapp/apiCallDemo?webappId=${ALL}`, 301],
		['a wrong key', inputsPath(ALL, 'x'), 802],
		['another key than in the header', inputsPath(ALL, KEYS.normal), 802],
	])('are refused for %s', async (_what, path, code) => {
		expect(await bench().call(path)).toMatchObject({ code, data: null });
	});
});

describe('a run of an app', () => {
	it('takes a legal value of every kind', async () => {
		const bed = bench();
		const names = await Promise.all(
			[pngFile(1), mp3File(), mp4File()].map(
				async ({ extension, bytes }) =>
					(await bed.upload(`a.${extension}`, bytes))['fileName'] ?? '',
			),
		);
		const [image = '', audio = '', video = ''] = names;
		const values = [
			set('39', 'image', image),
			set('40', 'audio', audio),
			set('41', 'video', video),
			{ ...set('52', 'prompt', 'a boat'), description: 'x', fieldData: '[]', fieldType: 'STRING' },
			set('7', 'text', ''),
			set('3', 'steps', '50'),
			set('3', 'cfg', 1.5),
			set('60', 'value', 'true'),
			set('37', 'aspect_ratio', '2'),
			set('61', 'resolution', '768P'),
			set('62', 'size', '4K'),
			set('63', 'quality', 'low'),
			set('70', 'select', '2'),
			set('80', 'file_name', STORED_LORA.fileName),
		];
		const answer = await run(bed, values);
		expect(objectOf(parsedObject(answer['promptTips'])['node_errors'])).toEqual({});
		expect(await bed.finished(answer['taskId'])).toMatchObject({
			status: 'SUCCESS',
			results: [{ outputType: 'png' }, { outputType: 'mp4' }],
		});
	});

	it.each<[string, JsonObject, string]>([
		[
			'a link for a picture',
			set('39', 'image', 'https://example.com/a.png'),
			'custom_validation_failed',
		],
		['a name of no upload', set('40', 'audio', 'openapi/no.mp3'), 'custom_validation_failed'],
		[
			'a file name out of the junk list',
			set('41', 'video', 'dance.mp4'),
			'custom_validation_failed',
		],
		['a number for text', set('52', 'prompt', 5), 'invalid_input_type'],
		['too many steps', set('3', 'steps', '51'), 'value_bigger_than_max'],
		['too little guidance', set('3', 'cfg', -1), 'value_smaller_than_min'],
		['text for a boolean', set('60', 'value', 'on'), 'invalid_input_type'],
		['a name for an index', set('37', 'aspect_ratio', 'Square'), 'value_not_in_list'],
		['an entry without an index', set('37', 'aspect_ratio', 'Later'), 'value_not_in_list'],
		['another case', set('61', 'resolution', '2k'), 'value_not_in_list'],
		['an option that is none', set('62', 'size', '8K'), 'value_not_in_list'],
		['the word COMBO', set('63', 'quality', 'COMBO'), 'value_not_in_list'],
		['the index of a switch as a float', set('70', 'select', '2.0'), 'value_not_in_list'],
		['an unknown LoRA', set('80', 'file_name', 'no.safetensors'), 'value_not_in_list'],
	])('refuses %s', async (_what, value, type) => {
		const errors = await errorsOf(bench(), [value]);
		expect(errors[String(value['nodeId'])]).toMatchObject({ errors: [{ type }] });
	});

	it('knows types that are seldom seen', async () => {
		const bed = bench();
		const legal = [set('1', 'text', 'a'), set('2', 'amount', '4'), set('3', 'choice', 'hard')];
		expect(await errorsOf(bed, legal, APP_IDS.rareTypes)).toEqual({});
		const illegal = [set('2', 'amount', '11'), set('4', 'choice', 'Hard')];
		expect(Object.keys(await errorsOf(bed, illegal, APP_IDS.rareTypes))).toEqual(['2', '4']);
	});

	it.each<[string, string, JsonObject, string]>([
		['an unknown app', UNKNOWN_ID, { nodeInfoList: [] }, '901'],
		["a workflow's id", WORKFLOW_IDS.video, { nodeInfoList: [] }, '901'],
		['no list', ALL, {}, '1007'],
		['an input the app does not show', ALL, { nodeInfoList: [set('3', 'seed', '1')] }, '803'],
		['a whole graph', ALL, { nodeInfoList: [], workflow: '{}' }, '1007'],
		[
			'a password it does not read',
			APP_IDS.protected,
			{ nodeInfoList: [], accessPassword: APP_PASSWORD },
			'1007',
		],
	])('is refused for %s', async (_what, id, body, errorCode) => {
		const bed = bench();
		expect(await bed.call(`/openapi/v2/run/ai-app/${id}`, body)).toMatchObject({ errorCode });
		expect(bed.simulator.tasks()).toEqual([]);
	});

	it('in v1 reads the password, and the id as text or as a bare number', async () => {
		const bed = bench();
		const path = '/task/openapi/ai-app/run';
		const open = { nodeInfoList: [], accessPassword: APP_PASSWORD };
		expect(await bed.legacy(path, { webappId: APP_IDS.protected, ...open })).toMatchObject({
			code: 0,
			data: { taskId: expect.stringMatching(/^\d{19}$/), taskStatus: 'QUEUED' },
		});
		expect(await bed.legacy(path, { webappId: APP_IDS.protected, nodeInfoList: [] })).toMatchObject(
			{ code: 301 },
		);
		const bare = await bed.simulator.inject({
			method: 'POST',
			url: path,
			headers: { authorization: `Bearer ${KEYS.shared}`, 'content-type': 'application/json' },
			body: `{"apiKey":"${KEYS.shared}","webappId":${APP_IDS.documented},"nodeInfoList":[]}`,
		});
		expect(parsedObject(bare.text)).toMatchObject({ code: 0 });
		const rounded = { webappId: Number(APP_IDS.documented), nodeInfoList: [] };
		expect(await bed.legacy(path, rounded)).toMatchObject({ code: 901 });
	});
});

describe('the list of apps', () => {
	const path = '/openapi/v2/aiapp/list';

	it('has 60 on two pages, with their ids in the sample call only', async () => {
		const bed = bench();
		const pages = await Promise.all(
			[1, 2, 3].map(async (current) =>
				objectOf((await bed.call(path, { current, size: 50, sort: 'RECOMMEND' }))['data']),
			),
		);
		expect(pages.map(({ total, hasNext }) => [total, hasNext])).toEqual([
			[60, true],
			[60, false],
			[60, false],
		]);
		const records = pages.flatMap(({ records: some }) => listOf(some));
		const ids = records.map(
			({ invokeExample }) => /\/run\/ai-app\/(\d{19})'/.exec(String(invokeExample))?.[1] ?? '',
		);
		expect(new Set(ids).size).toBe(60);
		expect(records[0]).not.toHaveProperty('id');
		const cover = await bed.raw(String(records[0]?.['cover']), undefined, null);
		expect(cover.body.subarray(1, 4).toString()).toBe('PNG');
		expect(await bed.call(inputsPath(ids[59] ?? ''))).toMatchObject({
			code: 0,
			data: { webappName: 'Sample app 60' },
		});
	});

	it('can be ordered, and takes the key without Bearer', async () => {
		const bed = bench();
		const first = async (sort: string): Promise<Json | undefined> => {
			const answer = await bed.simulator.inject({
				method: 'POST',
				url: path,
				headers: { authorization: KEYS.shared, 'content-type': 'application/json' },
				body: JSON.stringify({ current: 1, size: 1, sort, days: 7 }),
			});
			return listOf(objectOf(parsedObject(answer.text)['data'])['records'])[0]?.['title'];
		};
		expect([await first('RECOMMEND'), await first('NEWEST')]).toEqual([
			'Sample app 1',
			'Sample app 60',
		]);
		expect(await first('HOTTEST')).not.toBe('Sample app 1');
	});

	it.each<[string, JsonObject]>([
		['page 0', { current: 0, size: 50, sort: 'NEWEST' }],
		['too large a page', { current: 1, size: 51, sort: 'NEWEST' }],
		['an unknown order', { current: 1, size: 50, sort: 'newest' }],
		['a search', { current: 1, size: 50, sort: 'NEWEST', keyword: 'x' }],
	])('refuses %s', async (_what, body) => {
		expect(await bench().call(path, body)).toMatchObject({ code: 301 });
	});
});

describe('Quick Create', () => {
	const path = '/task/openapi/quick-ai-app/run';
	const webappId = QUICK_CREATE_IDS.picture;

	it('runs with a code', async () => {
		const bed = bench();
		const nodeInfoList = [
			{
				...set('52', 'prompt', 'a boat'),
				nodeName: 'RH_Translator',
				fieldType: 'STRING',
				description: '',
			},
		];
		const answer = await bed.legacy(path, { webappId, quickCreateCode: '002', nodeInfoList });
		const { taskId } = objectOf(answer['data']);
		expect(await bed.finished(taskId)).toMatchObject({ results: [{ outputType: 'png' }] });
	});

	it.each<[string, JsonObject, number]>([
		['another page’s code', { webappId, quickCreateCode: '005', nodeInfoList: [] }, 301],
		['no code', { webappId, nodeInfoList: [] }, 301],
		['no list', { webappId, quickCreateCode: '001' }, 301],
		['an unknown page', { webappId: UNKNOWN_ID, quickCreateCode: '001', nodeInfoList: [] }, 901],
		[
			'an unknown input',
			{ webappId, quickCreateCode: '001', nodeInfoList: [set('1', 'a', 'b')] },
			803,
		],
		[
			'a callback',
			{ webappId, quickCreateCode: '001', nodeInfoList: [], webhookUrl: 'https://a.b' },
			301,
		],
	])('is refused with %s', async (_what, body, code) => {
		const bed = bench();
		expect(await bed.legacy(path, body)).toMatchObject({ code });
		expect(bed.simulator.tasks()).toEqual([]);
	});

	it('has styles, which need no key', async () => {
		const bed = bench();
		const styles = async (body: JsonObject, key: string | null): Promise<JsonObject> =>
			await bed.call('/api/fast/creation/model/params', body, key);
		expect(await styles({ type: 2, webappId }, null)).toMatchObject({
			code: 0,
			data: [{ webappId, type: 2, modelLoar1Weight: '0.8' }, {}, {}],
		});
		expect(await styles({ type: 1, webappId }, KEYS.shared)).toMatchObject({ data: [] });
		expect(await styles({ type: '2', webappId }, null)).toMatchObject({ code: 301 });
		expect(await styles({ type: 2, webappId }, 'x')).toMatchObject({ code: 802 });
	});
});
