import {
	type Asset,
	createAsset,
	createAssetGroup,
	deleteAsset,
	listAssetGroups,
	listAssets,
} from '../../../runninghub/api/assets';
import { uploadFile } from '../../../runninghub/api/upload';
import { pngFile } from '../../simulator/media-files.cts';
import { UNKNOWN_KEY } from '../../simulator/simulator.cts';
import { type Bench, createBench } from '../bench.cts';
import { errorOf } from '../error-of.cts';
import { fileOf } from '../file-of.cts';
import { scriptedTransport } from '../scripted-transport.cts';

const MINUTE = 60_000;
const PICTURE = pngFile(1).bytes;

type Draft = Parameters<typeof createAsset>[2];

/** What an asset of an upload in a group of its own is made of. */
async function draftOf({ transport }: Bench, name: string, content = PICTURE): Promise<Draft> {
	const { groupId } = await createAssetGroup(transport, 'Cast');
	const { url } = await uploadFile(transport, fileOf(content, 'ada.png'));
	return { groupId, url: url ?? '', assetType: 'Image', name };
}

interface Making {
	readonly timeout?: number;
	readonly signal?: AbortSignal;
}

async function make(bench: Bench, draft: Draft, making: Making = {}): Promise<Asset | undefined> {
	const { timeout = MINUTE, signal = new AbortController().signal } = making;
	return await bench.run(createAsset(bench.transport, bench.clock, draft, timeout, signal));
}

describe('a new asset', () => {
	it('is waited for until models can use it', async () => {
		const bench = createBench({ settings: { assetDuration: 20_000 } });
		const draft = await draftOf(bench, 'Ada');
		const start = bench.clock.now();
		const asset = await make(bench, draft);
		expect(asset).toEqual({
			assetId: expect.stringMatching(/^asset-/),
			name: 'Ada',
			assetType: 'Image',
			status: 'ACTIVE',
			previewUrl: draft.url,
			groupId: draft.groupId,
		});
		expect(bench.clock.now() - start).toBeGreaterThanOrEqual(20_000);
		expect(bench.clock.now() - start).toBeLessThan(24_000);
		expect(bench.simulator.requestsOf('assetCreate').map(({ body }) => body)).toEqual([draft]);
		expect(bench.simulator.requestsOf('assetQuery').length).toBeLessThan(10);
	});

	it.each(['ACTIVE', 'SUCCESS', 'SUCCEEDED', 'COMPLETED', 'DONE', 'READY', 'AVAILABLE', 'active'])(
		'is ready at the word %s',
		async (assetReadyStatus) => {
			const bench = createBench({ settings: { assetReadyStatus } });
			const asset = await make(bench, await draftOf(bench, 'Ada'));
			expect(asset?.status).toBe(assetReadyStatus);
		},
	);

	it.each(['FAILED', 'ERROR', 'CANCEL', 'CANCELED', 'failed'])(
		'is over at the word %s',
		async (assetReadyStatus) => {
			const bench = createBench({ settings: { assetReadyStatus } });
			const { facts } = await errorOf(make(bench, await draftOf(bench, 'Ada')));
			expect(facts).toMatchObject({ kind: 'taskFailed', status: assetReadyStatus });
		},
	);

	it.each([
		['that RunningHub cannot convert', '[fail:1]', PICTURE],
		['that is no picture', 'Ada', Buffer.from('no picture')],
	])('of a file %s fails, and the limits are named', async (_about, name, content) => {
		const bench = createBench();
		const { facts } = await errorOf(make(bench, await draftOf(bench, name, content)));
		expect(facts).toMatchObject({ kind: 'taskFailed', status: 'FAILED' });
		expect(facts.message).toMatch(
			/could not make an asset of the file \(asset asset-\S+, FAILED\)/,
		);
		expect(facts.hint).toMatch(/300 to 6,000 pixels/);
	});

	it('that is not usable in time is named, and not lost', async () => {
		const bench = createBench();
		const draft = await draftOf(bench, '[never]');
		const start = bench.clock.now();
		const { facts } = await errorOf(make(bench, draft, { timeout: 10_000 }));
		expect(bench.clock.now() - start).toBeGreaterThanOrEqual(10_000);
		expect(bench.clock.now() - start).toBeLessThan(14_000);
		const [{ assetId } = { assetId: '' }] = (await listAssets(bench.transport, {}, 1)).entries;
		expect(facts).toMatchObject({ kind: 'timeout', status: 'PROCESSING' });
		expect(facts.message).toContain(`Asset ${assetId} is not usable`);
		expect(facts.hint).toContain(`asset://${assetId}`);
	});

	it('is left to itself when the user stops', async () => {
		const bench = createBench();
		const draft = await draftOf(bench, '[never]');
		const stopped = new AbortController();
		bench.clock.schedule(7_000, () => stopped.abort());
		expect(await make(bench, draft, { signal: stopped.signal })).toBeUndefined();
	});

	it('is looked at again after passing faults', async () => {
		const bench = createBench();
		const draft = await draftOf(bench, 'Ada');
		bench.simulator.faults.add({ on: 'assetQuery', kind: 'badGateway', times: 3 });
		expect(await make(bench, draft)).toMatchObject({ status: 'ACTIVE' });
	});

	it('is made once, whatever happens', async () => {
		const bench = createBench();
		const draft = await draftOf(bench, 'Ada');
		bench.simulator.faults.add({ on: 'assetCreate', kind: 'badGateway', taskCreated: true });
		expect((await errorOf(make(bench, draft))).facts).toMatchObject({ httpStatus: 502 });
		expect(bench.simulator.requestsOf('assetCreate')).toHaveLength(1);
	});

	it.each<[string, Partial<Draft>]>([
		['no name', { name: '' }],
		['an unknown group', { groupId: 'group-none' }],
		['a file from elsewhere', { url: 'https://example.com/a.png' }],
		['another type', { assetType: 'Video' }],
	])('with %s is refused', async (_about, change) => {
		for (const assetTextField of ['msg', 'message'] as const) {
			const bench = createBench({ settings: { assetTextField } });
			const { facts } = await errorOf(make(bench, { ...(await draftOf(bench, 'Ada')), ...change }));
			expect(facts).toMatchObject({ kind: 'invalid', code: '301' });
			expect(facts.detail).toMatch(/name|group|url/);
			expect(bench.simulator.requestsOf('assetQuery')).toEqual([]);
		}
	});
});

describe('the assets', () => {
	it('are listed by group, name and status, and deleted', async () => {
		const bench = createBench();
		const { transport, simulator } = bench;
		const ada = await make(bench, await draftOf(bench, 'Ada'));
		await errorOf(make(bench, await draftOf(bench, 'Bob [never]'), { timeout: 0 }));
		const names = async (filter: Parameters<typeof listAssets>[1]): Promise<string[]> =>
			(await listAssets(transport, filter, 1)).entries.map(({ name }) => name);
		expect(await names({})).toEqual(['Ada', 'Bob [never]']);
		expect(await names({ name: 'Bob' })).toEqual(['Bob [never]']);
		expect(await names({ status: 'ACTIVE' })).toEqual(['Ada']);
		expect(await names({ groupId: ada?.groupId ?? '' })).toEqual(['Ada']);
		expect(simulator.requestsOf('assetList')[0]?.body).toEqual({ pageNumber: 1, pageSize: 100 });
		await deleteAsset(transport, ada?.assetId ?? '');
		expect(await names({})).toEqual(['Bob [never]']);
		const { facts } = await errorOf(deleteAsset(transport, ada?.assetId ?? ''));
		expect(facts).toMatchObject({ kind: 'invalid', code: '301' });
		expect(facts.detail).toMatch(/asset does not exist/);
	});

	it.each([
		[{ items: Array(100).fill({ assetId: 'a' }), totalCount: 101 }, 1, true],
		[{ items: [{ assetId: 'a' }], totalCount: '101' }, 2, false],
		[{ items: Array(100).fill({ assetId: 'a' }), totalCount: 100 }, 1, false],
		[{ items: Array(100).fill({ assetId: 'a' }) }, 1, true],
		[{ items: Array(99).fill({ assetId: 'a' }), totalCount: null }, 1, false],
		[{ items: null }, 1, false],
	])('go on to the next page as long as there is one', async (data, page, hasNext) => {
		const list = await listAssets(scriptedTransport({ json: { code: 0, data } }), {}, page);
		expect(list).toMatchObject({ hasNext });
	});

	it('of odd shapes keep the digits of their ids', async () => {
		const text = '{"code":0,"data":{"items":["x",null,{"assetId":1990246754753896451}]}}';
		expect((await listAssets(scriptedTransport({ text }), {}, 1)).entries).toEqual([
			{
				assetId: '1990246754753896451',
				name: '',
				assetType: '',
				status: '',
				previewUrl: '',
				groupId: '',
			},
		]);
	});
});

describe('the groups', () => {
	it('are made and found by name', async () => {
		const { transport, simulator } = createBench();
		const cast = await createAssetGroup(transport, 'Cast');
		const props = await createAssetGroup(transport, 'Props');
		expect(cast).toEqual({ groupId: expect.stringMatching(/^group-/), name: 'Cast' });
		expect((await listAssetGroups(transport, '', 1)).entries).toEqual([cast, props]);
		expect((await listAssetGroups(transport, 'Pro', 1)).entries).toEqual([props]);
		expect(simulator.requestsOf('assetGroupList').map(({ body }) => body)).toEqual([
			{ pageNumber: 1, pageSize: 100 },
			{ pageNumber: 1, pageSize: 100, name: 'Pro' },
		]);
	});

	it('are shown to nobody with a wrong key', async () => {
		const { transport } = createBench({}, UNKNOWN_KEY);
		const { facts } = await errorOf(listAssetGroups(transport, '', 1));
		expect(facts.kind).toBe('auth');
		expect(JSON.stringify(facts)).not.toContain(UNKNOWN_KEY);
	});
});
