import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { bench, KEYS, listOf, objectOf, parsedObject } from './bench.cts';
import type { Bench } from './bench.cts';
import { STORED_LORA, WORKFLOW_IDS } from './fixtures.cts';
import type { Json, JsonObject } from './json.cts';
import { pngFile } from './media-files.cts';
import type { InProcessResponse } from './simulator.cts';

describe('a LoRA of one’s own', () => {
	const CONTENT = Buffer.alloc(100_000, 7);
	const md5Hex = createHash('md5').update(CONTENT).digest('hex');

	async function ask(
		bed: Bench,
		body: JsonObject = { loraName: 'mine', md5Hex },
	): Promise<JsonObject> {
		return await bed.legacy('/api/openapi/getLoraUploadUrl', body);
	}

	async function linkOf(bed: Bench): Promise<string> {
		return String(objectOf((await ask(bed))['data'])['url']);
	}

	async function put(
		bed: Bench,
		url: string,
		content: Buffer | Readable = CONTENT,
		headers: Record<string, string> = {},
	): Promise<InProcessResponse> {
		return await bed.simulator.inject({
			method: 'PUT',
			url,
			headers: { 'content-type': 'application/octet-stream', ...headers },
			body: content,
		});
	}

	it('is sent to a presigned address, and is there from then on', async () => {
		const bed = bench();
		const { data } = await ask(bed);
		const fileName = `api-lora-cn/${md5Hex}.safetensors`;
		expect(data).toEqual({ fileName, url: expect.stringContaining('q-signature=') });
		const useIt = async (): Promise<Json | undefined> => {
			const nodeInfoList = [{ nodeId: '12', fieldName: 'file_name', fieldValue: fileName }];
			const path = `/openapi/v2/run/workflow/${WORKFLOW_IDS.textToImage}`;
			return parsedObject((await bed.call(path, { nodeInfoList }))['promptTips'])['result'];
		};
		expect(await useIt()).toBe(false);
		expect((await put(bed, String(objectOf(data)['url']))).status).toBe(200);
		expect(await useIt()).toBe(true);
		expect((await ask(bed))['data']).toEqual({ fileName });
	});

	it('that is known by its content needs no transfer', async () => {
		const answer = await ask(bench(), { loraName: 'x', md5Hex: STORED_LORA.md5Hex });
		expect(answer['data']).toEqual({ fileName: STORED_LORA.fileName });
	});

	it('is refused with the key, another content, another type, or too late', async () => {
		const bed = bench();
		const url = await linkOf(bed);
		const authorization = `Bearer ${KEYS.shared}`;
		expect((await put(bed, url, CONTENT, { authorization })).status).toBe(400);
		expect(bed.simulator.counters.authorizedDownloads).toBe(1);
		expect((await put(bed, url, Buffer.from('other'))).text).toContain('InvalidDigest');
		const octets = { 'content-type': 'image/png' };
		expect((await put(bed, url, CONTENT, octets)).text).toContain('SignatureDoesNotMatch');
		expect((await put(bed, `${url}0`)).status).toBe(403);
		expect((await put(bed, url, Readable.from([CONTENT]))).status).toBe(411);
		await bed.clock.advance(3_600_000);
		expect((await put(bed, url)).text).toContain('expired');
	});

	it.each<[string, JsonObject]>([
		['no name', { md5Hex }],
		['no checksum', { loraName: 'x' }],
		['a checksum in capitals', { loraName: 'x', md5Hex: md5Hex.toUpperCase() }],
	])('needs more than %s', async (_what, body) => {
		expect(await ask(bench(), body)).toMatchObject({ code: 301, data: null });
	});
});

describe('the public library', () => {
	const path = '/openapi/v2/resource/list';

	it('has 70 LoRAs on two pages', async () => {
		const bed = bench();
		const page = async (current: number): Promise<JsonObject> =>
			objectOf((await bed.call(path, { resourceType: 'LORA', current, size: 50 }))['data']);
		const [first, second] = [await page(1), await page(2)];
		expect(first).toMatchObject({ total: 70, pages: 2, hasNext: true, hasPrevious: false });
		expect(second).toMatchObject({ hasNext: false, hasPrevious: true });
		expect([listOf(first['records']).length, listOf(second['records']).length]).toEqual([50, 20]);
		expect(listOf(first['records'])[0]).toMatchObject({
			resourceType: 'LORA',
			nodeModelName: expect.stringMatching(/\.safetensors$/),
			versions: [{ triggerWords: expect.any(String) }],
		});
	});

	it('can be searched', async () => {
		const bed = bench();
		const total = async (body: JsonObject): Promise<Json | undefined> =>
			objectOf(
				(await bed.call(path, { current: 1, size: 10, resourceType: 'LORA', ...body }))['data'],
			)['total'];
		expect(await total({ resourceName: 'ink wash' })).toBe(10);
		expect(await total({ resourceName: 'ink wash', baseModels: ['FLUX.1'] })).toBeLessThan(10);
		expect(await total({ resourceType: 'GGUF' })).toBe(1);
		expect(await total({ tags: [99] })).toBe(0);
	});

	it.each<[string, JsonObject]>([
		['an unknown type', { resourceType: 'lora', current: 1, size: 10 }],
		['too large a page', { resourceType: 'LORA', current: 1, size: 51 }],
		['page 0', { resourceType: 'LORA', current: 0, size: 50 }],
		['tags as text', { resourceType: 'LORA', current: 1, size: 50, tags: ['1'] }],
	])('refuses %s', async (_what, body) => {
		expect(await bench().call(path, body)).toMatchObject({ code: 301 });
	});
});

describe('assets', () => {
	async function assets(bed: Bench, path: string, body: JsonObject): Promise<JsonObject> {
		return await bed.call(`/openapi/v2/assets/${path}`, body);
	}

	async function groupId(bed: Bench): Promise<string> {
		return String(
			objectOf((await assets(bed, 'groups/create', { name: 'Cast' }))['data'])['groupId'],
		);
	}

	async function create(bed: Bench, name: string, content = pngFile(1).bytes): Promise<JsonObject> {
		const upload = await bed.upload('a.png', content);
		return await assets(bed, 'create', {
			groupId: await groupId(bed),
			url: upload['download_url'] ?? '',
			assetType: 'Image',
			name,
		});
	}

	async function idOf(bed: Bench, name = 'Ada', content?: Buffer): Promise<string> {
		return String(objectOf((await create(bed, name, content))['data'])['assetId']);
	}

	async function statusOf(bed: Bench, assetId: string): Promise<Json | undefined> {
		return objectOf((await assets(bed, 'query', { assetId }))['data'])['status'];
	}

	async function useIn(bed: Bench, assetId: string): Promise<Json | undefined> {
		const body = { prompt: 'a', resolution: '1k', imageUrls: [`asset://${assetId}`] };
		return (await bed.call('/openapi/v2/rhart-image-n-pro/edit', body))['errorCode'];
	}

	it('become usable in time, and only then work in a model', async () => {
		const bed = bench();
		const assetId = await idOf(bed);
		expect(await statusOf(bed, assetId)).toBe('PROCESSING');
		expect(await useIn(bed, assetId)).toBe('1007');
		await bed.clock.advance(5_000);
		expect(await statusOf(bed, assetId)).toBe('ACTIVE');
		expect(await useIn(bed, assetId)).toBe('');
		bed.simulator.settings.assetReadyStatus = 'AVAILABLE';
		expect(await statusOf(bed, assetId)).toBe('AVAILABLE');
		await assets(bed, 'delete', { assetId });
		expect(await assets(bed, 'query', { assetId })).toMatchObject({ code: 301 });
		expect(await useIn(bed, assetId)).toBe('1007');
	});

	it('of foreign ids are believed unless told otherwise', async () => {
		const bed = bench();
		expect(await useIn(bed, 'as-1')).toBe('');
		bed.simulator.settings.assetReferences = 'all';
		expect(await useIn(bed, 'as-1')).toBe('1007');
	});

	it('fail when the name asks for it, and when the picture cannot be used', async () => {
		const bed = bench();
		const ids = [await idOf(bed, '[fail:1]'), await idOf(bed, 'x', Buffer.from('no picture'))];
		await bed.clock.advance(5_000);
		expect(await Promise.all(ids.map(async (id) => await statusOf(bed, id)))).toEqual([
			'FAILED',
			'FAILED',
		]);
	});

	it('are listed by page, name, group and status', async () => {
		const bed = bench();
		const assetId = await idOf(bed, 'Ada');
		await idOf(bed, 'Bob [never]');
		await bed.clock.advance(5_000);
		const list = async (filter: JsonObject): Promise<JsonObject> =>
			objectOf((await assets(bed, 'list', { pageNumber: 1, pageSize: 100, ...filter }))['data']);
		expect(await list({})).toMatchObject({ totalCount: 2 });
		expect(await list({ pageSize: 1, pageNumber: 2 })).toMatchObject({
			items: [{ name: 'Bob [never]', status: 'PROCESSING', assetType: 'Image' }],
			totalCount: 2,
		});
		expect(await list({ status: 'ACTIVE' })).toMatchObject({ items: [{ assetId }], totalCount: 1 });
		expect(await list({ name: 'Bob' })).toMatchObject({ totalCount: 1 });
		expect(await list({ groupId: 'group-none' })).toMatchObject({ totalCount: 0 });
		expect(await assets(bed, 'list', { pageNumber: 1, pageSize: 101 })).toMatchObject({
			code: 301,
		});
		await assets(bed, 'update', { assetId, name: 'Eve' });
		expect(await list({ name: 'Eve' })).toMatchObject({ totalCount: 1 });
	});

	it('are in groups', async () => {
		const bed = bench();
		const id = await groupId(bed);
		await assets(bed, 'groups/update', { groupId: id, name: 'Crew', description: 'All of them' });
		expect(await assets(bed, 'groups/query', { groupId: id })).toEqual({
			code: 0,
			msg: 'success',
			data: { groupId: id, name: 'Crew', description: 'All of them', assetCount: 0 },
		});
		const page = { pageNumber: 1, pageSize: 10 };
		expect(await assets(bed, 'groups/list', { ...page, name: 'Crew' })).toMatchObject({
			data: { totalCount: 1 },
		});
		await assets(bed, 'groups/delete', { groupId: id });
		expect(await assets(bed, 'groups/query', { groupId: id })).toMatchObject({ code: 301 });
	});

	it.each<[string, JsonObject]>([
		['no name', { name: '' }],
		['an unknown group', { groupId: 'group-none' }],
		['a foreign file', { url: 'https://example.com/a.png' }],
		['another kind', { assetType: 'Video' }],
		['a kind in small letters', { assetType: 'image' }],
		['an unknown field', { colour: 'red' }],
	])('are refused with %s', async (_what, change) => {
		const bed = bench({ settings: { assetTextField: 'message' } });
		const upload = await bed.upload('a.png', pngFile(1).bytes);
		const body: JsonObject = {
			groupId: await groupId(bed),
			url: upload['download_url'] ?? '',
			assetType: 'Image',
			name: 'Ada',
			...change,
		};
		expect(await assets(bed, 'create', body)).toEqual({
			code: 301,
			message: expect.any(String),
			data: null,
		});
	});
});
