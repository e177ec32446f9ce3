import type { INodeProperties } from 'n8n-workflow';
import { RunningHub } from '../../../nodes/RunningHub/RunningHub.node';
import { BINARY_STORAGE } from '../../n8n/binary-modes.cts';
import { hintsOf } from '../../n8n/hints.cts';
import { itemWithFiles, ITEM_PROMPT, onStage, prompts } from './stage.cts';

const EDIT = 'rhart-image-n-pro/edit';
const NEVER = { settings: { duration: () => Number.POSITIVE_INFINITY } };

describe('a finished task', () => {
	it.concurrent('comes out as one item with its file', async () => {
		await onStage(async ({ run, simulator }) => {
			const { outputs } = await run();
			const [task] = simulator.tasks();
			const [item, ...others] = outputs[0] ?? [];
			expect(others).toEqual([]);
			expect(item?.json).toEqual({
				url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/output\/.*\.png$/),
				fileName: item?.binary?.data?.fileName,
				fileType: 'png',
				taskId: task?.id,
				status: 'SUCCESS',
				model: 'rhart-image-n-pro/text-to-image',
				cost: 0.4,
				currency: 'CNY',
				seconds: expect.any(Number),
				index: 0,
				count: 1,
			});
			expect(item?.binary?.data).toMatchObject({
				mimeType: 'image/png',
				fileExtension: 'png',
				bytes: expect.any(Number),
			});
			expect(item?.pairedItem).toEqual({ item: 0 });
			expect(simulator.counters.authorizedDownloads).toBe(0);
			expect(simulator.tasks().map(({ body }) => body)).toEqual([
				{ prompt: 'A lighthouse', resolution: '1k' },
			]);
		});
	});

	it.concurrent('has its raw answer when not simplified', async () => {
		await onStage(async ({ run }) => {
			const { outputs } = await run({ simplify: false });
			expect(outputs[0]?.[0]?.json.raw).toMatchObject({ status: 'SUCCESS', errorCode: '' });
		});
	});

	it.concurrent('with several files comes out as one item per file', async () => {
		await onStage(async ({ run }) => {
			const { outputs } = await run({
				prompt: 'three [outputs:3]',
				options: { fileNamePrefix: 'shop-', binaryPropertyName: 'picture' },
			});
			const items = outputs[0] ?? [];
			expect(items.map(({ json }) => [json.index, json.count])).toEqual([
				[0, 3],
				[1, 3],
				[2, 3],
			]);
			for (const { binary, json } of items) {
				expect(Object.keys(binary ?? {})).toEqual(['picture']);
				expect(binary?.picture?.fileName).toMatch(/^shop-.*\.png$/);
				expect(json.url).not.toContain('shop-');
			}
		});
	});

	it.concurrent('comes out as one item per task on request', async () => {
		await onStage(async ({ run }) => {
			const { outputs } = await run({ prompt: '[outputs:2]', options: { output: 'perTask' } });
			const [item, ...others] = outputs[0] ?? [];
			expect(others).toEqual([]);
			expect(item?.json).toMatchObject({ count: 2, files: [{ index: 0 }, { index: 1 }] });
			expect(Object.keys(item?.binary ?? {})).toEqual(['data', 'data_1']);
		});
	});

	it.concurrent('keeps its link when files are not wanted', async () => {
		await onStage(async ({ run, simulator }) => {
			const { outputs } = await run({ options: { download: false } });
			expect(outputs[0]?.[0]?.binary).toBeUndefined();
			expect(outputs[0]?.[0]?.json.url).toMatch(/\.png$/);
			expect(simulator.requestsOf('download')).toEqual([]);
		});
	});

	it.concurrent('keeps its link when the download fails, and says why', async () => {
		await onStage(async ({ run, simulator }) => {
			simulator.faults.add({ on: 'download', kind: 'badGateway', times: Number.POSITIVE_INFINITY });
			const { outputs, error } = await run();
			expect(error).toBeUndefined();
			expect(outputs[0]?.[0]?.json).toMatchObject({
				status: 'SUCCESS',
				url: expect.stringMatching(/\.png$/),
				downloadError: 'The file could not be downloaded: the file store answered with HTTP 502',
			});
			expect(outputs[0]?.[0]?.binary).toBeUndefined();
		});
	});

	it.concurrent('has its file after passing faults of the download', async () => {
		await onStage(async ({ run, simulator }) => {
			simulator.faults.add({ on: 'download', kind: 'reset' });
			simulator.faults.add({ on: 'download', kind: 'cutOff' });
			const { outputs } = await run();
			expect(outputs[0]?.[0]?.binary?.data?.bytes).toBeGreaterThan(1000);
		});
	});

	it.concurrent.each(['perFile', 'perTask'])(
		'without results is told as such, with the task: %s',
		async (output) => {
			await onStage(async ({ run, simulator }) => {
				const result = await run({ prompt: '[empty]', options: { output } });
				expect(result.error).toBeUndefined();
				const hint = `Task ${simulator.tasks()[0]?.id} ended well, but RunningHub names no result. Look at it in the call records on the RunningHub site; a workflow needs a node that saves its output.`;
				expect(result.outputs[0]).toEqual([
					expect.objectContaining({
						json: expect.objectContaining({ status: 'SUCCESS', count: 0, hint }),
					}),
				]);
				expect(hintsOf(result)).toEqual([hint]);
				const usual = await run({ options: { output } });
				expect(usual.outputs[0]?.[0]?.json).not.toHaveProperty('hint');
				expect(hintsOf(usual)).toEqual([]);
			});
		},
	);

	it.concurrent('given as plain links has its files', async () => {
		await onStage(
			async ({ run }) => {
				const { outputs, error } = await run({ prompt: 'a [outputs:2]' });
				expect(error).toBeUndefined();
				expect(
					outputs[0]?.map(({ json, binary }) => [json.fileType, binary?.data?.mimeType]),
				).toEqual([
					['png', 'image/png'],
					['png', 'image/png'],
				]);
			},
			{ settings: { resultForm: 'links' } },
		);
	});

	it.concurrent('that failed for a reason in words tells the words', async () => {
		await onStage(async ({ run }) => {
			const { error } = await run({ prompt: '[fail:words]' });
			expect(error?.message).toBe('The task did not succeed: The video could not be decoded');
		});
	});

	it.concurrent.each([
		[
			'audio',
			'generateSpeech',
			'rhart-audio/text-to-audio/speech-2.8-hd',
			{ voice_id: 'Wise_Woman', enable_base64_output: false, english_normalization: 'true' },
			/^audio\//,
		],
		[
			'threeD',
			'generateFromText',
			'hunyuan3d-v3.1/text-to-3d',
			{ enablePbr: true, generateType: 'Normal' },
			/^model\/gltf-binary$/,
		],
		[
			'video',
			'generateFromText',
			'kling-v2.6-pro/text-to-video',
			{ duration: 5, sound: false, aspectRatio: '16:9' },
			/^video\/mp4$/,
		],
	] as const)(
		'of %s %s has a file of its kind',
		async (resource, operation, model, form, mimeType) => {
			await onStage(async ({ run, simulator }) => {
				const { outputs, error } = await run({
					resource,
					operation,
					model,
					form,
					waitMode: 'wait',
				});
				expect(error).toBeUndefined();
				expect(outputs[0]?.[0]?.binary?.data?.mimeType).toMatch(mimeType);
				expect(simulator.tasks()).toHaveLength(1);
			});
		},
	);

	it.concurrent('of text has the text, also parsed, and no file', async () => {
		await onStage(async ({ run, simulator }) => {
			simulator.onSubmit(() => ({ text: '{"sessionId":"7","faces":[1]}' }));
			const { outputs, error } = await run({
				resource: 'video',
				operation: 'lipSync',
				model: 'kling-lip-sync/identify-face',
				prompt: '',
				form: { videoUrl: 'https://example.com/a.mp4' },
			});
			expect(error).toBeUndefined();
			expect(outputs[0]?.[0]?.json).toMatchObject({
				text: '{"sessionId":"7","faces":[1]}',
				parsed: { sessionId: '7', faces: [1] },
			});
			expect(outputs[0]?.[0]?.binary).toBeUndefined();
		});
	});
});

const LONG_TASKS = { settings: { duration: () => 2_500 } };

describe('many items', () => {
	it.concurrent('run side by side and come out in order, each paired with its input', async () => {
		await onStage(async ({ run, simulator, key }) => {
			simulator.setConcurrency(key, 5);
			const texts = Array.from(
				{ length: 12 },
				(_, index) => `item ${index} [time:${8_000 - index * 600}]`,
			);
			const { outputs } = await run({ prompt: ITEM_PROMPT }, { items: prompts(...texts) });
			const items = outputs[0] ?? [];
			const bodies = new Map(simulator.tasks().map(({ id, body }) => [id, body.prompt]));
			expect(items.map(({ json }) => bodies.get(String(json.taskId)))).toEqual(texts);
			expect(items.map(({ pairedItem }) => pairedItem)).toEqual(texts.map((_, item) => ({ item })));
			expect(simulator.counters.maxInFlight[key]).toBe(5);
			expect(simulator.requests[0]?.kind).toBe('queueStatus');
		});
	});

	it.concurrent('keep to Max Concurrent Tasks', async () => {
		await onStage(async ({ run, simulator, key }) => {
			await run(
				{ prompt: ITEM_PROMPT, options: { maxConcurrent: 2 } },
				{ items: prompts('a', 'b', 'c', 'd') },
			);
			expect(simulator.counters.maxInFlight[key]).toBe(2);
			// Long enough for the second to be submitted while the first runs, on a busy machine, too.
		}, LONG_TASKS);
	});
});

describe('media', () => {
	it.concurrent('of an item are uploaded once each and sent as links', async () => {
		await onStage(async ({ run, simulator }) => {
			const item = itemWithFiles({
				data: { content: 'first', mimeType: 'image/png', fileName: 'a.png' },
				data_1: { content: 'second', mimeType: 'image/jpeg' },
				data_2: { content: 'first', mimeType: 'image/png', fileName: 'copy.png' },
			});
			const { error } = await run(
				{ operation: 'edit', model: EDIT, form: { imageUrls: 'data*', resolution: '1k' } },
				{ items: [item, item] },
			);
			expect(error).toBeUndefined();
			expect(simulator.requestsOf('upload')).toHaveLength(2);
			for (const { body } of simulator.tasks()) {
				expect(body.imageUrls).toEqual(
					Array.from({ length: 3 }, () => expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\//)),
				);
			}
		});
	});

	it.concurrent('are streamed whole from where n8n keeps them', async () => {
		await onStage(async ({ run, simulator }) => {
			const first = await run({ prompt: '[bytes:3000000]' });
			const items = first.outputs[0] ?? [];
			const onDisk = BINARY_STORAGE === 'filesystem';
			expect(items[0]?.binary?.data?.id?.startsWith('filesystem-v2:') ?? false).toBe(onDisk);
			const { error } = await run(
				{ operation: 'edit', model: EDIT, form: { imageUrls: 'data', resolution: '1k' } },
				{ items },
			);
			expect(error).toBeUndefined();
			const [upload] = simulator.requestsOf('upload');
			expect(Number(upload?.headers['content-length'])).toBeGreaterThan(3_000_000);
			expect(JSON.stringify(upload?.body)).toContain('3000000');
		});
	});

	it.concurrent('may be links, data URIs and fields, mixed in one text', async () => {
		await onStage(async ({ run, simulator }) => {
			const link = 'https://example.com/a,b.png';
			const { error } = await run(
				{
					operation: 'edit',
					model: EDIT,
					form: { imageUrls: `${link}, data, data:image/png;base64,aGk=`, resolution: '1k' },
				},
				{ items: [itemWithFiles({ data: { content: 'x', mimeType: 'image/png' } })] },
			);
			expect(error).toBeUndefined();
			expect(simulator.requestsOf('upload')).toHaveLength(2);
			expect(simulator.tasks()[0]?.body.imageUrls).toEqual([
				link,
				expect.stringMatching(/^http:/),
				expect.stringMatching(/^http:/),
			]);
		});
	});

	it.concurrent('of the last task go into the next as they are', async () => {
		await onStage(async ({ run, simulator }) => {
			const first = await run();
			const url = String(first.outputs[0]?.[0]?.json.url);
			const { error } = await run({
				operation: 'edit',
				model: EDIT,
				form: { imageUrls: url, resolution: '1k' },
			});
			expect(error).toBeUndefined();
			expect(simulator.tasks()[1]?.body.imageUrls).toEqual([url]);
			expect(simulator.requestsOf('upload')).toEqual([]);
		});
	});

	it.concurrent("are found under n8n's combined binary mode", async () => {
		await onStage(async ({ run, simulator }) => {
			const { data } =
				itemWithFiles({ data: { content: 'x', mimeType: 'image/png' } }).binary ?? {};
			const { error } = await run(
				{ operation: 'edit', model: EDIT, form: { imageUrls: 'data', resolution: '1k' } },
				{ items: [{ json: { _files: { data } } }] },
			);
			expect(error).toBeUndefined();
			expect(simulator.requestsOf('upload')).toHaveLength(1);
		});
	});

	it.concurrent('that are not there are refused with the fields that are', async () => {
		await onStage(async ({ run, simulator }) => {
			const { error } = await run(
				{ operation: 'edit', model: EDIT, form: { imageUrls: 'photo', resolution: '1k' } },
				{ items: [itemWithFiles({ scan: { content: 'x', mimeType: 'image/png' } })] },
			);
			expect(error?.message).toMatch(/photo.*binary fields: scan/);
			expect(simulator.requestsOf('submit', 'upload')).toEqual([]);
		});
	});
});

describe('the form', () => {
	it.concurrent('is checked for all items before anything is submitted', async () => {
		await onStage(async ({ run, simulator }) => {
			const { error } = await run(
				{ prompt: ITEM_PROMPT, form: { resolution: '={{ $json.prompt === "b" ? "9k" : "1k" }}' } },
				{ items: prompts('a', 'b') },
			);
			expect(error?.message).toMatch(/Resolution.*"9k".*1k.*2k.*4k/);
			expect(error?.itemIndex).toBe(1);
			// Newer choices are looked for in the public list, and nothing else is asked.
			expect(simulator.requests.map(({ kind }) => kind)).toEqual(['registry']);
		});
	});

	it.concurrent('tells every problem of an item at once', async () => {
		await onStage(async ({ run }) => {
			const { error } = await run({ prompt: '', form: { resolution: '9k', aspectRatio: 'wide' } });
			expect(error?.message).toMatch(/3 values need correcting/);
			expect(error?.message).toMatch(/Prompt/);
			expect(error?.message).toMatch(/Aspect Ratio/);
		});
	});

	it.concurrent('takes values that stale models left behind for nothing', async () => {
		await onStage(async ({ run, simulator }) => {
			await run({ form: { resolution: '1k', seed: 5, duration: '10' } });
			expect(simulator.tasks()[0]?.body).toEqual({ prompt: 'A lighthouse', resolution: '1k' });
		});
	});

	it.concurrent('yields to Extra Parameters, which are sent as they are', async () => {
		await onStage(async ({ run, simulator }) => {
			const ran = await run({
				options: { extraParameters: '{"resolution":"4k","styleTag":"noir"}' },
			});
			expect(simulator.requestsOf('submit')[0]?.body).toEqual({
				prompt: 'A lighthouse',
				resolution: '4k',
				styleTag: 'noir',
			});
			expect(ran.error?.description).toMatch(
				/Extra Parameters.*styleTag: the form has no such parameter/,
			);
			const wrong = await run({ options: { extraParameters: '{"resolution":"9k"}' } });
			expect(simulator.requestsOf('submit').at(-1)?.body).toEqual({
				prompt: 'A lighthouse',
				resolution: '9k',
			});
			expect(wrong.error?.message).toMatch(/RunningHub refused/);
			expect(wrong.error?.description).toMatch(
				/Resolution.*"9k" is not allowed. Allowed: 1k, 2k, 4k/,
			);
			const broken = await run({ options: { extraParameters: '{oops' } });
			expect(broken.error?.message).toMatch(
				/Extra Parameters \(JSON\): "{oops" is not a JSON object/,
			);
		});
	});

	it.concurrent(
		'refuses a model of another kind, and a prompt for a model without one',
		async () => {
			await onStage(async ({ run, simulator }) => {
				const stale = await run({ model: 'kling-v2.6-pro/text-to-video' });
				expect(stale.error?.message).toMatch(/gives video, which does not fit this resource/);
				const silent = await run({
					resource: 'audio',
					operation: 'transform',
					model: 'mureka-ai/stem-song',
					form: { url: 'https://example.com/a.mp3' },
				});
				expect(silent.error?.message).toMatch(/Prompt: this model takes no prompt/);
				expect(simulator.requests).toEqual([]);
			});
		},
	);

	it.concurrent.each([
		['={{ "rhart-image-n-pro/text-to-image" }}'],
		['={{ "nano-banana-pro/text-to-image-channel-low-price" }}'],
		['={{ "Nano Banana Pro low price" }}'],
		['={{ "★ nano banana pro LOW PRICE".slice(2) }}'],
	])('works for a model given as %s', async (model) => {
		await onStage(async ({ run, simulator }) => {
			const { error } = await run({ model });
			expect(error).toBeUndefined();
			expect(simulator.tasks()[0]?.endpoint).toBe('rhart-image-n-pro/text-to-image');
		});
	});

	const DEFAULT_MODEL = 'seedream-v5-lite/text-to-image';

	it.concurrent.each([
		['image', 'edit'],
		['image', 'enhance'],
		['video', 'generateFromText'],
		['threeD', 'generateFromText'],
		['audio', 'generateSpeech'],
		['text', 'generateFromText'],
	])('never buys the model a new node starts with under %s %s', async (resource, operation) => {
		await onStage(async ({ run, simulator }) => {
			const { error } = await run({ resource, operation, model: DEFAULT_MODEL, form: {} });
			expect(error?.message).toMatch(
				/^Model: ★ Seedream 5\.0 Lite was left over from Image → Generate From Text/,
			);
			expect(simulator.requests).toEqual([]);
		});
	});

	it.concurrent('runs the model a new node starts with where it belongs, or is meant', async () => {
		await onStage(async ({ run, simulator }) => {
			const own = await run({ model: DEFAULT_MODEL, form: {} });
			const typed = await run({
				operation: 'edit',
				model: { __rl: true, mode: 'endpoint', value: DEFAULT_MODEL },
				form: {},
			});
			expect([own.error, typed.error]).toEqual([undefined, undefined]);
			expect(simulator.tasks().map(({ endpoint }) => endpoint)).toEqual([
				DEFAULT_MODEL,
				DEFAULT_MODEL,
			]);
		});
	});

	it.concurrent('refuses a name that no model of the operation has', async () => {
		await onStage(async ({ run, simulator }) => {
			for (const name of ['Kling 3.0 Pro', 'Nano Banana Prof']) {
				const { error } = await run({ model: `={{ "${name}" }}` });
				expect(error?.message).toBe(`Model: no model of this operation is called "${name}"`);
			}
			expect(simulator.requests.filter(({ kind }) => kind !== 'registry')).toEqual([]);
		});
	});

	it.concurrent('takes a name that several lists have from its own', async () => {
		await onStage(async ({ run, simulator }) => {
			const { error } = await run({
				resource: 'video',
				operation: 'generateFromText',
				model: '={{ "Kling 3.0 Standard" }}',
				form: { duration: '5', sound: false },
			});
			expect(simulator.tasks().map(({ endpoint }) => endpoint)).toEqual([
				'kling-v3.0-std/text-to-video',
			]);
			expect(error).toBeUndefined();
		});
	});

	it.concurrent('works for a typed endpoint, also with the address around it', async () => {
		await onStage(async ({ run, simulator }) => {
			const value = 'https://www.runninghub.ai/openapi/v2/rhart-image-n-pro/text-to-image';
			const { error } = await run({ model: { __rl: true, mode: 'endpoint', value } });
			expect(error).toBeUndefined();
			expect(simulator.tasks()[0]?.endpoint).toBe('rhart-image-n-pro/text-to-image');
		});
	});

	it.concurrent('lets a model that nobody knows yet run with what was given', async () => {
		await onStage(async ({ run, simulator }) => {
			const { error } = await run({
				model: { __rl: true, mode: 'endpoint', value: 'brand-new/model' },
				options: { extraParameters: '{"size":"big"}' },
			});
			expect(error?.message).toBe('Model: RunningHub knows no endpoint "brand-new/model"');
			expect(simulator.requestsOf('submit')[0]).toMatchObject({
				path: '/openapi/v2/brand-new/model',
				body: { prompt: 'A lighthouse', size: 'big' },
			});
		});
	});

	it.concurrent.each([
		[{ timeoutMinutes: 5000 }, /Timeout \(Minutes\): 5000 is not allowed.*1200/],
		[{ maxConcurrent: -1 }, /Max Concurrent Tasks: -1 is not allowed/],
		[{ onTimeout: 'wait' }, /On Timeout: "wait" is not allowed\..*continue .*error/],
		[{ webhookUrl: 'ftp://x' }, /Webhook URL: "ftp:\/\/x" is not allowed/],
	])('refuses the option %j', async (options, message) => {
		await onStage(async ({ run, simulator }) => {
			const { error } = await run({ options, waitMode: 'submit' });
			expect(error?.message).toMatch(message);
			expect(simulator.requests).toEqual([]);
		});
	});
});

describe('without waiting', () => {
	it.concurrent('the task ID comes out at once', async () => {
		await onStage(async ({ run, simulator }) => {
			const { outputs } = await run({ waitMode: 'submit' }, { items: prompts('a', 'b') });
			expect(outputs[0]?.map(({ json }) => json)).toEqual(
				simulator.tasks().map(({ id }) => ({
					taskId: id,
					status: expect.stringMatching(/^(QUEUED|RUNNING)$/),
					model: 'rhart-image-n-pro/text-to-image',
				})),
			);
			expect(simulator.requestsOf('query')).toEqual([]);
		}, NEVER);
	});

	it.concurrent.each(['submit', 'wait'])(
		'RunningHub is told the webhook to call: %s',
		async (waitMode) => {
			await onStage(async ({ run, simulator }) => {
				await run({ waitMode, options: { webhookUrl: 'http://127.0.0.1:9/hook' } });
				expect(simulator.tasks()[0]?.webhookUrl).toBe('http://127.0.0.1:9/hook');
			});
		},
	);

	it('the webhook is offered wherever RunningHub calls back and the node does not need the call itself', () => {
		const { properties } = new RunningHub().description;
		const modes = properties.filter(({ name }) => name === 'waitMode');
		const offers = (option: INodeProperties['options'], value: string) =>
			option?.some((each) => 'value' in each && each.value === value) === true;
		const calledBack = modes.filter(({ options }) => offers(options, 'suspend'));
		expect(calledBack).not.toEqual([]);
		for (const { displayOptions } of calledBack) {
			const shown = JSON.stringify(displayOptions?.show?.resource);
			const collections = properties.filter(
				(each) =>
					each.name === 'options' && JSON.stringify(each.displayOptions?.show?.resource) === shown,
			);
			const hooks = collections
				.flatMap(({ options }) => options ?? [])
				.filter(({ name }) => name === 'webhookUrl');
			expect(hooks).not.toEqual([]);
			for (const hook of hooks) {
				expect(hook).toMatchObject({
					displayOptions: { show: { '/waitMode': ['submit', 'wait'] } },
					description: expect.stringMatching(/also of those this node fetches itself/),
				});
			}
		}
	});

	it.concurrent('a price comes out and nothing is submitted', async () => {
		await onStage(async ({ run, simulator }) => {
			const { outputs } = await run({ waitMode: 'price' });
			expect(outputs[0]?.[0]?.json).toEqual({
				model: 'rhart-image-n-pro/text-to-image',
				price: 0.4,
				currency: 'CNY',
				priceText: expect.any(String),
				free: false,
			});
			expect(simulator.tasks()).toEqual([]);
			simulator.settings.pricePreview = 'off';
			const none = await run({ waitMode: 'price' });
			expect(none.error?.message).toEqual(expect.any(String));
			simulator.settings.withdrawnModels = ['rhart-image-n-pro/text-to-image'];
			const withdrawn = await run({ waitMode: 'price' });
			expect(withdrawn.error?.message).toMatch(/^The model Nano Banana Pro low price .*China site/);
		});
	});
});

describe("as an agent's tool", () => {
	it.concurrent('the answer is short, with the link and without a file', async () => {
		await onStage(async ({ run, simulator }) => {
			const { outputs } = await run({}, { typeName: 'runningHubTool' });
			expect(outputs[0]?.[0]).toEqual({
				json: {
					taskId: simulator.tasks()[0]?.id,
					status: 'SUCCESS',
					model: 'rhart-image-n-pro/text-to-image',
					url: expect.stringMatching(/\.png$/),
				},
				pairedItem: { item: 0 },
			});
			expect(simulator.requestsOf('download')).toEqual([]);
		});
	});
});
