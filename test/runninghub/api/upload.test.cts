import { Readable } from 'node:stream';
import { uploadFile } from '../../../runninghub/api/upload';
import type { UploadSource } from '../../../runninghub/transport';
import type { FaultRule } from '../../simulator/simulator.cts';
import { SIMULATOR_KEYS, UNKNOWN_KEY } from '../../simulator/simulator.cts';
import { createBench } from '../bench.cts';
import type { Bench } from '../bench.cts';
import { errorOf } from '../error-of.cts';
import { scriptedTransport } from '../scripted-transport.cts';

const CONTENT = Buffer.from('not really a picture');

function fileOf(content = CONTENT, fileName = 'cat.png'): UploadSource {
	return {
		fileName,
		mimeType: 'image/png',
		bytes: content.length,
		open: async () => Readable.from([content.subarray(0, 5), content.subarray(5)]),
	};
}

async function contentAt({ simulator }: Bench, url: string | null): Promise<Buffer> {
	return (await simulator.inject({ method: 'GET', url: url ?? '' })).body;
}

it.each(['message', 'msg'] as const)('goes the newer way, answered with %s', async (field) => {
	const bench = createBench({ settings: { uploadTextField: field } });
	const { url, fileName } = await uploadFile(bench.transport, fileOf());
	expect(fileName).toMatch(/^openapi\/\w+\.png$/);
	expect(await contentAt(bench, url)).toEqual(CONTENT);
	expect(bench.simulator.counters.requestsByKind).toMatchObject({ upload: 1 });
	expect(bench.simulator.requestsOf('legacyUpload')).toEqual([]);
});

it.each(['Katze "mit" Hut.png', 'a\\b\r\nc.png', '猫.png'])(
	'takes the file name %j',
	async (fileName) => {
		const bench = createBench();
		const { url } = await uploadFile(bench.transport, fileOf(CONTENT, fileName));
		expect(await contentAt(bench, url)).toEqual(CONTENT);
	},
);

it('is framed with its exact length', async () => {
	const bench = createBench();
	await uploadFile(bench.transport, fileOf(Buffer.alloc(300_000, 'x')));
	const [request] = bench.simulator.requestsOf('upload');
	expect(Number(request?.headers['content-length'])).toBeGreaterThan(300_000);
	expect(request?.status).toBe(200);
});

describe('when the newer way refuses the kind of key', () => {
	it('goes the older way, with the key as a field', async () => {
		const bench = createBench(
			{ settings: { normalKeyUpload: 'refuse' } },
			SIMULATOR_KEYS.cn.normal,
		);
		const { url, fileName } = await uploadFile(bench.transport, fileOf());
		expect(url).toBeNull();
		expect(fileName).toMatch(/^api\/\w+\.png$/);
		const [request] = bench.simulator.requestsOf('legacyUpload');
		expect(request?.body).toMatchObject({ apiKey: SIMULATOR_KEYS.cn.normal, fileType: 'input' });
	});

	it('and the older way refuses the key as a field, leaves the field out', async () => {
		const bench = createBench(
			{ settings: { normalKeyUpload: 'refuse', legacyBodyKey: 'refused' } },
			SIMULATOR_KEYS.cn.normal,
		);
		expect((await uploadFile(bench.transport, fileOf())).fileName).toMatch(/^api\//);
	});

	it('and the older way has a reason of its own, tells that', async () => {
		const bench = createBench(
			{ settings: { normalKeyUpload: 'refuse', legacyUploadLimitBytes: 5 } },
			SIMULATOR_KEYS.cn.normal,
		);
		const error = await errorOf(uploadFile(bench.transport, fileOf()));
		expect(error.facts).toMatchObject({ kind: 'invalid', code: '809' });
	});

	it('and the older one as well, tells the key', async () => {
		const bench = createBench({}, UNKNOWN_KEY);
		const error = await errorOf(uploadFile(bench.transport, fileOf()));
		expect(error.facts).toMatchObject({ kind: 'auth', httpStatus: 401, code: '-1' });
		expect(JSON.stringify(error.facts)).not.toContain(UNKNOWN_KEY);
		expect(bench.simulator.requestsOf('legacyUpload').length).toBeGreaterThan(0);
	});
});

it('tells a file that is too large, and tries no other way', async () => {
	const bench = createBench({ settings: { uploadLimitBytes: 5 } });
	const error = await errorOf(uploadFile(bench.transport, fileOf()));
	expect(error.facts).toMatchObject({ kind: 'invalid', code: '1008' });
	expect(error.message).toMatch(/larger than RunningHub accepts/);
	expect(bench.simulator.requestsOf('legacyUpload')).toEqual([]);
});

it.each<[FaultRule['kind'], string]>([
	['badGateway', 'server'],
	['brokenJson', 'server'],
	['reset', 'network'],
	['tooManyRequests', 'busy'],
])('%s is a passing fault of kind %s', async (kind, expected) => {
	const bench = createBench();
	bench.simulator.faults.add({ on: 'upload', kind });
	const error = await errorOf(uploadFile(bench.transport, fileOf()));
	expect(error.facts).toMatchObject({ kind: expected, temporary: true });
	expect((await uploadFile(bench.transport, fileOf())).url).not.toBeNull();
});

it('an answer without a file is a fault', async () => {
	for (const data of [null, {}, { download_url: 'https://a/b' }]) {
		const error = await errorOf(
			uploadFile(scriptedTransport({ json: { code: 0, data } }), fileOf()),
		);
		expect(error.facts).toMatchObject({ kind: 'server', temporary: true });
	}
});

it('is given more time the larger the file is, and can be stopped', async () => {
	const transport = scriptedTransport({ json: { code: 0, data: { fileName: 'openapi/a.png' } } });
	const { signal } = new AbortController();
	await uploadFile(transport, fileOf(), signal);
	await uploadFile(transport, { ...fileOf(), bytes: 1_000_000_000 }, signal);
	const [small, large] = transport.requests;
	expect(small?.timeout).toBeGreaterThanOrEqual(120_000);
	expect(large?.timeout).toBeGreaterThan(3_600_000);
	expect(small?.signal).toBe(signal);
});
