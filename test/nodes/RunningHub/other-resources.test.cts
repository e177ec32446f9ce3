import type { IBinaryData, INode, INodeExecutionData } from 'n8n-workflow';
import { WebSocket } from 'ws';
import { isJsonObject, type JsonObject } from '../../../runninghub/json';
import {
	APP_IDS,
	QUICK_CREATE_IDS,
	STORED_LORA,
	STORED_LORA_CONTENT,
	UNKNOWN_ID,
	WORKFLOW_IDS,
	WORKFLOW_PASSWORD,
} from '../../simulator/fixtures.cts';
import { pngFile } from '../../simulator/media-files.cts';
import {
	type RouteKind,
	SIMULATOR_KEYS,
	type SimulatorOptions,
	UNKNOWN_KEY,
} from '../../simulator/simulator.cts';
import {
	filledIn,
	itemWithFiles,
	type NodeValues,
	onStage,
	pasted,
	type Rest,
	type Stage,
} from './stage.cts';

type Fields = INode['parameters'];

function operation(resource: string, name: string, fields: Fields = {}): NodeValues {
	return { resource, operation: name, fields };
}

function rows(outputs: readonly INodeExecutionData[][]): unknown[] {
	return (outputs[0] ?? []).map(({ json }) => json);
}

/** Why an operation failed; fails when one of these requests was made. */
async function refusal(
	stage: Stage,
	values: NodeValues,
	rest: Rest = {},
	unwanted: readonly RouteKind[] = [],
): Promise<string> {
	const { error } = await stage.run(values, rest);
	expect(stage.simulator.requestsOf(...unwanted)).toEqual([]);
	return `${error?.message} ${error?.description}`;
}

/** Ways to make a task, of either generation. */
const ORIGINS: ReadonlyArray<readonly [name: string, generation: string, values: NodeValues]> = [
	['a model', 'v2', {}],
	[
		'an AI app',
		'v2',
		operation('aiApp', 'run', {
			aiApp: pasted(APP_IDS.allKinds, 'id'),
			appParameters: filledIn({}),
		}),
	],
	[
		'a workflow with a password',
		'v1',
		operation('workflow', 'run', {
			workflow: pasted(WORKFLOW_IDS.protected, 'id'),
			options: { accessPassword: WORKFLOW_PASSWORD },
		}),
	],
	[
		'a Quick Create',
		'v1',
		operation('quickCreate', 'run', {
			webappId: QUICK_CREATE_IDS.film,
			quickCreateCode: '005',
			nodeInfoList: '[]',
		}),
	],
];

/** Submits a task and tells its id. */
async function submitted({ run }: Stage, values: NodeValues = {}): Promise<string> {
	const waitMode = 'submit';
	const { outputs } = await run(
		values.fields === undefined
			? { ...values, waitMode }
			: { ...values, fields: { ...values.fields, waitMode } },
	);
	return String(outputs[0]?.[0]?.json.taskId);
}

/** Waits until all tasks are over at RunningHub. */
async function ended({ simulator }: Stage): Promise<void> {
	while (simulator.tasks().some(({ state }) => state === 'QUEUED' || state === 'RUNNING')) {
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}

/** A workflow whose prompt is a text. */
function workflow(text: string, more: Fields = {}): NodeValues {
	return operation('workflow', 'run', {
		workflow: pasted(WORKFLOW_IDS.textToImage, 'id'),
		workflowParameters: filledIn({ '6.text': text }),
		...more,
	});
}

describe('Quick Create → Run', () => {
	const run = (list: unknown, more: Fields = {}) =>
		operation('quickCreate', 'run', {
			webappId: QUICK_CREATE_IDS.picture,
			quickCreateCode: '002',
			nodeInfoList: typeof list === 'string' ? list : JSON.stringify(list),
			...more,
		});
	const STEPS = {
		nodeId: '3',
		nodeName: 'KSampler',
		fieldName: 'steps',
		fieldType: 'INT',
		fieldValue: '12',
		description: 'Steps',
	};
	const PHOTO = {
		nodeId: '39',
		nodeName: 'LoadImage',
		fieldName: 'image',
		fieldType: 'IMAGE',
		fieldValue: 'data',
		description: 'Photo',
	};
	const PICTURE = {
		items: [itemWithFiles({ data: { content: 'picture', mimeType: 'image/png' } })],
	};

	it.concurrent(
		'sends the list of the page with uploaded files, and brings the result',
		async () => {
			await onStage(async (stage) => {
				const { outputs, error } = await stage.run(run([STEPS, PHOTO]), PICTURE);
				expect(error).toBeUndefined();
				const [task] = stage.simulator.tasks();
				expect(outputs[0]?.[0]?.json).toMatchObject({
					taskId: task?.id,
					status: 'SUCCESS',
					appId: QUICK_CREATE_IDS.picture,
					fileType: 'png',
				});
				expect(outputs[0]?.[0]?.binary?.data?.mimeType).toBe('image/png');
				expect(task?.body).toMatchObject({
					webappId: QUICK_CREATE_IDS.picture,
					quickCreateCode: '002',
					nodeInfoList: [
						STEPS,
						{ ...PHOTO, fieldValue: expect.stringMatching(/^openapi\/[0-9a-f]+\.png$/) },
					],
				});
			});
		},
	);

	it.concurrent.each([
		['no list', '{}', /Inputs: this is not a list of node inputs/],
		['an entry without a value', [{ nodeId: '3' }], /Inputs: entry 1 lacks nodeId, fieldName/],
		[
			'a number that is none',
			[{ ...STEPS, fieldValue: 'many' }],
			/Steps \(3\.steps\): "many" is not allowed\. Allowed: a whole number/,
		],
		['a file that is none', [PHOTO], /Photo \(39\.image\): "data" is not a file/],
	])('refuses %s before it submits', async (_what, list, problem) => {
		await onStage(async (stage) => {
			expect(await refusal(stage, run(list), {}, ['quickCreateRun'])).toMatch(problem);
		});
	});

	it.concurrent('refuses a code or an app that is missing', async () => {
		await onStage(async (stage) => {
			const code = run('[]', { quickCreateCode: '={{ $json.code }}' });
			expect(await refusal(stage, code, {}, ['quickCreateRun'])).toMatch(
				/Quick Create Code: a value is required/,
			);
			const app = run('[]', { webappId: 'page' });
			expect(await refusal(stage, app, {}, ['quickCreateRun'])).toMatch(/"page" is neither the ID/);
		});
	});

	it.concurrent.each([
		['an unknown code', { quickCreateCode: '009' }, /there is no quickCreateCode 009/],
		['an unknown app', { webappId: UNKNOWN_ID }, /RunningHub knows no such AI app/],
	])('tells what RunningHub says of %s', async (_what, more, problem) => {
		await onStage(async (stage) => {
			expect(await refusal(stage, run('[]', more))).toMatch(problem);
			expect(stage.simulator.tasks()).toEqual([]);
		});
	});
});

describe('Quick Create → Get Styles', () => {
	it.concurrent('gives an item for each style', async () => {
		await onStage(async ({ run }) => {
			const { outputs } = await run(
				operation('quickCreate', 'getStyles', { webappId: QUICK_CREATE_IDS.picture }),
			);
			expect(rows(outputs)).toMatchObject([
				{ modelName: 'Style 1', modelLoar1FileName: 'ink_wash_1.safetensors' },
				{ modelName: 'Style 2' },
				{ modelName: 'Style 3' },
			]);
		});
	});

	it.concurrent('gives nothing where there are none', async () => {
		await onStage(async ({ run }) => {
			const { outputs, error } = await run(
				operation('quickCreate', 'getStyles', { webappId: QUICK_CREATE_IDS.film }),
			);
			expect(error).toBeUndefined();
			expect(rows(outputs)).toEqual([]);
		});
	});
});

/** A file as an item shows it, without what is n8n's own. */
function plainFile({ mimeType, fileName, fileExtension, bytes }: IBinaryData): unknown {
	return { mimeType, fileName, fileExtension, bytes };
}

/** An item without what only the run itself can know: what ran, and since when. */
function comparable({ json, binary, pairedItem }: INodeExecutionData): unknown {
	const { model: _model, appId: _app, workflowId: _workflow, seconds, ...rest } = json;
	const files = Object.entries(binary ?? {}).map(([name, file]) => [name, plainFile(file)]);
	return { rest, seconds: typeof seconds, files, pairedItem };
}

describe('Task → Wait', () => {
	const wait = (taskId: string, more: Fields = {}) =>
		operation('task', 'wait', { taskId, ...more });

	it.concurrent.each(ORIGINS)(
		'gives for %s what the run itself gives',
		async (_of, generation, values) => {
			await onStage(async ({ run, simulator }) => {
				const ran = await run(values);
				const [task] = simulator.tasks();
				expect(task?.generation).toBe(generation);
				const waited = await run(wait(String(task?.id)));
				expect(waited.error).toBeUndefined();
				expect(ran.outputs[0]?.[0]?.binary?.data).toBeDefined();
				expect(waited.outputs[0]?.map(comparable)).toEqual(ran.outputs[0]?.map(comparable));
				expect(simulator.tasks()).toHaveLength(1);
			});
		},
	);

	it.concurrent('waits for many at a time, and has the options of a run', async () => {
		await onStage(async (stage) => {
			const ids = await Promise.all(
				['[time:3000]', '[time:2000] [outputs:2]'].map(
					async (prompt) => await submitted(stage, { prompt }),
				),
			);
			const { outputs } = await stage.run(
				wait('={{ $json.id }}', { options: { output: 'perTask', binaryPropertyName: 'file' } }),
				{ items: ids.map((id) => ({ json: { id } })) },
			);
			expect(
				outputs[0]?.map(({ json, binary }) => [json.taskId, Object.keys(binary ?? {})]),
			).toEqual([
				[ids[0], ['file']],
				[ids[1], ['file', 'file_1']],
			]);
		});
	});

	it.concurrent('tells why a task failed', async () => {
		await onStage(async (stage) => {
			const taskId = await submitted(stage, workflow('x [fail:node]'));
			const text = await refusal(stage, wait(taskId));
			expect(text).toMatch(/ComfyUI node CLIPTextEncode \(6\) stopped the task: TypeError/);
			expect(text).toContain(`Task ID: ${taskId}`);
		});
	});

	it.concurrent('says that RunningHub knows no such task', async () => {
		await onStage(async (stage) => {
			expect(await refusal(stage, wait(UNKNOWN_ID))).toMatch(
				/RunningHub no longer knows task 1999999999999999999/,
			);
		});
	});

	it.concurrent('says that a task was cancelled', async () => {
		await onStage(async (stage) => {
			const taskId = await submitted(stage, { prompt: '[never]' });
			await stage.run(operation('task', 'cancel', { taskId }));
			expect(await refusal(stage, wait(taskId))).toMatch(/was cancelled/);
		});
	});

	it.concurrent('does not cancel a task that it only waits for', async () => {
		await onStage(async (stage) => {
			const { simulator } = stage;
			const taskId = await submitted(stage, { prompt: '[never]' });
			const execution = await stage.start(wait(taskId));
			while (simulator.requestsOf('query').length === 0) {
				await new Promise((resolve) => setTimeout(resolve, 10));
			}
			execution.stop();
			await execution.finished.catch(() => undefined);
			// By the end of another task a cancel would have arrived.
			await stage.run();
			expect(simulator.requestsOf('cancel')).toEqual([]);
			expect(simulator.tasks()[0]?.state).toBe('RUNNING');
		});
	});
});

describe('Task → Get', () => {
	const get = (taskId: string) => operation('task', 'get', { taskId });

	it.concurrent.each(ORIGINS)('gives the results of %s', async (_of, generation, values) => {
		await onStage(
			async (stage) => {
				const taskId = await submitted(stage, values);
				const { outputs } = await stage.run(get(taskId));
				const [task] = stage.simulator.tasks();
				expect(task?.generation).toBe(generation);
				const [file] = task?.results ?? [];
				expect(rows(outputs)).toMatchObject([
					{
						taskId,
						status: 'SUCCESS',
						url: file?.url,
						files: expect.arrayContaining([
							expect.objectContaining({ url: file?.url, fileType: file?.outputType }),
						]),
					},
				]);
				expect(stage.simulator.requestsOf('download')).toEqual([]);
			},
			{ settings: { duration: () => 0 } },
		);
	});

	it.concurrent.each(ORIGINS)('tells that %s goes on', async (_of, _generation, values) => {
		await onStage(
			async (stage) => {
				const taskId = await submitted(stage, values);
				const { outputs } = await stage.run(get(taskId));
				expect(rows(outputs)).toEqual([{ taskId, status: 'RUNNING' }]);
			},
			{ settings: { duration: () => 600_000, queueShare: 0 } },
		);
	});

	it.concurrent('tells why a task failed, as a row', async () => {
		await onStage(async (stage) => {
			await submitted(stage, { prompt: 'x [fail:1505]' });
			await ended(stage);
			const taskId = stage.simulator.tasks()[0]?.id ?? '';
			const { outputs } = await stage.run(get(taskId));
			expect(rows(outputs)).toEqual([
				{
					taskId,
					status: 'FAILED',
					code: '1505',
					message: expect.stringMatching(/photorealistic real people/),
					hint: expect.stringMatching(/without real people/),
				},
			]);
		});
	});

	it.concurrent.each([
		['', 'FAILED'],
		['CANCEL', 'CANCEL'],
	] as const)('tells that a task was cancelled, told as "%s"', async (cancelledStatus, status) => {
		await onStage(
			async (stage) => {
				const taskId = await submitted(stage, { prompt: '[never]' });
				await stage.run(operation('task', 'cancel', { taskId }));
				expect(rows((await stage.run(get(taskId))).outputs)).toMatchObject([{ taskId, status }]);
			},
			{ settings: { cancelledStatus } },
		);
	});

	it.concurrent('says that RunningHub knows no such task', async () => {
		await onStage(async (stage) => {
			const text = await refusal(stage, get(UNKNOWN_ID));
			expect(text).toMatch(/no longer knows the task, or never did/);
			expect(text).toContain(`Task ID: ${UNKNOWN_ID}`);
		});
	});
});

describe('a Task ID', () => {
	const OPERATIONS = ['get', 'wait', 'cancel', 'getWebhookEvent', 'resendWebhookEvent'];
	const ILLEGAL: ReadonlyArray<readonly [value: string, problem: RegExp]> = [
		['task 7', /Task ID: "task 7" is not allowed\. Allowed: the digits/],
		['0', /Task ID: "0" is not allowed/],
		['9999999999999999999', /Task ID: "9999999999999999999" is not allowed/],
		[
			'={{ 1990246754753896451 }}',
			/Task ID: 1990246754753896400 is not allowed\..* lost digits as a number/,
		],
		['={{ $json.id }}', /Task ID: a value is required: {{ \$json\.id }} gave nothing/],
	];

	it.concurrent.each(OPERATIONS)(
		'that cannot be one is refused by %s without a request',
		async (name) => {
			await onStage(async (stage) => {
				for (const [taskId, problem] of ILLEGAL) {
					expect(await refusal(stage, operation('task', name, { taskId }))).toMatch(problem);
				}
				expect(stage.simulator.requests).toEqual([]);
			});
		},
	);
});

describe('Task → Cancel', () => {
	const cancel = (taskId: string) => operation('task', 'cancel', { taskId });

	it.concurrent.each(ORIGINS)('cancels %s', async (_of, _generation, values) => {
		await onStage(
			async (stage) => {
				const taskId = await submitted(stage, values);
				const { outputs } = await stage.run(cancel(taskId));
				expect(rows(outputs)).toEqual([{ taskId, cancelled: true }]);
				expect(stage.simulator.tasks().map(({ state }) => state)).toEqual(['CANCEL']);
			},
			{ settings: { duration: () => Number.POSITIVE_INFINITY } },
		);
	});

	it.concurrent('says that there is no such task, or that it is over', async () => {
		await onStage(
			async (stage) => {
				expect(await refusal(stage, cancel(UNKNOWN_ID))).toMatch(/knows no such task/);
				const taskId = await submitted(stage);
				const text = await refusal(stage, cancel(taskId));
				expect(text).toContain('RunningHub code: 805');
				expect(text).toContain(`Task ID: ${taskId}`);
			},
			{ settings: { duration: () => 0 } },
		);
	});
});

/** A stage whose callbacks are collected. */
async function withWebhooks(
	act: (stage: Stage, calls: string[]) => Promise<void>,
	options: SimulatorOptions = {},
): Promise<void> {
	const calls: string[] = [];
	await onStage(
		async (stage) => {
			await act(stage, calls);
		},
		{
			settings: { duration: () => 0 },
			deliver: async (url) => {
				calls.push(url);
				return await Promise.resolve({ status: 200, text: 'thanks' });
			},
			...options,
		},
	);
}

const HOOK = 'https://n8n.example.com/webhook/1';
const HOOKED: NodeValues = { options: { webhookUrl: HOOK } };

describe('Task → Get Webhook Event', () => {
	const getEvent = (taskId: string) => operation('task', 'getWebhookEvent', { taskId });

	it.concurrent('gives the record, with ids that keep every digit', async () => {
		await withWebhooks(async (stage, calls) => {
			const taskId = await submitted(stage, HOOKED);
			const { outputs } = await stage.run(getEvent(taskId));
			expect(rows(outputs)).toEqual([
				{
					webhookId: stage.simulator.webhookOf(taskId)?.id,
					taskId,
					webhookUrl: HOOK,
					event: 'TASK_END',
					eventData: expect.objectContaining({
						taskId,
						status: 'SUCCESS',
						taskUsageList: [expect.objectContaining({ taskId })],
					}),
					callbackStatus: 'SUCCESS',
					callbackResponse: 'thanks',
					retryCount: 1,
					createTime: expect.stringMatching(/^\d{4}-/),
					updateTime: expect.stringMatching(/^\d{4}-/),
				},
			]);
			expect(calls).toEqual([HOOK]);
		});
	});

	it.concurrent('says that there is none', async () => {
		await withWebhooks(async (stage) => {
			const taskId = await submitted(stage);
			expect(await refusal(stage, getEvent(taskId))).toMatch(
				new RegExp(`has no webhook event for task ${taskId} Only tasks that were submitted with`),
			);
		});
	});
});

describe('Task → Resend Webhook Event', () => {
	const resend = (taskId: string, webhookUrl = '') =>
		operation('task', 'resendWebhookEvent', { taskId, webhookUrl });

	it.concurrent.each([
		['the same address', '', HOOK],
		['another address', 'https://n8n.example.com/webhook/2', 'https://n8n.example.com/webhook/2'],
	])('lets RunningHub call %s', async (_which, given, called) => {
		await withWebhooks(async (stage, calls) => {
			const taskId = await submitted(stage, HOOKED);
			const { outputs } = await stage.run(resend(taskId, given));
			expect(rows(outputs)).toEqual([
				{
					taskId,
					webhookId: stage.simulator.webhookOf(taskId)?.id,
					webhookUrl: called,
					resent: true,
				},
			]);
			expect(calls).toEqual([HOOK, called]);
		});
	});

	it.concurrent('refuses an address that is none, and a task without a webhook', async () => {
		await withWebhooks(async (stage, calls) => {
			const taskId = await submitted(stage);
			expect(await refusal(stage, resend(taskId, 'my hook'), {}, ['webhookDetail'])).toMatch(
				/Webhook URL: "my hook" is not allowed/,
			);
			expect(await refusal(stage, resend(taskId), {}, ['webhookRetry'])).toMatch(
				/has no webhook event for task/,
			);
			expect(calls).toEqual([]);
		});
	});
});

describe('File → Upload', () => {
	const upload = (files: string) => operation('file', 'upload', { files });
	const THREE = {
		items: [
			itemWithFiles({
				data: { content: pngFile(1).bytes, mimeType: 'image/png', fileName: 'a.png' },
				data_1: { content: 'two', mimeType: 'audio/mpeg', fileName: 'b.mp3' },
				other: { content: 'three', mimeType: 'video/mp4' },
			}),
		],
	};

	it.concurrent('uploads several files of all kinds, an item each', async () => {
		await onStage(async (stage) => {
			const { outputs, error } = await stage.run(
				upload('data*, other, data:image/png;base64,aGVsbG8='),
				THREE,
			);
			expect(error).toBeUndefined();
			const url = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/upload\//);
			expect(rows(outputs)).toEqual(
				[
					['png', 'data'],
					['mp3', 'data_1'],
					['mp4', 'other'],
					['png', undefined],
				].map(([extension, source], index) => ({
					url,
					fileName: expect.stringMatching(new RegExp(`^openapi/[0-9a-f]+\\.${extension}$`)),
					...(source !== undefined && { source }),
					index,
				})),
			);
			expect(stage.simulator.requestsOf('upload')).toHaveLength(4);
		});
	});

	it.concurrent('brings a file behind a URL to RunningHub, without the key', async () => {
		await onStage(async (stage) => {
			const first = await stage.run(upload('data'), THREE);
			const link = String(first.outputs[0]?.[0]?.json.url);
			const { outputs } = await stage.run(upload(link));
			expect(rows(outputs)).toMatchObject([{ fileName: first.outputs[0]?.[0]?.json.fileName }]);
			expect(stage.simulator.requestsOf('download')).toHaveLength(1);
			expect(stage.simulator.counters.authorizedDownloads).toBe(0);
		});
	});

	it.concurrent('goes the older way where the newer one refuses the key', async () => {
		await onStage(
			async ({ run, simulator }) => {
				const { outputs } = await run(upload('data'), THREE);
				expect(rows(outputs)).toEqual([
					{
						fileName: expect.stringMatching(/^api\/[0-9a-f]+\.png$/),
						source: 'data',
						index: 0,
					},
				]);
				expect(simulator.requestsOf('legacyUpload')).toHaveLength(1);
			},
			{ key: SIMULATOR_KEYS.cn.normal, settings: { normalKeyUpload: 'refuse' } },
		);
	});

	it.concurrent.each([
		['picture', /Files: "picture" is not a file\..*these binary fields: data, data_1, other/],
		['={{ $json.nothing }}', /Files: a value is required/],
	])('refuses "%s"', async (files, problem) => {
		await onStage(async (stage) => {
			expect(await refusal(stage, upload(files), THREE, ['upload'])).toMatch(problem);
		});
	});

	it.concurrent('says that a file is too large', async () => {
		await onStage(
			async (stage) => {
				expect(await refusal(stage, upload('data'), THREE)).toMatch(
					/file is larger than RunningHub accepts Make the file smaller/,
				);
			},
			{ settings: { uploadLimitBytes: 2 } },
		);
	});
});

describe('File → Get Many LoRAs', () => {
	const getMany = (fields: Fields) => operation('file', 'getManyLoras', fields);

	it.concurrent.each([
		['up to the limit', { limit: 2 }, 2, 1],
		['all pages', { returnAll: true }, 70, 2],
		['what the search finds', { search: 'CLAY', returnAll: true }, 10, 1],
		['nothing where nothing is found', { search: 'no such style' }, 0, 1],
	])('gives %s', async (_what, fields, count, requests) => {
		await onStage(async ({ run, simulator }) => {
			const { outputs } = await run(getMany(fields));
			expect(rows(outputs)).toHaveLength(count);
			expect(simulator.requestsOf('resourceList')).toHaveLength(requests);
		});
	});

	it.concurrent('gives what a loader node takes, and the rest on request', async () => {
		await onStage(async ({ run }) => {
			const [simple] = rows((await run(getMany({ limit: 1 }))).outputs);
			expect(simple).toEqual({
				id: '1871234567890123777',
				name: 'Ink Wash 1',
				fileName: 'ink_wash_1.safetensors',
				description: 'Ink Wash 1 for SDXL 1.0',
			});
			const [whole] = rows((await run(getMany({ limit: 1, simplify: false }))).outputs);
			expect(whole).toMatchObject({
				name: 'Ink Wash 1',
				raw: { resourceType: 'LORA', versions: [{ baseModel: 'SDXL 1.0' }] },
			});
		});
	});
});

describe('File → Upload LoRA', () => {
	const upload = (fields: Fields = {}) => operation('file', 'uploadLora', fields);
	const lora = (content: string | Buffer) => ({
		items: [
			itemWithFiles({
				data: { content, mimeType: 'application/octet-stream', fileName: 'my-style.safetensors' },
			}),
		],
	});

	it.concurrent('sends a new LoRA once, without the key, ready for a workflow', async () => {
		await onStage(async ({ run, simulator }) => {
			const first = await run(upload(), lora('new'));
			expect(rows(first.outputs)).toEqual([
				{
					fileName: 'api-lora-cn/22af645d1859cb5ca6da0c484f1f37ea.safetensors',
					alreadyStored: false,
					loraName: 'my-style',
					md5: '22af645d1859cb5ca6da0c484f1f37ea',
				},
			]);
			expect(first.saved).not.toContain('q-signature');
			const again = await run(upload({ loraName: 'other' }), lora('new'));
			expect(rows(again.outputs)).toMatchObject([{ alreadyStored: true, loraName: 'other' }]);
			expect(simulator.requestsOf('loraTransfer')).toHaveLength(1);
			expect(simulator.counters.authorizedDownloads).toBe(0);
			const { error } = await run(
				operation('workflow', 'run', {
					workflow: pasted(WORKFLOW_IDS.textToImage, 'id'),
					workflowParameters: filledIn({
						'12.file_name': String(first.outputs[0]?.[0]?.json.fileName),
					}),
					waitMode: 'submit',
				}),
			);
			expect(error).toBeUndefined();
		});
	});

	it.concurrent('skips the transfer of a LoRA that is there already', async () => {
		await onStage(async ({ run, simulator }) => {
			const { outputs } = await run(upload(), lora(STORED_LORA_CONTENT));
			expect(rows(outputs)).toMatchObject([
				{ fileName: STORED_LORA.fileName, alreadyStored: true, md5: STORED_LORA.md5Hex },
			]);
			expect(simulator.requestsOf('loraTransfer')).toEqual([]);
		});
	});

	it.concurrent('says that the store failed, without its address', async () => {
		await onStage(async (stage) => {
			stage.simulator.faults.add({ on: 'loraTransfer', kind: 'unavailable' });
			const { error, saved } = await stage.run(upload(), lora('new'));
			expect(error?.message).toBe('The file store of RunningHub answered with HTTP 503');
			expect(saved).not.toContain('q-signature');
		});
	});

	it.concurrent('says that the connection to the store broke, without its address', async () => {
		await onStage(async (stage) => {
			stage.simulator.faults.add({ on: 'loraTransfer', kind: 'reset' });
			const { error, saved } = await stage.run(upload(), lora('new'));
			expect(error?.message).toMatch(/file store of RunningHub could not be reached/);
			expect(saved).not.toContain('q-signature');
		});
	});

	it.concurrent('refuses a field that the item does not have', async () => {
		await onStage(async (stage) => {
			expect(
				await refusal(stage, upload({ loraFile: 'lora' }), lora('new'), ['loraUploadUrl']),
			).toMatch(/no binary field named "lora" It has: data\./);
		});
	});
});

describe('Account → Get', () => {
	const get = operation('account', 'get');

	it.concurrent('gives numbers as numbers for an enterprise key', async () => {
		await onStage(async (stage) => {
			stage.simulator.occupy(stage.key, 2);
			await submitted(stage, { prompt: '[never]' });
			const { outputs } = await stage.run(get);
			expect(rows(outputs)).toEqual([
				{
					balance: 1000,
					currency: 'CNY',
					coins: expect.any(Number),
					keyType: 'SHARED',
					canRunModels: true,
					canRunAppsAndWorkflows: true,
					runningTasks: expect.any(Number),
					queuedTasks: expect.any(Number),
					currentTasks: 3,
					limit: 50,
				},
			]);
		});
	});

	it.concurrent('gives the coins of a consumer key', async () => {
		await onStage(
			async ({ run }) => {
				expect(rows((await run(get)).outputs)).toEqual([
					{
						coins: 177_814,
						keyType: 'NORMAL',
						canRunModels: false,
						canRunAppsAndWorkflows: true,
						runningTasks: 0,
						queuedTasks: 0,
						currentTasks: 0,
						limit: 1,
					},
				]);
			},
			{ key: SIMULATOR_KEYS.cn.normal },
		);
	});

	it.concurrent('says that the key is wrong', async () => {
		await onStage(
			async (stage) => {
				expect(await refusal(stage, get)).toMatch(/refused the API key Check the API key/);
			},
			{ key: UNKNOWN_KEY },
		);
	});
});

/** Assets are usable as soon as they are made. */
const AT_ONCE = { settings: { assetDuration: 0 } };

describe('Asset', () => {
	const create = (fields: Fields = {}) =>
		operation('asset', 'create', { assetName: 'Anna', ...fields });
	const getMany = (fields: Fields = {}) => operation('asset', 'getMany', fields);
	const PORTRAIT = {
		items: [
			itemWithFiles({
				data: { content: pngFile(1).bytes, mimeType: 'image/png', fileName: 'anna.png' },
				text: { content: 'no picture', mimeType: 'image/png', fileName: 'b.png' },
			}),
		],
	};
	it.concurrent('→ Create waits until the asset is usable', async () => {
		await onStage(
			async ({ run, simulator }) => {
				const { outputs, error } = await run(create(), PORTRAIT);
				expect(error).toBeUndefined();
				const [row] = outputs[0] ?? [];
				const { assetId } = row?.json ?? {};
				expect(row?.json).toEqual({
					assetId: expect.stringMatching(/^asset-/),
					name: 'Anna',
					assetType: 'Image',
					status: 'ACTIVE',
					previewUrl: expect.stringMatching(/\/upload\//),
					groupId: expect.stringMatching(/^group-/),
					uri: `asset://${String(assetId)}`,
				});
				expect(simulator.requestsOf('assetQuery')).toHaveLength(2);
			},
			{ settings: { assetDuration: 500 } },
		);
	});

	it.concurrent(
		'→ Create makes a group once, and Get Many finds by group, name and status',
		async () => {
			await onStage(async ({ run, simulator }) => {
				await run(create(), PORTRAIT);
				await run(create({ assetName: 'Bert' }), PORTRAIT);
				await run(create({ assetName: 'Carl', assetGroup: 'Cast' }), PORTRAIT);
				expect(simulator.requestsOf('assetGroupCreate').map(({ body }) => body)).toEqual([
					{ name: 'n8n' },
					{ name: 'Cast' },
				]);
				const namesOf = async (fields: Fields) =>
					(await run(getMany(fields))).outputs[0]?.map(({ json }) => json.name);
				expect(await namesOf({ returnAll: true })).toEqual(['Anna', 'Bert', 'Carl']);
				expect(await namesOf({ limit: 1 })).toEqual(['Anna']);
				expect(await namesOf({ filters: { group: 'Cast' } })).toEqual(['Carl']);
				expect(await namesOf({ filters: { name: 'er', status: 'ACTIVE' } })).toEqual(['Bert']);
				expect(await namesOf({ filters: { status: 'FAILED' } })).toEqual([]);
			}, AT_ONCE);
		},
	);

	it.concurrent('→ finds a group among more than fit on a page', async () => {
		await onStage(async ({ run, simulator, key }) => {
			for (let number = 0; number < 100; number++) {
				await fetch(`${simulator.baseUrl}/openapi/v2/assets/groups/create`, {
					method: 'POST',
					headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
					body: JSON.stringify({ name: `Cast ${number}` }),
				});
			}
			await run(create({ assetGroup: 'Cast' }), PORTRAIT);
			const before = simulator.requestsOf('assetGroupCreate').length;
			await run(create({ assetName: 'Bert', assetGroup: 'Cast' }), PORTRAIT);
			expect(simulator.requestsOf('assetGroupCreate')).toHaveLength(before);
			const { outputs } = await run(getMany({ filters: { group: 'Cast' } }));
			expect(outputs[0]?.map(({ json }) => json.name)).toEqual(['Anna', 'Bert']);
		}, AT_ONCE);
	});

	it.concurrent.each([
		[
			'a type that is none',
			{ assetType: 'Model' },
			/Type: "Model" is not allowed\. Allowed: Audio, Image, Video/,
		],
		['no name', { assetName: '={{ $json.name }}' }, /Name: a value is required/],
		['a field that is not there', { assetFile: 'face' }, /File: "face" is not a file/],
		['several files', { assetFile: 'data, text' }, /File: 2 files were given\. Allowed: one/],
	])('→ Create refuses %s', async (_what, fields, problem) => {
		await onStage(async (stage) => {
			expect(await refusal(stage, create(fields), PORTRAIT, ['upload', 'assetCreate'])).toMatch(
				problem,
			);
		});
	});

	it.concurrent('→ Create says that RunningHub could not use the file', async () => {
		await onStage(async (stage) => {
			const text = await refusal(stage, create({ assetFile: 'text' }), PORTRAIT);
			expect(text).toMatch(/could not make an asset of the file \(asset asset-.*, FAILED\)/);
			expect(text).toMatch(/images up to 10 MB with sides of 300 to 6,000 pixels/);
			expect(await refusal(stage, create({ assetType: 'Video' }), PORTRAIT)).toContain(
				'url is not of the type Video',
			);
		}, AT_ONCE);
	});

	it.concurrent('→ Create needs a key that gets addresses', async () => {
		await onStage(
			async (stage) => {
				expect(await refusal(stage, create(), PORTRAIT, ['assetCreate'])).toMatch(
					/Assets need a file address/,
				);
			},
			{ key: SIMULATOR_KEYS.cn.normal, settings: { normalKeyUpload: 'refuse' } },
		);
	});

	it.concurrent('→ Get Many says that there is no such group', async () => {
		await onStage(async (stage) => {
			expect(
				await refusal(stage, getMany({ filters: { group: 'Nobody' } }), {}, ['assetList']),
			).toMatch(/Group: there is no group named "Nobody"/);
		});
	});

	it.concurrent.each(['', 'asset://'])(
		'→ Delete takes the id with "%s" before it',
		async (before) => {
			await onStage(async (stage) => {
				const { outputs } = await stage.run(create(), PORTRAIT);
				const assetId = `${before}${String(outputs[0]?.[0]?.json.assetId)}`;
				const deleted = await stage.run(operation('asset', 'delete', { assetId }));
				expect(rows(deleted.outputs)).toEqual([{ deleted: true }]);
				expect(rows((await stage.run(getMany())).outputs)).toEqual([]);
				expect(await refusal(stage, operation('asset', 'delete', { assetId }))).toContain(
					'the asset does not exist',
				);
			}, AT_ONCE);
		},
	);
});

const GRAPH: JsonObject = {
	'1': { class_type: 'LoadImage', inputs: { image: 'portrait-sample.png' } },
	'2': { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'Own' } },
};

/** The graph with another file to load. */
function loading(image: string): string {
	return JSON.stringify({ ...GRAPH, '1': { class_type: 'LoadImage', inputs: { image } } });
}

describe('ComfyUI Server → Queue Prompt', () => {
	const queue = (fields: Fields = {}) =>
		operation('comfyUiServer', 'queuePrompt', { graphJson: JSON.stringify(GRAPH), ...fields });

	it.concurrent.each([
		['proxy', '24 GB'],
		['proxy-plus', '48 GB'],
	])('brings the file from %s without its address', async (serverSize) => {
		await onStage(async ({ run, simulator, key }) => {
			const { outputs, error } = await run(queue({ serverSize }));
			expect(error).toBeUndefined();
			expect(outputs[0]).toHaveLength(1);
			expect(outputs[0]?.[0]).toEqual({
				json: {
					fileName: expect.stringMatching(/\.png$/),
					fileType: 'png',
					taskId: expect.stringMatching(/^[0-9a-f-]{36}$/),
					status: 'SUCCESS',
					seconds: expect.any(Number),
					index: 0,
					count: 1,
				},
				binary: {
					data: expect.objectContaining({ mimeType: 'image/png', bytes: expect.any(Number) }),
				},
				pairedItem: { item: 0 },
			});
			expect(simulator.requestsOf('proxyPrompt').map(({ path }) => path)).toEqual([
				`/${serverSize}/${key}/prompt`,
			]);
			expect(simulator.requestsOf('proxyView')).toHaveLength(1);
		});
	});

	it.concurrent('keeps the key out of the raw answer, too', async () => {
		await onStage(async ({ run }) => {
			const { outputs } = await run(queue({ simplify: false }));
			expect(outputs[0]?.[0]?.json.raw).toMatchObject({ status: { status_str: 'success' } });
		});
	});

	it.concurrent('can be submitted only, and looked at later', async () => {
		await onStage(
			async ({ run }) => {
				const first = await run(queue({ waitMode: 'submit' }));
				const promptId = String(first.outputs[0]?.[0]?.json.taskId);
				expect(rows(first.outputs)).toEqual([{ taskId: promptId, status: 'QUEUED' }]);
				const { outputs } = await run(operation('comfyUiServer', 'getHistory', { promptId }));
				expect(rows(outputs)).toMatchObject([
					{ promptId, history: { outputs: { '2': { images: [{ type: 'output' }] } } } },
				]);
			},
			{ settings: { duration: () => 0 } },
		);
	});

	it.concurrent.each(['proxy', 'proxy-plus'])(
		'on %s can be waited for, and got, by Task as any other task',
		async (serverSize) => {
			await onStage(async (stage) => {
				const ran = await stage.run(queue({ serverSize }));
				const taskId = String(ran.outputs[0]?.[0]?.json.taskId);
				const waited = await stage.run(operation('task', 'wait', { taskId }));
				expect(waited.error).toBeUndefined();
				expect(waited.outputs[0]?.map(comparable)).toEqual(ran.outputs[0]?.map(comparable));
				expect(waited.outputs[0]?.[0]?.binary?.data?.mimeType).toBe('image/png');
				const got = await stage.run(operation('task', 'get', { taskId }));
				expect(rows(got.outputs)).toMatchObject([
					{ taskId, status: 'SUCCESS', files: [{ fileType: 'png' }] },
				]);
				expect(stage.simulator.tasks()).toHaveLength(1);
			});
		},
	);

	it.concurrent('that still runs is running for Task, which says what it cannot do', async () => {
		await onStage(
			async (stage) => {
				const first = await stage.run(queue({ waitMode: 'submit' }));
				const taskId = String(first.outputs[0]?.[0]?.json.taskId);
				const got = await stage.run(operation('task', 'get', { taskId }));
				expect(rows(got.outputs)).toEqual([{ taskId, status: 'RUNNING' }]);
				const options = { timeoutMinutes: 0.01 };
				const late = await stage.run(operation('task', 'wait', { taskId, options }));
				expect(late.error?.message).toContain(`Task ${taskId} is not finished within`);
				const before = stage.simulator.requests.length;
				for (const [name, words] of [
					['cancel', /which RunningHub cannot cancel/],
					['getWebhookEvent', /which calls no webhook/],
					['resendWebhookEvent', /which calls no webhook/],
				] as const) {
					const { error } = await stage.run(operation('task', name, { taskId }));
					expect(error?.message).toMatch(words);
				}
				expect(stage.simulator.requests).toHaveLength(before);
			},
			{ settings: { duration: () => Number.POSITIVE_INFINITY } },
		);
	});

	it.concurrent('refuses what is no graph before it is sent', async () => {
		await onStage(async (stage) => {
			const values = queue({ graphJson: '{"nodes": [], "links": []}' });
			expect(await refusal(stage, values, {}, ['proxyPrompt'])).toMatch(
				/format of ComfyUI's editor\. Export it with Save \(API Format\)/,
			);
		});
	});

	it.concurrent('explains node by node why the server refused a graph', async () => {
		await onStage(async (stage) => {
			expect(await refusal(stage, queue({ graphJson: loading('mine.png') }))).toMatch(
				/LoadImage \(1\): Custom validation failed for node: image - Invalid image file: mine\.png/,
			);
			const noOutput = JSON.stringify({ '1': GRAPH['1'] });
			expect(await refusal(stage, queue({ graphJson: noOutput }))).toMatch(
				/server refused the graph: Prompt has no outputs/,
			);
			expect(stage.simulator.tasks()).toEqual([]);
		});
	});

	it.concurrent('names the node that failed', async () => {
		await onStage(async (stage) => {
			const graph = { ...GRAPH, '3': { class_type: 'Note', inputs: { text: '[fail:node]' } } };
			const joined = {
				...graph,
				'2': {
					class_type: 'SaveImage',
					inputs: { images: ['1', 0], note: ['3', 0], filename_prefix: 'Own' },
				},
			};
			const text = await refusal(stage, queue({ graphJson: JSON.stringify(joined) }));
			expect(text).toMatch(/ComfyUI node Note \(3\) stopped the prompt: TypeError/);
		});
	});

	it.concurrent.each([
		['a wrong key', { key: UNKNOWN_KEY }, /refused the API key/],
		['a key of the wrong kind', { key: SIMULATOR_KEYS.cn.normal }, /refused the API key/],
		['an empty wallet', { key: SIMULATOR_KEYS.cn.emptyShared }, /balance at RunningHub is too low/],
	])('tells of %s without the key', async (_what, options, problem) => {
		await onStage(async (stage) => {
			expect(await refusal(stage, queue())).toMatch(problem);
		}, options);
	});

	it.concurrent.each(['badGateway', 'reset', 'brokenJson', 'emptyBody'] as const)(
		'reports a submission as uncertain after %s, without the key',
		async (kind) => {
			await onStage(async (stage) => {
				stage.simulator.faults.add({ on: 'proxyPrompt', kind });
				expect(await refusal(stage, queue())).toMatch(/took the graph is unknown/);
				expect(stage.simulator.requestsOf('proxyPrompt')).toHaveLength(1);
			});
		},
	);

	it.concurrent('tells that a file could not be fetched, without the key', async () => {
		await onStage(async (stage) => {
			stage.simulator.faults.add({
				on: 'proxyView',
				kind: 'badGateway',
				times: Number.POSITIVE_INFINITY,
			});
			const { outputs } = await stage.run(queue());
			expect(outputs[0]?.[0]?.json.downloadError).toMatch(/answered with HTTP 502/);
		});
	});

	it.concurrent('says of a price limit or preview that there is none', async () => {
		await onStage(async (stage) => {
			expect(await refusal(stage, queue({ waitMode: 'price' }), {}, ['proxyPrompt'])).toMatch(
				/Wait for Result: price is not allowed\. Allowed: submit, wait/,
			);
		});
	});
});

describe('ComfyUI Server → Get History', () => {
	const get = (promptId: string) => operation('comfyUiServer', 'getHistory', { promptId });

	it.concurrent('is empty for a prompt that waits, runs or is unknown', async () => {
		await onStage(async ({ run }) => {
			const promptId = '2c3b63a8-15a4-4d0e-9e0a-0d0f3b1f6f11';
			expect(rows((await run(get(promptId))).outputs)).toEqual([{ promptId, history: {} }]);
		});
	});

	it.concurrent('refuses a missing id', async () => {
		await onStage(async (stage) => {
			expect(await refusal(stage, get('={{ $json.id }}'), {}, ['proxyHistory'])).toMatch(
				/Prompt ID: a value is required/,
			);
		});
	});
});

describe('ComfyUI Server → Get Node Info', () => {
	const get = (nodeClass: string) => operation('comfyUiServer', 'getNodeInfo', { nodeClass });

	it.concurrent('gives one class', async () => {
		await onStage(async ({ run, simulator, key }) => {
			const { outputs } = await run(get('KSampler'));
			expect(rows(outputs)).toMatchObject([
				{ nodeClass: 'KSampler', info: { name: 'KSampler', output: ['LATENT'] } },
			]);
			expect(simulator.requests.map(({ path }) => path)).toEqual([
				`/proxy/${key}/object_info/KSampler`,
			]);
		});
	});

	it.concurrent.each([
		['ksampler', /has no node class "ksampler" Class names are case-sensitive/],
		['={{ $json.name }}', /Node Class: a value is required/],
	])('says of "%s" what is wrong', async (nodeClass, problem) => {
		await onStage(async (stage) => {
			expect(await refusal(stage, get(nodeClass))).toMatch(problem);
		});
	});
});

describe('an operation that asks', () => {
	const PIXELS = `data:image/png;base64,${pngFile(1).bytes.toString('base64')}`;
	const OPERATIONS: ReadonlyArray<readonly [kind: RouteKind, values: NodeValues]> = [
		['account', operation('account', 'get')],
		['appInputs', operation('aiApp', 'getInputs', { aiApp: pasted(APP_IDS.documented, 'id') })],
		['appList', operation('aiApp', 'getMany')],
		['workflowGraph', operation('workflow', 'get', { workflow: pasted(WORKFLOW_IDS.video, 'id') })],
		['resourceList', operation('file', 'getManyLoras')],
		['assetList', operation('asset', 'getMany')],
		['assetGroupList', operation('asset', 'create', { assetName: 'Anna', assetFile: PIXELS })],
		[
			'quickCreateStyles',
			operation('quickCreate', 'getStyles', { webappId: QUICK_CREATE_IDS.picture }),
		],
		['proxyNodeInfo', operation('comfyUiServer', 'getNodeInfo', { nodeClass: 'KSampler' })],
	];

	it.concurrent.each(OPERATIONS)('asks again after a passing fault: %s', async (kind, values) => {
		await onStage(async ({ run, simulator }) => {
			simulator.faults.add({ on: kind, kind: 'badGateway' });
			const { error } = await run(values);
			expect(error).toBeUndefined();
			expect(simulator.requestsOf(kind).map(({ status }) => status)).toEqual([502, 200]);
		}, AT_ONCE);
	});

	it.concurrent('gives an error item for a failed one under Continue On Fail', async () => {
		await onStage(async (stage) => {
			const ids = [await submitted(stage), UNKNOWN_ID];
			const { outputs } = await stage.run(operation('task', 'get', { taskId: '={{ $json.id }}' }), {
				items: ids.map((id) => ({ json: { id } })),
				onError: 'continueRegularOutput',
			});
			expect(outputs[0]).toMatchObject([
				{ json: { taskId: ids[0] }, pairedItem: { item: 0 } },
				{
					json: {
						error: expect.stringMatching(/no longer knows the task/),
						details: { kind: 'notFound', taskId: UNKNOWN_ID, code: '1004' },
					},
					pairedItem: { item: 1 },
				},
			]);
		});
	});
});

describe('Task → Get with progress', () => {
	const get = (taskId: string) => operation('task', 'get', { taskId, options: { progress: true } });
	const RUNNING = { settings: { queueShare: 0 } };

	/** Runs with this class as the WebSocket of the runtime, or with none. */
	async function withSocket(socket: unknown, act: () => Promise<void>): Promise<void> {
		const before: unknown = Reflect.get(globalThis, 'WebSocket');
		Reflect.set(globalThis, 'WebSocket', socket);
		try {
			await act();
		} finally {
			Reflect.set(globalThis, 'WebSocket', before);
		}
	}

	/** The row of a running workflow. */
	async function rowOf(
		stage: Stage,
		text = '[time:3000]',
		ready: (stage: Stage) => Promise<void> = async () => undefined,
	): Promise<JsonObject> {
		const taskId = await submitted(stage, workflow(text));
		await ready(stage);
		const { outputs, error, saved } = await stage.run(get(taskId));
		expect(error).toBeUndefined();
		expect(saved).not.toContain('Rh-Comfy-Auth');
		const [row] = rows(outputs);
		return isJsonObject(row) ? row : {};
	}

	it('tells how many per cent are done, from the socket', async () => {
		await withSocket(WebSocket, async () => {
			await onStage(async (stage) => {
				const { status, progress, progressNodeId } = await rowOf(stage);
				expect([status, progressNodeId]).toEqual(['RUNNING', '3']);
				expect([25, 50, 75, 100]).toContain(progress);
			}, RUNNING);
		});
	});

	it.each(['reset', 'cutOff', 'unauthorized', 'brokenJson'] as const)(
		'gives the state and says that the socket told nothing after %s',
		async (kind) => {
			await withSocket(WebSocket, async () => {
				await onStage(async (stage) => {
					stage.simulator.faults.add({ on: 'progress', kind });
					expect(await rowOf(stage, '[time:1500]')).toMatchObject({
						status: 'RUNNING',
						progressNote: 'the progress socket told nothing in time',
					});
					expect(stage.simulator.requestsOf('progress')).toHaveLength(1);
				}, RUNNING);
			});
		},
	);

	it('gives the state and says that this runtime has no WebSocket', async () => {
		await withSocket(undefined, async () => {
			await onStage(async (stage) => {
				expect(await rowOf(stage)).toMatchObject({
					status: 'RUNNING',
					progressNote: expect.stringMatching(/Node\.js without WebSocket/),
				});
			}, RUNNING);
		});
	});

	it('gives the state of a task without a socket yet', async () => {
		await withSocket(WebSocket, async () => {
			await onStage(
				async (stage) => {
					expect(await rowOf(stage)).toMatchObject({
						status: 'QUEUED',
						progressNote: expect.stringMatching(/offers no progress for this task now/),
					});
				},
				{ settings: { queueShare: 1 } },
			);
		});
	});

	it('is complete for a finished task, and asks nothing more', async () => {
		await onStage(async (stage) => {
			const done = await rowOf(stage, 'a fox', ended);
			expect(done).toMatchObject({ status: 'SUCCESS', progress: 100 });
			expect(await rowOf(stage, '[fail:1000]', ended)).toMatchObject({
				status: 'FAILED',
				progressNote: 'the task is over',
			});
			expect(stage.simulator.requestsOf('outputs', 'progress')).toEqual([]);
		});
	});
});
