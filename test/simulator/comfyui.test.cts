import { once } from 'node:events';
import { WebSocket } from 'ws';
import { bench, formWith, KEYS, listOf, objectOf, parsedObject } from './bench.cts';
import type { Bench } from './bench.cts';
import { WORKFLOW_IDS } from './fixtures.cts';
import type { Json, JsonObject } from './json.cts';
import { pngFile } from './media-files.cts';

describe('the ComfyUI proxy', () => {
	const BASE = `/proxy/${KEYS.shared}`;
	const PROMPT: JsonObject = {
		'1': { class_type: 'LoadImage', inputs: { image: 'portrait-sample.png' } },
		'2': { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'x' } },
	};

	async function queue(bed: Bench, prompt: JsonObject = PROMPT): Promise<string> {
		const answer = await bed.call(`${BASE}/prompt`, { prompt, client_id: 'me' }, null);
		expect(answer).toEqual({
			prompt_id: expect.stringMatching(
				/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
			),
			number: expect.any(Number),
			node_errors: {},
		});
		return String(answer['prompt_id']);
	}

	it('runs a graph; its history is empty until it ends, then leads to the files', async () => {
		const bed = bench();
		const id = await queue(bed);
		expect(await bed.call(`${BASE}/history/${id}`, undefined, null)).toEqual({});
		await bed.clock.advance(3_000);
		const entry = objectOf((await bed.call(`${BASE}/history/${id}`, undefined, null))[id]);
		expect(entry).toMatchObject({ status: { status_str: 'success', completed: true } });
		const output = objectOf(objectOf(entry['outputs'])['2']);
		const [image] = listOf(output['images']);
		expect(image).toEqual({
			filename: expect.stringMatching(/\.png$/),
			subfolder: '',
			type: 'output',
		});
		const name = String(image?.['filename']);
		const file = await bed.raw(
			`${BASE}/view?filename=${name}&type=output&subfolder=`,
			undefined,
			null,
		);
		expect(file.body.subarray(1, 4).toString()).toBe('PNG');
		expect((await bed.raw(`${BASE}/view?filename=no.png`, undefined, null)).status).toBe(404);
		expect(bed.simulator.counters).toMatchObject({ tasksCreated: 1, charges: 1 });
	});

	it('refuses a graph with HTTP 400 and node_errors, and makes no task', async () => {
		const bed = bench();
		const prompt = { ...PROMPT, '1': { class_type: 'LoadImage', inputs: { image: 'no.png' } } };
		const answer = await bed.raw(`${BASE}/prompt`, { prompt }, null);
		expect(answer.status).toBe(400);
		expect(parsedObject(answer.text)).toMatchObject({
			error: { type: 'prompt_outputs_failed_validation' },
			node_errors: { '1': { class_type: 'LoadImage' } },
		});
		const shapeless = await bed.raw(`${BASE}/prompt`, { prompt: { '1': {} } }, null);
		expect([shapeless.status, parsedObject(shapeless.text)]).toMatchObject([
			400,
			{ error: { type: 'invalid_prompt' } },
		]);
		expect((await bed.raw(`${BASE}/prompt`, {}, null)).text).toContain('no_prompt');
		expect(bed.simulator.tasks()).toEqual([]);
	});

	it('tells in the history why a prompt failed', async () => {
		const bed = bench();
		const text = { class_type: 'PrimitiveString', inputs: { value: '[fail:node]' } };
		const shown = { class_type: 'PreviewAny', inputs: { source: ['7', 0] } };
		const id = await queue(bed, { ...PROMPT, '7': text, '8': shown });
		await bed.clock.advance(3_000);
		const entry = objectOf((await bed.call(`${BASE}/history/${id}`, undefined, null))[id]);
		const status = objectOf(entry['status']);
		expect(status).toMatchObject({ status_str: 'error', completed: false });
		expect(status['messages']).toContainEqual([
			'execution_error',
			expect.objectContaining({ node_id: '7', node_type: 'PrimitiveString' }),
		]);
	});

	it('takes uploads by their own name', async () => {
		const bed = bench();
		const upload = async (field: string): Promise<number | JsonObject> => {
			const { status, text } = await bed.simulator.inject({
				method: 'POST',
				url: `${BASE}/upload/image`,
				...formWith(field, 'boat.png', pngFile(2).bytes),
			});
			return status === 200 ? parsedObject(text) : status;
		};
		expect(await upload('file')).toBe(400);
		expect(await upload('image')).toEqual({ name: 'boat.png', subfolder: '', type: 'input' });
		await queue(bed, {
			...PROMPT,
			'1': { class_type: 'LoadImage', inputs: { image: 'boat.png' } },
		});
	});

	it('describes one class at a time, or all in about 37 MB, or refuses that', async () => {
		const bed = bench();
		const one = await bed.call(`${BASE}/object_info/KSampler`, undefined, null);
		expect(one).toMatchObject({
			KSampler: { input: { required: { steps: ['INT', { min: 1 }] } }, output: ['LATENT'] },
		});
		expect(await bed.call(`${BASE}/object_info/Nothing`, undefined, null)).toEqual({});
		const whole = await bed.raw(`${BASE}/object_info`, undefined, null);
		expect(whole.body.length).toBeGreaterThan(37_000_000);
		bed.simulator.settings.wholeNodeInfo = 'refuse';
		expect((await bed.raw(`${BASE}/object_info`, undefined, null)).status).toBe(413);
	});

	it('knows the key by its path: wrong ones get plain text', async () => {
		const bed = bench();
		const refused = await bed.raw('/proxy/nobody/object_info/KSampler', undefined, null);
		expect([refused.status, refused.headers['content-type']]).toEqual([401, 'text/plain']);
		expect((await bed.raw(`/proxy/${KEYS.normal}/view`, undefined, null)).status).toBe(403);
		expect((await bed.raw(`${BASE}/interrupt`, {}, null)).status).toBe(404);
		expect(
			await bed.call(`/proxy-plus/${KEYS.emptyShared}/prompt`, { prompt: PROMPT }, null),
		).toMatchObject({
			code: 812,
		});
		await bed.call(`/proxy-plus/${KEYS.shared}/prompt`, { prompt: PROMPT }, null);
		await bed.clock.advance(3_000);
		expect(bed.simulator.counters.charged).toBe(0.012);
	});
});

describe('the progress socket', () => {
	interface Listener {
		readonly bed: Bench;
		readonly taskId: string;
		readonly frames: JsonObject[];
		readonly previews: Buffer[];
		/** Resolves with the close code. */
		readonly closed: Promise<number>;
		/** Waits until the listener has as many frames. */
		heard(count: number): Promise<void>;
	}

	async function socketOf(bed: Bench, text: string): Promise<{ taskId: string; address: string }> {
		const answer = await bed.legacy('/task/openapi/create', {
			workflowId: WORKFLOW_IDS.textToImage,
			nodeInfoList: [{ nodeId: '6', fieldName: 'text', fieldValue: text }],
		});
		const taskId = String(objectOf(answer['data'])['taskId']);
		await bed.clock.advance(600);
		const outputs = await bed.legacy('/task/openapi/outputs', { taskId });
		expect(outputs['code']).toBe(804);
		return { taskId, address: String(objectOf(outputs['data'])['netWssUrl']) };
	}

	async function listen(
		prepare: (bed: Bench) => void,
		act: (listener: Listener) => Promise<void>,
		text = 'a boat',
	): Promise<void> {
		const bed = bench();
		await bed.simulator.listen();
		prepare(bed);
		try {
			const { taskId, address } = await socketOf(bed, text);
			const socket = new WebSocket(address);
			socket.on('error', () => undefined);
			const frames: JsonObject[] = [];
			const previews: Buffer[] = [];
			socket.on('message', (data: Buffer, isBinary) => {
				if (isBinary) previews.push(data);
				else frames.push({ text: data.toString() });
			});
			const closed = new Promise<number>((resolve) => socket.on('close', resolve));
			await once(socket, 'open');
			const heard = async (count: number): Promise<void> => {
				while (frames.length < count) await once(socket, 'message');
			};
			await act({ bed, taskId, frames, previews, closed, heard });
		} finally {
			await bed.simulator.close();
		}
	}

	function types(frames: readonly JsonObject[]): Json[] {
		return frames.map(({ text }) => parsedObject(text)['type'] ?? '');
	}

	it('tells a listener what runs now, then every node and step to the end', async () => {
		await listen(
			() => undefined,
			async ({ bed, frames, previews, closed, heard }) => {
				await heard(3);
				expect(types(frames)).toEqual(['status', 'execution_cached', 'executing']);
				expect(parsedObject(frames[1]?.['text'])).toMatchObject({ data: { nodes: ['4'] } });
				await bed.clock.advance(2_500);
				expect(await closed).toBe(1000);
				const all = types(frames);
				expect(all.filter((type) => type === 'progress')).toHaveLength(4);
				expect(all.slice(-2)).toEqual(['executing', 'execution_success']);
				expect(parsedObject(frames.at(-2)?.['text'])).toMatchObject({ data: { node: null } });
				expect(all).toContain('crystools.monitor');
				expect(previews.length).toBeGreaterThan(0);
			},
		);
	});

	/** Why an address does not open. */
	async function refusalOf(address: string): Promise<string> {
		const socket = new WebSocket(address);
		return await new Promise((resolve) => {
			socket.on('error', (error) => resolve(error.message));
			socket.on('open', () => resolve('open'));
		});
	}

	it('opens with its secret only, and while its task goes on', async () => {
		const bed = bench();
		await bed.simulator.listen();
		try {
			const { address } = await socketOf(bed, 'a boat');
			const token = new URL(address).searchParams.get('Rh-Comfy-Auth') ?? '';
			expect(token).toMatch(/^[0-9a-f]{32}$/);
			expect(await refusalOf(address)).toBe('open');
			expect(await refusalOf(address.replace(token, 'x'))).toContain('401');
			await bed.clock.advance(3_000);
			expect(await refusalOf(address)).toContain('404');
		} finally {
			await bed.simulator.close();
		}
	});

	it('names the node that failed', async () => {
		await listen(
			() => undefined,
			async ({ bed, frames, closed }) => {
				await bed.clock.advance(2_500);
				await closed;
				expect(parsedObject(frames.at(-1)?.['text'])).toMatchObject({
					type: 'execution_error',
					data: { node_id: '6', node_type: 'CLIPTextEncode' },
				});
			},
			'[fail:node]',
		);
	});

	it('says that a task was cancelled', async () => {
		await listen(
			() => undefined,
			async ({ bed, taskId, frames, closed }) => {
				await bed.legacy('/task/openapi/cancel', { taskId });
				await bed.clock.advance(2_000);
				await closed;
				expect(types(frames).at(-1)).toBe('execution_interrupted');
			},
		);
	});

	it('can break off, send rubbish, or not open at all', async () => {
		await listen(
			(bed) => bed.simulator.faults.add({ on: 'progress', kind: 'cutOff' }),
			async ({ closed, frames }) => {
				expect(await closed).toBe(1006);
				expect(frames.length).toBeLessThanOrEqual(2);
			},
		);
		await listen(
			(bed) => bed.simulator.faults.add({ on: 'progress', kind: 'brokenJson' }),
			async ({ heard, frames }) => {
				await heard(1);
				expect(() => JSON.parse(String(frames[0]?.['text']))).toThrow(SyntaxError);
			},
		);
		const bed = bench();
		await bed.simulator.listen();
		try {
			const { address } = await socketOf(bed, 'a boat');
			bed.simulator.faults.add({ on: 'progress', kind: 'badGateway' });
			bed.simulator.faults.add({ on: 'progress', kind: 'reset' });
			expect(await refusalOf(address)).toContain('502');
			expect(await refusalOf(address)).toContain('hang up');
			expect(
				bed.simulator.requestsOf('progress').map(({ status, fault }) => [status, fault]),
			).toEqual([
				[502, 'badGateway'],
				[0, 'reset'],
			]);
		} finally {
			await bed.simulator.close();
		}
	});
});
