import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { listLoras, type PresignedStore, uploadLora } from '../../../runninghub/api/loras';
import { submitWorkflow } from '../../../runninghub/api/workflows';
import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import type { UploadSource } from '../../../runninghub/transport';
import {
	STORED_LORA,
	STORED_LORA_CONTENT,
	UNKNOWN_ID,
	WORKFLOW_IDS,
} from '../../simulator/fixtures.cts';
import { UNKNOWN_KEY } from '../../simulator/simulator.cts';
import { type Bench, createBench, KEY } from '../bench.cts';
import { errorOf } from '../error-of.cts';
import { fileOf } from '../file-of.cts';
import { scriptedTransport } from '../scripted-transport.cts';

const CONTENT = Buffer.from('not really a LoRA');
const { signal } = new AbortController();

interface Lora {
	readonly name: string;
	readonly md5: string;
	readonly file: UploadSource;
}

function loraOf(content: Buffer): Lora {
	const md5 = createHash('md5').update(content).digest('hex');
	return { name: 'ink', md5, file: fileOf(content, 'ink.safetensors') };
}

const LORA = loraOf(CONTENT);

/** The store behind a bench's presigned addresses, and the addresses it was given. */
function storeOf({ simulator }: Bench): PresignedStore & { readonly addresses: string[] } {
	const addresses: string[] = [];
	return {
		addresses,
		async put(address, file) {
			addresses.push(address);
			const { status, text } = await simulator.inject({
				method: 'PUT',
				url: address,
				headers: {
					'content-type': 'application/octet-stream',
					'content-length': String(file.bytes),
				},
				body: Readable.from(await file.open()),
			});
			return { status, text };
		},
	};
}

/** A store that must not be used. */
const NO_STORE: PresignedStore = {
	put: async () => {
		throw new Error('nothing was to be transferred');
	},
};

describe('an upload', () => {
	it('goes to the presigned address, and gives a name that a run can use', async () => {
		const bench = createBench();
		const { simulator, transport } = bench;
		const { fileName, alreadyStored } = await uploadLora(transport, storeOf(bench), LORA, signal);
		expect(fileName).toBe(`api-lora-cn/${LORA.md5}.safetensors`);
		expect(alreadyStored).toBe(false);
		expect(simulator.requestsOf('loraUploadUrl').map(({ body }) => body)).toEqual([
			{ apiKey: KEY, loraName: 'ink', md5Hex: LORA.md5 },
		]);
		expect(simulator.requestsOf('loraTransfer')).toMatchObject([{ method: 'PUT', status: 200 }]);
		expect(simulator.counters.authorizedDownloads).toBe(0);
		await submitWorkflow(transport, {
			workflowId: WORKFLOW_IDS.textToImage,
			inputs: [{ nodeId: '12', fieldName: 'file_name', fieldValue: fileName }],
		});
		expect(simulator.tasks()[0]?.execution?.accepted).toBe(true);
	});

	it('of what is there already transfers nothing', async () => {
		const { simulator, transport } = createBench();
		expect(await uploadLora(transport, NO_STORE, loraOf(STORED_LORA_CONTENT), signal)).toEqual({
			fileName: STORED_LORA.fileName,
			alreadyStored: true,
		});
		expect(simulator.requestsOf('loraTransfer')).toEqual([]);
	});

	it('transfers the second time nothing', async () => {
		const bench = createBench();
		const first = await uploadLora(bench.transport, storeOf(bench), LORA, signal);
		expect(await uploadLora(bench.transport, NO_STORE, LORA, signal)).toEqual({
			fileName: first.fileName,
			alreadyStored: true,
		});
	});

	it('asks without the key in the body where that is refused', async () => {
		const bench = createBench({ settings: { legacyBodyKey: 'refused' } });
		await uploadLora(bench.transport, storeOf(bench), LORA, signal);
		expect(bench.simulator.requestsOf('loraUploadUrl')).toHaveLength(2);
		expect(bench.simulator.requestsOf('loraTransfer')).toHaveLength(1);
	});

	it('passes the signal on', async () => {
		const transport = scriptedTransport({ json: { code: 0, data: { fileName: 'a', url: 'b' } } });
		const heard: AbortSignal[] = [];
		const store: PresignedStore = {
			put: async (_address, _file, given) => {
				heard.push(given);
				return { status: 204, text: '' };
			},
		};
		await uploadLora(transport, store, LORA, signal);
		expect(transport.requests[0]?.signal).toBe(signal);
		expect(heard[0]).toBe(signal);
	});
});

describe('a transfer that fails', () => {
	it.each<[string, Parameters<typeof createBench>[0], Lora, number, boolean]>([
		['an address that has expired', { settings: { loraLinkLifetime: 0 } }, LORA, 403, false],
		['content that is another', {}, { ...LORA, md5: 'f'.repeat(32) }, 400, false],
	])('for %s is told', async (_about, options, lora, httpStatus, temporary) => {
		const bench = createBench(options);
		const store = storeOf(bench);
		const { facts } = await errorOf(uploadLora(bench.transport, store, lora, signal));
		expect(facts).toMatchObject({ kind: 'server', httpStatus, temporary });
		expect(facts.message).toBe(`The file store of RunningHub answered with HTTP ${httpStatus}`);
		const signature = new URL(store.addresses[0] ?? '').searchParams.get('q-signature') ?? '';
		expect(signature).not.toBe('');
		expect(JSON.stringify(facts)).not.toContain(signature);
	});

	it('for a fault of the store may be tried again', async () => {
		const bench = createBench();
		bench.simulator.faults.add({ on: 'loraTransfer', kind: 'badGateway' });
		const store = storeOf(bench);
		const { facts } = await errorOf(uploadLora(bench.transport, store, LORA, signal));
		expect(facts).toMatchObject({ kind: 'server', httpStatus: 502, temporary: true });
		expect(await uploadLora(bench.transport, store, LORA, signal)).toMatchObject({
			alreadyStored: false,
		});
	});

	it('without an answer tells what the store tells', async () => {
		const lost = new RunningHubError({ kind: 'network', message: 'cut', hint: 'Try again.' });
		const store: PresignedStore = {
			put: async () => {
				throw lost;
			},
		};
		await expect(uploadLora(createBench().transport, store, LORA, signal)).rejects.toBe(lost);
	});
});

describe('no address', () => {
	it.each([
		['a checksum that is none', { ...LORA, md5: 'xyz' }, KEY, 'invalid'],
		['a wrong key', LORA, UNKNOWN_KEY, 'auth'],
	])('is given for %s', async (_about, lora, key, kind) => {
		const { transport } = createBench({}, key);
		const { facts } = await errorOf(uploadLora(transport, NO_STORE, lora, signal));
		expect(facts.kind).toBe(kind);
		expect(JSON.stringify(facts)).not.toContain(key);
	});

	it.each([{}, { fileName: '' }, { fileName: null, url: 'https://example.com/put' }])(
		'is used where no name comes with it: %j',
		async (data) => {
			const transport = scriptedTransport({ json: { code: 0, data } });
			const { facts } = await errorOf(uploadLora(transport, NO_STORE, LORA, signal));
			expect(facts).toMatchObject({ kind: 'server', temporary: true });
			expect(facts.message).toMatch(/without a name/);
		},
	);
});

describe('the public LoRAs', () => {
	it('come page by page', async () => {
		const { simulator, transport } = createBench();
		const pages = [await listLoras(transport, '', 1), await listLoras(transport, '', 2)];
		expect(pages.map(({ entries, hasNext }) => [entries.length, hasNext])).toEqual([
			[50, true],
			[20, false],
		]);
		const entries = pages.flatMap((page) => page.entries);
		expect(new Set(entries.map(({ id }) => id)).size).toBe(70);
		expect(entries[0]).toMatchObject({
			id: '1871234567890123777',
			name: 'Ink Wash 1',
			fileName: 'ink_wash_1.safetensors',
			description: 'Ink Wash 1 for SDXL 1.0',
			raw: { resourceType: 'LORA' },
		});
		expect(simulator.requests.map(({ body }) => body)).toEqual([
			{ resourceType: 'LORA', current: 1, size: 50 },
			{ resourceType: 'LORA', current: 2, size: 50 },
		]);
	});

	it('are searched by name', async () => {
		const { simulator, transport } = createBench();
		const { entries, hasNext } = await listLoras(transport, 'neon', 1);
		expect(hasNext).toBe(false);
		expect(entries.every(({ name }) => name.startsWith('Neon City'))).toBe(true);
		expect(simulator.requests).toMatchObject([{ body: { resourceName: 'neon' } }]);
		expect(await listLoras(transport, 'no such name', 1)).toEqual({
			entries: [],
			hasNext: false,
		});
	});

	it('of odd shapes are read as well as they can be', async () => {
		const text = `{"code":0,"data":{"records":[null,{"id":${UNKNOWN_ID},"resourceName":"A","nodeModelName":null,"versions":["x",{"versionResourceName":"a.safetensors"}]},{"id":5,"nodeModelName":"b.safetensors","versions":[{"versionResourceName":"c.safetensors"}]}],"pages":"2"}}`;
		expect(await listLoras(scriptedTransport({ text }), '', 1)).toMatchObject({
			entries: [
				{ id: UNKNOWN_ID, name: 'A', fileName: 'a.safetensors', description: '' },
				{ id: '5', name: '', fileName: 'b.safetensors' },
			],
			hasNext: true,
		});
	});

	it('are not told to a wrong key', async () => {
		const { transport } = createBench({}, UNKNOWN_KEY);
		expect((await errorOf(listLoras(transport, '', 1))).facts.kind).toBe('auth');
	});
});
