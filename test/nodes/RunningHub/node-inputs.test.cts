import { createServer } from 'node:http';
import type { INode, NodeParameterValueType } from 'n8n-workflow';
import { isJsonObject, type JsonObject } from '../../../runninghub/json';
import {
	APP_IDS,
	APP_PASSWORD,
	STOCK_FILES,
	STORED_LORA,
	UNKNOWN_ID,
	WORKFLOW_IDS,
	WORKFLOW_PASSWORD,
} from '../../simulator/fixtures.cts';
import type { RouteKind } from '../../simulator/simulator.cts';
import { UNKNOWN_KEY } from '../../simulator/simulator.cts';
import {
	filledIn,
	ITEM_PROMPT,
	itemWithFiles,
	type NodeValues,
	onStage,
	pasted,
	prompts,
	type Rest,
	type Stage,
} from './stage.cts';

type Form = Record<string, NodeParameterValueType>;

const RUNS: readonly RouteKind[] = ['appRun', 'legacyAppRun', 'workflowRun', 'legacyWorkflowRun'];

function appRun(id: string, form: Form = {}, more: INode['parameters'] = {}): NodeValues {
	const fields = { aiApp: pasted(id, 'id'), appParameters: filledIn(form), ...more };
	return { resource: 'aiApp', operation: 'run', fields };
}

function workflowRun(id: string, form: Form = {}, more: INode['parameters'] = {}): NodeValues {
	const fields = { workflow: pasted(id, 'id'), workflowParameters: filledIn(form), ...more };
	return { resource: 'workflow', operation: 'run', fields };
}

function jsonRun(more: INode['parameters'], id: string = WORKFLOW_IDS.textToImage): NodeValues {
	return {
		resource: 'workflow',
		operation: 'runJson',
		fields: { workflow: pasted(id, 'id'), ...more },
	};
}

/** Without waiting for the end of the task. */
const SUBMIT = { waitMode: 'submit' };

/** An item with a file of each kind. */
const FILES = {
	items: [
		itemWithFiles({
			picture: { content: 'a picture', mimeType: 'image/png', fileName: 'a.png' },
			film: { content: 'a film', mimeType: 'video/mp4', fileName: 'a.mp4' },
			sound: { content: 'a sound', mimeType: 'audio/mpeg', fileName: 'a.mp3' },
		}),
	],
};

/** What the runs sent, as `node.field` and value. */
function sentInputs({ simulator }: Stage): unknown[] {
	return simulator.requestsOf(...RUNS).map(({ body }) => {
		const { nodeInfoList } = isJsonObject(body) ? body : {};
		const list: unknown[] = Array.isArray(nodeInfoList) ? nodeInfoList : [];
		return Object.fromEntries(
			list
				.filter(isJsonObject)
				.map(({ nodeId, fieldName, fieldValue }) => [`${nodeId}.${fieldName}`, fieldValue]),
		);
	});
}

/** Why a run was refused; fails when anything was submitted. */
async function refusal(stage: Stage, values: NodeValues, rest?: Rest): Promise<string> {
	const { error } = await stage.run(values, rest);
	expect(stage.simulator.requestsOf(...RUNS)).toEqual([]);
	return `${error?.message} ${error?.description}`;
}

const UPLOADED = expect.stringMatching(/^openapi\/[0-9a-f]+\.(png|mp3|mp4)$/);

describe('the form of an AI app', () => {
	it.concurrent('has a field for every kind of input, and no junk entries', async () => {
		await onStage(async ({ form }) => {
			const { fields } = await form('aiApp', pasted(APP_IDS.allKinds, 'id'));
			expect(
				fields.map(({ id, displayName, type, defaultValue, options }) => [
					id,
					displayName,
					type,
					defaultValue ?? null,
					...(options ?? []).map(({ name, value }) => `${value}: ${name}`),
				]),
			).toEqual([
				['39.image', 'Photo', 'string', 'portrait-sample.png'],
				['40.audio', 'Music', 'string', 'rain-sample.mp3'],
				['41.video', 'Clip', 'string', 'walk-sample.mp4'],
				['52.prompt', 'Image editing text input box', 'string', 'make the sky orange'],
				['7.text', '反向提示词', 'string', null],
				['3.steps', 'Steps (1 to 50)', 'number', 20],
				['3.cfg', 'Guidance (0 to 30)', 'number', 7.5],
				[
					'60.value',
					'Restore details',
					'options',
					null,
					': Default (off)',
					'true: On',
					'false: Off',
				],
				['37.aspect_ratio', 'Shape', 'options', '1', '1: Square picture', '2: Wide'],
				['61.resolution', 'Resolution', 'options', '2K', '768P: 768P', '2K: 2K'],
				['62.size', 'Size', 'options', '2K', '2K: 2K', '4K: 4K'],
				['63.quality', 'Quality', 'options', 'high', 'low: low', 'high: high'],
				['70.select', 'Style', 'options', '1', '1: Watercolour', '2: Oil'],
				['80.file_name', 'LoRA', 'string', 'ink_wash_1.safetensors'],
			]);
			expect(fields.every(({ removed, required }) => removed === false && !required)).toBe(true);
		});
	});

	it.concurrent('has fields for types seldom seen', async () => {
		await onStage(async ({ form }) => {
			const { fields } = await form('aiApp', pasted(APP_IDS.rareTypes, 'id'));
			expect(fields.map(({ id, displayName, type }) => [id, displayName, type])).toEqual([
				['1.text', 'Text', 'string'],
				['2.amount', 'Amount (0 to 10)', 'number'],
				['3.choice', 'Choice 1', 'options'],
				['4.choice', 'Choice 2', 'options'],
			]);
		});
	});

	it.concurrent.each([
		['https://www.runninghub.ai/ai-detail/ID'],
		['https://www.runninghub.cn/zh-cn/ai-detail/ID?source=share'],
		['https://www.runninghub.ai/#/ai-detail/ID'],
		['ID'],
	])('follows what is pasted: %s', async (address) => {
		await onStage(async ({ form }) => {
			const documented = await form('aiApp', pasted(address.replace('ID', APP_IDS.documented)));
			const rare = await form('aiApp', pasted(address.replace('ID', APP_IDS.rareTypes)));
			expect(documented.fields.map(({ id }) => id)).toEqual([
				'39.image',
				'37.model',
				'37.aspect_ratio',
				'52.prompt',
			]);
			expect(rare.fields).toHaveLength(4);
		});
	});

	it.concurrent.each([
		['', /^Paste the URL of an AI app/],
		[APP_IDS.noInputs, /shows no inputs\. Most likely it was never run/],
		[UNKNOWN_ID, /knows no AI app with the ID 1999999999999999999.*other RunningHub site/],
		[
			WORKFLOW_IDS.textToImage,
			/is the ID of a workflow, not of an AI app\. Choose the resource Workflow/,
		],
		['https://www.runninghub.ai/workflow/12345', /This is the URL of a workflow, not of an AI app/],
		['https://www.runninghub.ai/pricing', /is not the URL of an AI app/],
		['my favourite app', /"my favourite app" is neither the ID of an AI app nor the URL/],
	])('says of "%s" why there is none', async (value, reason) => {
		await onStage(async ({ form }) => {
			expect(await form('aiApp', pasted(value))).toEqual({
				fields: [],
				emptyFieldsNotice: expect.stringMatching(reason),
			});
		});
	});

	it.concurrent('says that the key is wrong', async () => {
		await onStage(async ({ form }) => {
			const { emptyFieldsNotice } = await form('aiApp', pasted(APP_IDS.documented), {
				apiKey: UNKNOWN_KEY,
			});
			expect(emptyFieldsNotice).toMatch(/refused the API key\. Check the API key and the site/);
			expect(emptyFieldsNotice).not.toContain(UNKNOWN_KEY);
		});
	});
});

describe('the list of AI apps', () => {
	it.concurrent('gives page after page, with ids that keep every digit', async () => {
		await onStage(async ({ searchAiApps, simulator }) => {
			const first = await searchAiApps();
			const second = await searchAiApps('', String(first.paginationToken));
			expect(first.results).toHaveLength(50);
			expect(first.results[0]).toEqual({
				name: 'Sample app 1',
				value: '1940000000000000257',
				url: `${simulator.baseUrl}/ai-detail/1940000000000000257`,
			});
			expect(second.results.map(({ value }) => value).at(-1)).toBe('1940000000000000316');
			expect(second.paginationToken).toBeUndefined();
		});
	});

	it.concurrent('finds words in any order on all pages', async () => {
		await onStage(async ({ searchAiApps }) => {
			const { results } = await searchAiApps('60 APP');
			expect(results.map(({ name }) => name)).toEqual(['Sample app 60']);
		});
	});
});

describe('the form of a workflow', () => {
	it.concurrent(
		'has the literal inputs by node, texts shown, seeds without a default',
		async () => {
			await onStage(async ({ form }) => {
				const { fields } = await form('workflow', pasted(WORKFLOW_IDS.textToImage, 'id'));
				expect(
					fields.map(({ id, displayName, type, removed, defaultValue }) => [
						id,
						displayName,
						type,
						removed === true ? 'to be added' : 'shown',
						defaultValue ?? null,
					]),
				).toEqual([
					['3.seed', 'KSampler: seed', 'string', 'to be added', null],
					['3.steps', 'KSampler: steps', 'number', 'to be added', 20],
					['3.cfg', 'KSampler: cfg', 'number', 'to be added', 8],
					['3.sampler_name', 'KSampler: sampler_name', 'string', 'to be added', 'euler'],
					['3.scheduler', 'KSampler: scheduler', 'string', 'to be added', 'normal'],
					['3.denoise', 'KSampler: denoise', 'number', 'to be added', 1],
					[
						'4.ckpt_name',
						'Load Checkpoint: ckpt_name',
						'string',
						'to be added',
						'sd_xl_base_1.0.safetensors',
					],
					['5.width', 'Empty Latent Image: width', 'number', 'to be added', 1024],
					['5.height', 'Empty Latent Image: height', 'number', 'to be added', 1024],
					['5.batch_size', 'Empty Latent Im…: batch_size', 'number', 'to be added', 1],
					['6.text', 'Positive Prompt: text', 'string', 'shown', 'a lighthouse at dusk'],
					['7.text', 'Negative Prompt: text', 'string', 'shown', 'text, watermark'],
					['9.filename_prefix', 'Save Image: filename_prefix', 'string', 'to be added', 'ComfyUI'],
					['11.sampling', 'Model Sampling: sampling', 'string', 'to be added', 'eps'],
					['11.zsnr', 'Model Sampling: zsnr', 'options', 'to be added', null],
					['12.file_name', 'LoRA: file_name', 'string', 'to be added', STORED_LORA.fileName],
					['12.strength_model', 'LoRA: strength_model', 'number', 'to be added', 0.8],
					['12.strength_clip', 'LoRA: strength_clip', 'number', 'to be added', 1],
				]);
			});
		},
	);

	it.concurrent.each([
		[WORKFLOW_IDS.imageToImage, ['6.text', '7.text', '10.image'], ['portrait-sample.png']],
		[WORKFLOW_IDS.video, ['1.video', '2.audio'], ['walk-sample.mp4', 'rain-sample.mp3']],
	])('shows the media of %s with the files they were saved with', async (id, shown, samples) => {
		await onStage(async ({ form }) => {
			const { fields } = await form(
				'workflow',
				pasted(`https://www.runninghub.ai/en/workflow/${id}`),
			);
			expect(fields.filter(({ removed }) => removed !== true).map((field) => field.id)).toEqual(
				shown,
			);
			const values = fields.map(({ defaultValue }) => String(defaultValue));
			expect(values.filter((value) => Object.hasOwn(STOCK_FILES, value))).toEqual(samples);
		});
	});

	it.concurrent('reads a graph that comes as an object', async () => {
		await onStage(
			async ({ form }) => {
				const { fields } = await form('workflow', pasted(WORKFLOW_IDS.video, 'id'));
				expect(fields).toHaveLength(8);
			},
			{ settings: { graphForm: 'object' } },
		);
	});

	it.concurrent.each([
		['', /^Paste the URL of a workflow/],
		[WORKFLOW_IDS.neverRun, /was never run on the RunningHub site.*save it and run it once/],
		[UNKNOWN_ID, /knows no workflow with the ID 1999999999999999999.*other RunningHub site/],
		[
			APP_IDS.documented,
			/is the ID of the AI app "Flux Kontext: edit a picture", not of a workflow\. Choose the resource AI App/,
		],
		[
			'https://www.runninghub.ai/ai-detail/12345',
			/This is the URL of an AI app, not of a workflow/,
		],
	])('says of "%s" why there is none', async (value, reason) => {
		await onStage(async ({ form }) => {
			expect(await form('workflow', pasted(value))).toEqual({
				fields: [],
				emptyFieldsNotice: expect.stringMatching(reason),
			});
		});
	});
});

/** A stand-in for the way out: it counts who wants to leave this machine, and lets nobody. */
async function withoutNetwork(act: (wanted: readonly string[]) => Promise<void>): Promise<void> {
	const wanted: string[] = [];
	const proxy = createServer().on('connect', ({ url }, socket) => {
		wanted.push(url ?? '');
		socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
	});
	await new Promise<void>((resolve) => {
		proxy.listen(0, '127.0.0.1', resolve);
	});
	const address = proxy.address();
	const port = typeof address === 'object' ? address?.port : 0;
	const before = process.env.HTTPS_PROXY;
	process.env.HTTPS_PROXY = `http://127.0.0.1:${port}`;
	try {
		await act(wanted);
	} finally {
		if (before === undefined) delete process.env.HTTPS_PROXY;
		else process.env.HTTPS_PROXY = before;
		proxy.close();
		proxy.closeAllConnections();
	}
}

describe('an address of the other site', () => {
	const OTHER_SITE =
		/this URL belongs to the site China \(runninghub\.cn\), but the credential is for the site International \(runninghub\.ai\)/;
	const credential = { site: 'international' };

	it('is refused before any request, with both sites named', async () => {
		await withoutNetwork(async (wanted) => {
			await onStage(async (stage) => {
				const app = `https://www.runninghub.cn/ai-detail/${APP_IDS.documented}`;
				const workflow = `https://www.runninghub.cn/workflow/${WORKFLOW_IDS.textToImage}`;
				const { emptyFieldsNotice } = await stage.form('aiApp', pasted(app), credential);
				expect(emptyFieldsNotice).toMatch(OTHER_SITE);
				const form = await stage.form('workflow', pasted(workflow), credential);
				expect(form.emptyFieldsNotice).toMatch(OTHER_SITE);
				for (const values of [
					appRun('', {}, { aiApp: pasted(app) }),
					{ ...appRun('', {}, { aiApp: pasted(app) }), operation: 'getInputs' },
					workflowRun('', {}, { workflow: pasted(workflow) }),
					{ ...workflowRun('', {}, { workflow: pasted(workflow) }), operation: 'get' },
					jsonRun({ workflow: pasted(workflow), graphJson: '{}' }),
				]) {
					expect(await refusal(stage, values, { credential })).toMatch(OTHER_SITE);
				}
				expect(wanted).toEqual([]);
				await stage.form('aiApp', pasted(APP_IDS.documented), credential);
				expect(wanted).not.toEqual([]);
			});
		});
	});
});

/** An input of each kind: its id, a value that is allowed, what is sent for it, and one that is refused. */
interface InputCase {
	readonly kind: string;
	readonly id: string;
	readonly legal: NodeParameterValueType;
	readonly sent: unknown;
	readonly illegal: NodeParameterValueType;
	readonly problem: RegExp;
}

const APP_INPUTS: readonly InputCase[] = [
	{
		kind: 'IMAGE',
		id: '39.image',
		legal: 'picture',
		sent: UPLOADED,
		illegal: 'sound',
		problem:
			/Photo \(39\.image\): Binary field "sound" holds audio \(audio\/mpeg\)\. Allowed: image/,
	},
	{
		kind: 'AUDIO',
		id: '40.audio',
		legal: 'sound',
		sent: UPLOADED,
		illegal: 'film',
		problem: /Music \(40\.audio\): Binary field "film" holds video.*Allowed: audio/,
	},
	{
		kind: 'VIDEO',
		id: '41.video',
		legal: 'film',
		sent: UPLOADED,
		illegal: 'movie',
		problem: /Clip \(41\.video\): "movie" is not a file\..*picture, film, sound/,
	},
	{
		kind: 'STRING',
		id: '52.prompt',
		legal: 'a red sky\nover "Rome"',
		sent: 'a red sky\nover "Rome"',
		illegal: { text: 'a red sky' },
		problem: /\(52\.prompt\): .*is not allowed\. Allowed: text/,
	},
	{
		kind: 'STRING without fieldData',
		id: '7.text',
		legal: 'blurry',
		sent: 'blurry',
		illegal: ['blurry'],
		problem: /\(7\.text\): .*is not allowed\. Allowed: text/,
	},
	{
		kind: 'INT',
		id: '3.steps',
		legal: '30',
		sent: '30',
		illegal: 51,
		problem: /Steps \(3\.steps\): 51 is not allowed\. Allowed: a whole number from 1 to 50/,
	},
	{
		kind: 'FLOAT',
		id: '3.cfg',
		legal: 3.5,
		sent: '3.5',
		illegal: 'strong',
		problem: /Guidance \(3\.cfg\): "strong" is not allowed\. Allowed: a number from 0 to 30/,
	},
	{
		kind: 'BOOLEAN',
		id: '60.value',
		legal: true,
		sent: 'true',
		illegal: 'yes',
		problem: /Restore details \(60\.value\): "yes" is not allowed\. Allowed: true or false/,
	},
	{
		kind: 'LIST of entries with an index',
		id: '37.aspect_ratio',
		legal: 'Wide',
		sent: '2',
		illegal: 'Later',
		problem: /"Later" is not allowed\. Allowed: 1 \(Square picture\), 2 \(Wide\)/,
	},
	{
		kind: 'LIST as a plain choice',
		id: '61.resolution',
		legal: '768P',
		sent: '768P',
		illegal: '4K',
		problem: /Resolution \(61\.resolution\): "4K" is not allowed\. Allowed: 768P, 2K/,
	},
	{
		kind: 'LIST of literals',
		id: '62.size',
		legal: '4K',
		sent: '4K',
		illegal: '8K',
		problem: /Size \(62\.size\): "8K" is not allowed\. Allowed: 2K, 4K/,
	},
	{
		kind: 'LIST as a newer choice',
		id: '63.quality',
		legal: 'low',
		sent: 'low',
		illegal: 'COMBO',
		problem: /Quality \(63\.quality\): "COMBO" is not allowed\. Allowed: low, high/,
	},
	{
		kind: 'SWITCH',
		id: '70.select',
		legal: 2,
		sent: '2',
		illegal: '3',
		problem: /Style \(70\.select\): "3" is not allowed\. Allowed: 1 \(Watercolour\), 2 \(Oil\)/,
	},
	{
		kind: 'LORA',
		id: '80.file_name',
		legal: STORED_LORA.fileName,
		sent: STORED_LORA.fileName,
		illegal: { name: STORED_LORA.fileName },
		problem: /LoRA \(80\.file_name\): .*is not allowed\. Allowed: text/,
	},
];

const RARE_APP_INPUTS: readonly InputCase[] = [
	{
		kind: 'TEXT',
		id: '1.text',
		legal: 'hello',
		sent: 'hello',
		illegal: ['hello'],
		problem: /Text \(1\.text\): .*Allowed: text/,
	},
	{
		kind: 'NUMBER',
		id: '2.amount',
		legal: '2.5',
		sent: '2.5',
		illegal: 11,
		problem: /Amount \(2\.amount\): 11 is not allowed\. Allowed: a number from 0 to 10/,
	},
	{
		kind: 'COMBO',
		id: '3.choice',
		legal: 'hard',
		sent: 'hard',
		illegal: 'harder',
		problem: /Choice 1 \(3\.choice\): "harder" is not allowed\. Allowed: soft, hard/,
	},
	{
		kind: 'SELECT',
		id: '4.choice',
		legal: 'soft',
		sent: 'soft',
		illegal: 'medium',
		problem: /Choice 2 \(4\.choice\): "medium" is not allowed\. Allowed: soft, hard/,
	},
];

const TEXT_WORKFLOW_INPUTS: readonly InputCase[] = [
	{
		kind: 'text',
		id: '6.text',
		legal: 'a red fox',
		sent: 'a red fox',
		illegal: ['a red fox'],
		problem: /Positive Prompt: text \(6\.text\): .*Allowed: text/,
	},
	{
		kind: 'number',
		id: '5.width',
		legal: '768',
		sent: '768',
		illegal: 'wide',
		problem: /Empty Latent Image: width \(5\.width\): "wide" is not allowed\. Allowed: a number/,
	},
	{
		kind: 'seed',
		id: '3.seed',
		legal: 42,
		sent: '42',
		illegal: 'random',
		problem: /KSampler: seed \(3\.seed\): "random" is not allowed\. Allowed: a number/,
	},
	{
		kind: 'boolean',
		id: '11.zsnr',
		legal: 'true',
		sent: 'true',
		illegal: 2,
		problem: /Model Sampling: zsnr \(11\.zsnr\): 2 is not allowed\. Allowed: true or false/,
	},
	{
		kind: 'choice',
		id: '3.sampler_name',
		legal: 'ddim',
		sent: 'ddim',
		illegal: ['ddim'],
		problem: /KSampler: sampler_name \(3\.sampler_name\): .*Allowed: text/,
	},
	{
		kind: 'LoRA',
		id: '12.file_name',
		legal: 'clay_1.safetensors',
		sent: 'clay_1.safetensors',
		illegal: { name: 'clay_1.safetensors' },
		problem: /LoRA: file_name \(12\.file_name\): .*Allowed: text/,
	},
];

const MEDIA_WORKFLOW_INPUTS: readonly InputCase[] = [
	{
		kind: 'image',
		id: '10.image',
		legal: 'picture',
		sent: UPLOADED,
		illegal: 'film',
		problem: /Photo: image \(10\.image\): Binary field "film" holds video.*Allowed: image/,
	},
];

const FILM_WORKFLOW_INPUTS: readonly InputCase[] = [
	{
		kind: 'video',
		id: '1.video',
		legal: 'film',
		sent: UPLOADED,
		illegal: 'picture, film',
		problem: /Clip: video \(1\.video\): 2 files were given\. Allowed: at most 1/,
	},
	{
		kind: 'audio',
		id: '2.audio',
		legal: 'sound',
		sent: UPLOADED,
		illegal: 'picture',
		problem: /Music: audio \(2\.audio\): Binary field "picture" holds image.*Allowed: audio/,
	},
];

const INPUTS = [
	...APP_INPUTS.map((input) => ({
		...input,
		of: 'an AI app',
		run: appRun,
		source: APP_IDS.allKinds,
	})),
	...RARE_APP_INPUTS.map((input) => ({
		...input,
		of: 'an AI app',
		run: appRun,
		source: APP_IDS.rareTypes,
	})),
	...(
		[
			[WORKFLOW_IDS.textToImage, TEXT_WORKFLOW_INPUTS],
			[WORKFLOW_IDS.imageToImage, MEDIA_WORKFLOW_INPUTS],
			[WORKFLOW_IDS.video, FILM_WORKFLOW_INPUTS],
		] as const
	).flatMap(([source, inputs]) =>
		inputs.map((input) => ({ ...input, of: 'a workflow', run: workflowRun, source })),
	),
];

describe('an input', () => {
	it.concurrent.each(INPUTS)(
		'of $of of the kind $kind is sent when legal',
		async ({ run, source, id, legal, sent }) => {
			await onStage(async (stage) => {
				const { error } = await stage.run(run(source, { [id]: legal }, SUBMIT), FILES);
				expect(error).toBeUndefined();
				expect(sentInputs(stage)).toEqual([{ [id]: sent }]);
				expect(stage.simulator.tasks().map(({ execution }) => execution?.accepted)).toEqual([true]);
			});
		},
	);

	it.concurrent.each(INPUTS)(
		'of $of of the kind $kind is refused when illegal',
		async ({ run, source, id, illegal, problem }) => {
			await onStage(async (stage) => {
				expect(await refusal(stage, run(source, { [id]: illegal }), FILES)).toMatch(problem);
				expect(stage.simulator.requestsOf('upload')).toEqual([]);
			});
		},
	);

	it.concurrent.each([
		['an AI app', appRun, APP_IDS.allKinds, { '3.steps': 0, '60.value': 'yes', '62.size': '8K' }],
		[
			'a workflow',
			workflowRun,
			WORKFLOW_IDS.textToImage,
			{ '5.width': 'wide', '5.height': 'high', '11.zsnr': 'yes' },
		],
	] as const)(
		'of %s is told together with all others that are wrong',
		async (_of, run, id, form) => {
			await onStage(async (stage) => {
				const text = await refusal(stage, run(id, form));
				expect(text).toMatch(/^3 values need correcting\./);
				expect(text).toMatch(/Nothing was submitted or charged/);
				for (const field of Object.keys(form)) expect(text).toContain(`(${field})`);
			});
		},
	);

	it.concurrent.each([
		[
			'an AI app',
			appRun(APP_IDS.allKinds, { '80.file_name': 'nope' }),
			[/RHLoraLoader \(80\)/, /file_name: 'nope' not in/],
		],
		[
			'a workflow',
			workflowRun(WORKFLOW_IDS.textToImage, { '3.sampler_name': 'nope', '5.width': 20000 }),
			[
				/KSampler \(3\): Value not in list: sampler_name: 'nope' not in \['euler'/,
				/EmptyLatentImage \(5\): Value 20000 bigger than max of 16384: width/,
			],
		],
	] as const)(
		'of %s that only RunningHub can judge is explained node by node, and costs nothing',
		async (_of, values, explanations) => {
			await onStage(async ({ run, simulator }) => {
				const { error } = await run(values);
				for (const explanation of explanations) expect(error?.message).toMatch(explanation);
				expect(error?.description).toMatch(/Nothing was charged/);
				expect(error?.description).toContain(`Task ID: ${simulator.tasks()[0]?.id}`);
				expect(simulator.counters.charges).toBe(0);
				expect(simulator.requestsOf('query')).toEqual([]);
			});
		},
	);

	it.concurrent('that no longer exists is named by RunningHub', async () => {
		await onStage(async (stage) => {
			const list = [{ nodeId: '999', fieldName: 'text', fieldValue: 'x' }];
			const { error } = await stage.run(
				workflowRun(WORKFLOW_IDS.textToImage, {}, { options: { nodeInfoList: list } }),
			);
			expect(error?.message).toMatch(/node input does not fit the workflow/);
			expect(error?.description).toContain('node_not_found_in_workflow');
		});
	});

	it.concurrent(
		'that is left out keeps its value at RunningHub, and the seed is drawn',
		async () => {
			await onStage(async (stage) => {
				const { error } = await stage.run(workflowRun(WORKFLOW_IDS.textToImage, {}, SUBMIT), {
					items: prompts('one', 'two'),
				});
				expect(error).toBeUndefined();
				expect(sentInputs(stage)).toEqual([{}, {}]);
				const seeds = stage.simulator
					.tasks()
					.map(({ execution }) => execution?.graph.get('3')?.inputs.seed);
				expect(new Set(seeds).size).toBe(2);
			});
		},
	);

	const LONGEST_SEED = '18446744073709551615';

	it.concurrent.each([
		['the form', workflowRun(WORKFLOW_IDS.textToImage, { '3.seed': LONGEST_SEED })],
		[
			'Node Info List',
			workflowRun(
				WORKFLOW_IDS.textToImage,
				{},
				{
					options: {
						nodeInfoList: `[{"nodeId": "3", "fieldName": "seed", "fieldValue": ${LONGEST_SEED}}]`,
					},
				},
			),
		],
	])('keeps every digit that was given as text in %s', async (_where, values) => {
		await onStage(async (stage) => {
			const { error } = await stage.run(values);
			expect(error).toBeUndefined();
			expect(sentInputs(stage)).toEqual([{ '3.seed': LONGEST_SEED }]);
		});
	});

	it.concurrent.each([
		[
			'the form',
			workflowRun(WORKFLOW_IDS.textToImage, { '3.seed': 2 ** 64 }),
			/KSampler: seed \(3\.seed\): 18446744073709552000 is not allowed\..*give it as text/,
		],
		[
			'a text of the form',
			workflowRun(WORKFLOW_IDS.textToImage, { '6.text': 2 ** 64 }),
			/Positive Prompt: text \(6\.text\): 18446744073709552000 is not allowed\..*as text/,
		],
		[
			'Node Info List',
			workflowRun(
				WORKFLOW_IDS.textToImage,
				{},
				{
					options: {
						nodeInfoList: '={{ [{nodeId: "3", fieldName: "seed", fieldValue: 2 ** 64}] }}',
					},
				},
			),
			/Node Info List: 18446744073709552000 is not allowed\..*give it as text/,
		],
	])('is refused as a number that has lost digits in %s', async (_where, values, problem) => {
		await onStage(async (stage) => {
			expect(await refusal(stage, values)).toMatch(problem);
		});
	});
});

describe('media for an AI app or a workflow', () => {
	const PHOTO = '39.image';
	const withPhoto = (value: NodeParameterValueType) =>
		appRun(APP_IDS.allKinds, { [PHOTO]: value }, SUBMIT);

	it.concurrent.each([
		['a data URI', 'data:image/png;base64,aGVsbG8='],
		['a list with one field', '=["picture"]'],
	])('given as %s are uploaded and sent by name', async (_as, value) => {
		await onStage(async (stage) => {
			const { error } = await stage.run(withPhoto(value), FILES);
			expect(error).toBeUndefined();
			expect(stage.simulator.requestsOf('upload')).toHaveLength(1);
			expect(sentInputs(stage)).toEqual([{ [PHOTO]: UPLOADED }]);
		});
	});

	it.concurrent(
		'given as a URL are fetched without the key, uploaded and sent by name',
		async () => {
			await onStage(async (stage) => {
				const made = await stage.run({ options: { download: false } });
				const url = String(made.outputs[0]?.[0]?.json.url);
				const { error } = await stage.run(withPhoto(url));
				expect(error).toBeUndefined();
				const { simulator } = stage;
				expect(simulator.requestsOf('download').some(({ path }) => url.endsWith(path))).toBe(true);
				expect(simulator.counters.authorizedDownloads).toBe(0);
				expect(simulator.requestsOf('upload')).toHaveLength(1);
				expect(sentInputs(stage)).toEqual([{ [PHOTO]: UPLOADED }]);
			});
		},
	);

	it.concurrent('uploaded before are sent by their name, and not again', async () => {
		await onStage(async (stage) => {
			const uploaded = await stage.run(
				{ resource: 'file', operation: 'upload', fields: { files: 'picture' } },
				FILES,
			);
			const name = String(uploaded.outputs[0]?.[0]?.json.fileName);
			await stage.run(withPhoto(name));
			expect(sentInputs(stage)).toEqual([{ [PHOTO]: name }]);
			expect(stage.simulator.requestsOf('upload')).toHaveLength(1);
		});
	});

	it.concurrent('of equal content are uploaded once for all items', async () => {
		await onStage(async (stage) => {
			const [item] = FILES.items;
			const items = item === undefined ? [] : [item, item, item];
			await stage.run(withPhoto('picture'), { items });
			expect(sentInputs(stage)).toHaveLength(3);
			expect(stage.simulator.requestsOf('upload')).toHaveLength(1);
		});
	});

	it.concurrent.each([
		['https://x.invalid/a.png', /file at https:\/\/x\.invalid\/a\.png could not be fetched/],
		['asset://asset-1', /asset:\/\/asset-1 works in model parameters only/],
	])('that cannot be had are refused: %s', async (value, problem) => {
		await onStage(async (stage) => {
			expect(await refusal(stage, withPhoto(value))).toMatch(problem);
		});
	});

	it.concurrent('that are gone are refused with what their server said', async () => {
		await onStage(async (stage) => {
			const url = `${stage.simulator.baseUrl}/output/gone.png?token=secret`;
			const text = await refusal(stage, withPhoto(url));
			expect(text).toMatch(
				/output\/gone\.png could not be fetched: the server answered with HTTP 404/,
			);
			expect(text).not.toContain('secret');
		});
	});
});

describe('a password', () => {
	it.concurrent('is asked for before anything is submitted', async () => {
		await onStage(async (stage) => {
			expect(await refusal(stage, appRun(APP_IDS.protected))).toMatch(
				/AI app "Behind a password" needs a password Add Access Password under Options/,
			);
		});
	});

	it.concurrent.each([
		['an AI app', appRun, APP_IDS.protected, APP_PASSWORD, '/task/openapi/ai-app/run'],
		['a workflow', workflowRun, WORKFLOW_IDS.protected, WORKFLOW_PASSWORD, '/task/openapi/create'],
	] as const)('opens %s', async (_of, run, id, accessPassword, path) => {
		await onStage(async (stage) => {
			const { outputs, error } = await stage.run(run(id, {}, { options: { accessPassword } }));
			expect(error).toBeUndefined();
			expect(outputs[0]?.[0]?.json).toMatchObject({ status: 'SUCCESS', fileType: 'png' });
			expect(stage.simulator.requestsOf(...RUNS).map((request) => request.path)).toEqual([path]);
		});
	});

	it.concurrent.each([
		['an AI app', appRun, APP_IDS.protected],
		['a workflow', workflowRun, WORKFLOW_IDS.protected],
	] as const)('that is wrong is told for %s', async (_of, run, id) => {
		await onStage(async (stage) => {
			const options = { accessPassword: 'guess' };
			const { error } = await stage.run(run(id, {}, { options }));
			expect(error?.description).toContain('accessPassword is missing or wrong');
			expect(stage.simulator.tasks()).toEqual([]);
		});
	});
});

/** The page of an app's or a workflow's API. */
function apiPage(id: string, apiType: number): string {
	return `https://www.runninghub.ai/call-api/api-detail/${id}?apiType=${apiType}`;
}

describe('a wrong id', () => {
	const getInputs = (id: string) => ({ ...appRun(id), operation: 'getInputs' });
	const get = (id: string) => ({ ...workflowRun(id), operation: 'get' });
	const NO_APP = /knows no AI app with the ID 1999999999999999999 .*other RunningHub site/;
	const NO_WORKFLOW = /knows no workflow with the ID 1999999999999999999 .*other RunningHub site/;
	const IS_WORKFLOW = /is the ID of a workflow, not of an AI app Choose the resource Workflow/;
	const IS_APP =
		/is the ID of the AI app "Rare types", not of a workflow Choose the resource AI App/;
	const NEVER_RUN = /was never run on the RunningHub site Open it there, save it and run it once/;

	it.concurrent.each([
		['AI App → Run', appRun(UNKNOWN_ID), NO_APP],
		['AI App → Run', appRun(WORKFLOW_IDS.video), IS_WORKFLOW],
		['AI App → Run', appRun(apiPage(WORKFLOW_IDS.video, 5)), IS_WORKFLOW],
		['AI App → Run', appRun(apiPage(UNKNOWN_ID, 4)), NO_APP],
		['Workflow → Run', workflowRun(apiPage(APP_IDS.rareTypes, 4)), IS_APP],
		['Workflow → Get', get(apiPage(APP_IDS.rareTypes, 5)), IS_APP],
		['AI App → Run', appRun('={{ $json.app }}'), /AI App: nothing is chosen Paste the URL/],
		['AI App → Run', appRun('my app'), /"my app" is neither the ID of an AI app/],
		['AI App → Get Inputs', getInputs(UNKNOWN_ID), NO_APP],
		['AI App → Get Inputs', getInputs(WORKFLOW_IDS.video), IS_WORKFLOW],
		['Workflow → Run', workflowRun(UNKNOWN_ID), NO_WORKFLOW],
		['Workflow → Run', workflowRun(APP_IDS.rareTypes), IS_APP],
		['Workflow → Run', workflowRun(WORKFLOW_IDS.neverRun), NEVER_RUN],
		['Workflow → Get', get(UNKNOWN_ID), NO_WORKFLOW],
		['Workflow → Get', get(APP_IDS.rareTypes), IS_APP],
		['Workflow → Get', get(WORKFLOW_IDS.neverRun), NEVER_RUN],
	] as const)('of %s has its reason told', async (_operation, values, reason) => {
		await onStage(async (stage) => {
			expect(await refusal(stage, values)).toMatch(reason);
		});
	});
});

describe('the address of an API page', () => {
	it.each([4, 5])('with the apiType %s is taken for an app and for a workflow', async (type) => {
		await onStage(async (stage) => {
			const get = { ...workflowRun(apiPage(WORKFLOW_IDS.textToImage, type)), operation: 'get' };
			const app = { ...appRun(apiPage(APP_IDS.documented, type)), operation: 'getInputs' };
			expect((await stage.run(get)).error).toBeUndefined();
			const { outputs } = await stage.run(app);
			expect(outputs[0]?.[0]?.json.appId).toBe(APP_IDS.documented);
		});
	});
});

describe('AI App → Get Inputs', () => {
	it.concurrent('gives the inputs without the sample call that holds the key', async () => {
		await onStage(async ({ run, simulator }) => {
			const { outputs } = await run({ ...appRun(APP_IDS.documented), operation: 'getInputs' });
			expect(outputs[0]).toHaveLength(1);
			const { json } = outputs[0]?.[0] ?? { json: {} };
			expect(json).toMatchObject({
				appId: APP_IDS.documented,
				webappName: 'Flux Kontext: edit a picture',
				accessEncrypted: false,
				nodeInfoList: [
					{ nodeId: '39', fieldName: 'image' },
					{ nodeId: '37', fieldName: 'model' },
					{ nodeId: '37', fieldName: 'aspect_ratio' },
					{ nodeId: '52', fieldName: 'prompt' },
				],
			});
			expect(json).not.toHaveProperty('curl');
			expect(simulator.requestsOf('appInputs')).toHaveLength(1);
		});
	});
});

describe('AI App → Get Many', () => {
	const getMany = (fields: INode['parameters']) => ({
		resource: 'aiApp',
		operation: 'getMany',
		fields,
	});

	it.concurrent.each([
		[{ limit: 3 }, ['Sample app 1', 'Sample app 2', 'Sample app 3']],
		[{ limit: 2, sort: 'NEWEST' }, ['Sample app 60', 'Sample app 59']],
		[{ limit: 1, sort: 'HOTTEST' }, ['Sample app 31']],
	])('with %j gives the first', async (fields, titles) => {
		await onStage(async ({ run, simulator }) => {
			const { outputs } = await run(getMany(fields));
			expect(outputs[0]?.map(({ json }) => json.title)).toEqual(titles);
			expect(simulator.requestsOf('appList')).toHaveLength(1);
		});
	});

	it.concurrent('gives all pages, with ids that keep every digit', async () => {
		await onStage(async ({ run, simulator }) => {
			const { outputs } = await run(getMany({ returnAll: true }));
			const ids = outputs[0]?.map(({ json }) => json.appId) ?? [];
			expect(new Set(ids).size).toBe(60);
			expect(ids[0]).toBe('1940000000000000257');
			expect(Object.keys(outputs[0]?.[0]?.json ?? {}).sort()).toEqual([
				'appId',
				'cover',
				'description',
				'title',
			]);
			expect(simulator.requestsOf('appList')).toHaveLength(2);
		});
	});

	it.concurrent('refuses a limit that is none', async () => {
		await onStage(async ({ run }) => {
			const { error } = await run(getMany({ limit: 0 }));
			expect(error?.message).toBe(
				'Limit: 0 is not allowed. Allowed: a whole number of at least 1.',
			);
		});
	});
});

describe('Node Info List', () => {
	const LIST = [
		{ nodeId: '52', fieldName: 'prompt', fieldValue: 'from the list' },
		{ nodeId: '39', fieldName: 'image', fieldValue: 'picture' },
	];

	it.concurrent.each([
		['a list', LIST],
		['JSON text', JSON.stringify(LIST)],
		['a whole request', JSON.stringify({ webappId: 'null', nodeInfoList: LIST })],
	])('given as %s takes precedence over the form', async (_as, nodeInfoList) => {
		await onStage(async (stage) => {
			const form = { '52.prompt': 'from the form', '62.size': '4K' };
			const { error } = await stage.run(
				appRun(APP_IDS.allKinds, form, { ...SUBMIT, options: { nodeInfoList } }),
				FILES,
			);
			expect(error).toBeUndefined();
			expect(sentInputs(stage)).toEqual([
				{ '52.prompt': 'from the list', '39.image': UPLOADED, '62.size': '4K' },
			]);
		});
	});

	it.concurrent('may set inputs of a workflow', async () => {
		await onStage(async (stage) => {
			const nodeInfoList = [{ nodeId: '5', fieldName: 'width', fieldValue: 512 }];
			await stage.run(
				workflowRun(WORKFLOW_IDS.textToImage, {}, { ...SUBMIT, options: { nodeInfoList } }),
			);
			expect(sentInputs(stage)).toEqual([{ '5.width': '512' }]);
		});
	});

	it.concurrent.each([
		['not JSON', /Node Info List: this is not a list of node inputs/],
		['{"a": 1}', /Node Info List: this is not a list of node inputs/],
		['[{"nodeId": "6", "fieldValue": "x"}]', /entry 1 lacks nodeId, fieldName or fieldValue/],
		[
			'[{"nodeId": "3", "fieldName": "steps", "fieldValue": 99}]',
			/Steps \(3\.steps\): 99 is not allowed/,
		],
	])('that is %s is refused', async (nodeInfoList, problem) => {
		await onStage(async (stage) => {
			const values = appRun(APP_IDS.allKinds, {}, { options: { nodeInfoList } });
			expect(await refusal(stage, values)).toMatch(problem);
		});
	});
});

describe('a run of an AI app or a workflow', () => {
	it.concurrent.each([
		['an AI app', appRun(APP_IDS.documented), { appId: APP_IDS.documented }],
		[
			'a workflow',
			workflowRun(WORKFLOW_IDS.imageToImage),
			{ workflowId: WORKFLOW_IDS.imageToImage },
		],
	] as const)('comes out as an item with its file: %s', async (_of, values, subject) => {
		await onStage(async ({ run, simulator }) => {
			const { outputs } = await run(values);
			expect(outputs[0]).toHaveLength(1);
			expect(outputs[0]?.[0]).toEqual({
				json: {
					url: expect.stringMatching(/\/output\/.*\.png$/),
					fileName: expect.stringMatching(/\.png$/),
					fileType: 'png',
					taskId: simulator.tasks()[0]?.id,
					status: 'SUCCESS',
					...subject,
					cost: expect.any(Number),
					currency: 'CNY',
					seconds: expect.any(Number),
					index: 0,
					count: 1,
				},
				binary: { data: expect.objectContaining({ mimeType: 'image/png' }) },
				pairedItem: { item: 0 },
			});
			expect(simulator.counters.authorizedDownloads).toBe(0);
		});
	});

	it.concurrent('comes out as one item per task on request', async () => {
		await onStage(async ({ run }) => {
			const { outputs } = await run(
				appRun(APP_IDS.allKinds, {}, { options: { output: 'perTask' }, simplify: false }),
			);
			expect(outputs[0]).toHaveLength(1);
			expect(outputs[0]?.[0]?.json).toMatchObject({
				count: 2,
				files: [{ fileType: 'png' }, { fileType: 'mp4' }],
				raw: { status: 'SUCCESS' },
			});
			expect(Object.keys(outputs[0]?.[0]?.binary ?? {})).toEqual(['data', 'data_1']);
		});
	});

	it.concurrent('that saves nothing says so', async () => {
		await onStage(async ({ run }) => {
			const { outputs } = await run(workflowRun(WORKFLOW_IDS.withoutSave));
			expect(outputs[0]?.map(({ json }) => [json.status, json.count, json.url])).toEqual([
				['SUCCESS', 0, undefined],
			]);
		});
	});

	it.concurrent('whose node fails names the node', async () => {
		await onStage(async ({ run }) => {
			const { error } = await run(
				workflowRun(WORKFLOW_IDS.textToImage, { '6.text': 'x [fail:node-text]' }),
			);
			expect(error?.message).toMatch(
				/ComfyUI node CLIPTextEncode \(6\) stopped the task: TypeError/,
			);
		});
	});

	it.concurrent('can be submitted only, with a webhook', async () => {
		await onStage(async ({ run, simulator }) => {
			const webhookUrl = 'http://127.0.0.1:9/hook';
			const more = { waitMode: 'submit', options: { webhookUrl } };
			const { outputs } = await run(workflowRun(WORKFLOW_IDS.textToImage, {}, more));
			const [task] = simulator.tasks();
			expect(outputs[0]?.[0]?.json).toEqual({
				taskId: task?.id,
				status: expect.stringMatching(/^(QUEUED|RUNNING)$/),
				workflowId: WORKFLOW_IDS.textToImage,
			});
			expect(task?.webhookUrl).toBe(webhookUrl);
		});
	});

	it.concurrent.each([
		['an AI app', appRun, APP_IDS.documented, {}],
		['a workflow', workflowRun, WORKFLOW_IDS.textToImage, { addMetadata: false }],
	] as const)('carries its options as RunningHub wants them: %s', async (_of, run, id, own) => {
		await onStage(async (stage) => {
			const options = {
				instanceType: 'plus',
				usePersonalQueue: true,
				retainSeconds: 60,
				...own,
			};
			const { error } = await stage.run(run(id, {}, { ...SUBMIT, options }));
			expect(error).toBeUndefined();
			expect(stage.simulator.tasks()[0]?.body).toEqual({ nodeInfoList: [], ...options });
		});
	});

	it.concurrent(
		'takes an instance type that is newer than this node, and says when there is none',
		async () => {
			await onStage(async (stage) => {
				const options = { instanceType: 'titan' };
				const { error } = await stage.run(appRun(APP_IDS.documented, {}, { options }));
				expect(error?.description).toContain('instanceType must be one of default, plus, ultra');
			});
		},
	);

	it.concurrent('refuses an illegal option', async () => {
		await onStage(async (stage) => {
			const options = { retainSeconds: 181 };
			expect(await refusal(stage, appRun(APP_IDS.documented, {}, { options }))).toMatch(
				/Retain Seconds: 181 is not allowed\. Allowed: a whole number from 10 to 180/,
			);
		});
	});

	it.concurrent('has no price to ask for', async () => {
		await onStage(async (stage) => {
			const values = appRun(APP_IDS.documented, {}, { waitMode: 'price' });
			expect(await refusal(stage, values)).toMatch(
				/Wait for Result: price is not allowed\. Allowed: submit, suspend, wait/,
			);
		});
	});
});

describe('many runs', () => {
	const each = appRun(APP_IDS.documented, { '52.prompt': ITEM_PROMPT });
	const bought = ({ simulator }: Stage) =>
		simulator.tasks().map(({ execution }) => execution?.graph.get('52')?.inputs.prompt);

	it.concurrent('go side by side and come out in order, each paired with its input', async () => {
		await onStage(async (stage) => {
			const { simulator, key, run } = stage;
			simulator.setConcurrency(key, 3);
			const texts = Array.from(
				{ length: 7 },
				(_, index) => `item ${index} [time:${6_000 - index * 700}]`,
			);
			const { outputs } = await run(each, { items: prompts(...texts) });
			const items = outputs[0] ?? [];
			const promptOf = new Map(
				simulator
					.tasks()
					.map(({ id, execution }) => [id, execution?.graph.get('52')?.inputs.prompt]),
			);
			expect(items.map(({ json }) => promptOf.get(String(json.taskId)))).toEqual(texts);
			expect(items.map(({ pairedItem }) => pairedItem)).toEqual(texts.map((_, item) => ({ item })));
			expect(simulator.counters.maxInFlight[key]).toBe(3);
			expect(simulator.requestsOf('appInputs')).toHaveLength(1);
		});
	});

	it.concurrent('are not bought twice by Retry On Fail after a failed download', async () => {
		await onStage(async (stage) => {
			stage.simulator.faults.add({ on: 'download', kind: 'badGateway', times: 3 });
			const { outputs, error } = await stage.run(each, {
				items: prompts('one', 'two'),
				retryOnFail: true,
			});
			expect(error).toBeUndefined();
			expect(outputs[0]?.every(({ binary }) => binary?.data !== undefined)).toBe(true);
			expect(bought(stage).sort()).toEqual(['one', 'two']);
		});
	});

	it.concurrent('are bought anew by Retry On Fail only where they failed', async () => {
		await onStage(async (stage) => {
			let failures = 0;
			stage.simulator.onSubmit(({ body }) => {
				if (!JSON.stringify(body).includes('two') || failures > 0) return undefined;
				failures += 1;
				return { failure: { code: '1000', message: 'unknown', failedReason: null } };
			});
			const { outputs, error } = await stage.run(each, {
				items: prompts('one', 'two', 'three'),
				retryOnFail: true,
			});
			expect(error).toBeUndefined();
			expect(outputs[0]).toHaveLength(3);
			expect(bought(stage).sort()).toEqual(['one', 'three', 'two', 'two']);
			expect(stage.simulator.counters.charges).toBe(3);
		});
	});

	it.concurrent.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'that failed leave the others unharmed under %s',
		async (onError) => {
			await onStage(async ({ run, simulator }) => {
				const { outputs } = await run(each, {
					items: prompts('one', 'two [fail:1505]', 'three'),
					onError,
				});
				const failed = {
					error: expect.stringMatching(/photorealistic real people/),
					details: {
						kind: 'policy',
						taskId: simulator.tasks().find(({ state }) => state === 'FAILED')?.id,
						status: 'FAILED',
						code: '1505',
						hint: expect.stringMatching(/without real people/),
					},
				};
				const success = { status: 'SUCCESS', appId: APP_IDS.documented };
				const [regular, errors] = outputs.map((items) => items.map(({ json }) => json));
				if (onError === 'continueRegularOutput') {
					expect(regular).toMatchObject([success, failed, success]);
				} else {
					expect(regular).toMatchObject([success, success]);
					expect(errors).toMatchObject([failed]);
				}
			});
		},
	);
});

describe('Workflow → Get', () => {
	it.concurrent('gives the graph', async () => {
		await onStage(async ({ run }) => {
			const { outputs } = await run({ ...workflowRun(WORKFLOW_IDS.video), operation: 'get' });
			expect(outputs[0]?.map(({ json }) => json)).toEqual([
				{
					workflowId: WORKFLOW_IDS.video,
					graph: expect.objectContaining({
						'1': expect.objectContaining({
							class_type: 'LoadVideo',
							inputs: { video: 'walk-sample.mp4' },
						}),
					}),
				},
			]);
		});
	});
});

/** A graph of one's own, different from the stored one. */
const GRAPH: JsonObject = {
	'1': { class_type: 'LoadImage', inputs: { image: 'portrait-sample.png' } },
	'2': { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'Own' } },
};

describe('Workflow → Run JSON', () => {
	const asFile = (content: string) => ({
		items: [itemWithFiles({ data: { content, mimeType: 'application/json' } })],
	});

	it.concurrent.each([
		['pasted', { graphJson: JSON.stringify(GRAPH) }, undefined],
		['the body of a queued prompt', { graphJson: JSON.stringify({ prompt: GRAPH }) }, undefined],
		[
			'an object by expression',
			{ graphJson: '={{ $json.graph }}' },
			{ items: [{ json: { graph: GRAPH } }] },
		],
		['a file', { graphSource: 'file' }, asFile(JSON.stringify(GRAPH))],
	] as const)('runs a graph given as %s', async (_as, fields, rest) => {
		await onStage(async ({ run, simulator }) => {
			const { outputs, error } = await run(jsonRun({ ...fields, simplify: false }), rest);
			expect(error).toBeUndefined();
			expect(outputs[0]?.map(({ json }) => [json.status, json.workflowId, json.nodeId])).toEqual([
				['SUCCESS', WORKFLOW_IDS.textToImage, '2'],
			]);
			const [task] = simulator.tasks();
			expect(task?.body.nodeInfoList).toEqual([]);
			expect(JSON.parse(String(task?.body.workflow))).toEqual(GRAPH);
		});
	});

	it.concurrent.each([
		['nothing', '', /(Workflow JSON|Input Binary Field): This is not a JSON object/],
		['rubbish', '{"1": ', /(Workflow JSON|Input Binary Field): This is not a JSON object/],
		['a graph without nodes', '{}', /The graph has no nodes/],
		[
			"a workflow in the editor's format",
			'{"nodes": [], "links": [], "version": 0.4}',
			/in the format of ComfyUI's editor\. Export it with Save \(API Format\)/,
		],
		['a node without a class', '{"1": {"inputs": {}}}', /Node 1 has no class_type/],
		['a node without inputs', '{"1": {"class_type": "A"}}', /Node 1 \(A\) has no inputs/],
		[
			'a link to nowhere',
			'{"1": {"class_type": "SaveImage", "inputs": {"images": ["7", 0]}}}',
			/Node 1: input images leads to node 7, which does not exist/,
		],
	])('refuses %s', async (_what, graphJson, problem) => {
		await onStage(async (stage) => {
			expect(await refusal(stage, jsonRun({ graphJson }))).toMatch(problem);
			const fromFile = await refusal(stage, jsonRun({ graphSource: 'file' }), asFile(graphJson));
			expect(fromFile).toMatch(problem);
		});
	});

	it.concurrent('refuses a file that the item does not have', async () => {
		await onStage(async (stage) => {
			const values = jsonRun({ graphSource: 'file', graphFile: 'graph' });
			expect(await refusal(stage, values)).toMatch(/the item has no binary field named "graph"/);
		});
	});

	it.concurrent('explains a graph that RunningHub refuses', async () => {
		await onStage(async ({ run, simulator }) => {
			const bad = { ...GRAPH, '1': { class_type: 'LoadImage', inputs: { image: 'mine.png' } } };
			const { error } = await run(jsonRun({ graphJson: JSON.stringify(bad) }));
			expect(error?.message).toMatch(
				/LoadImage \(1\): Custom validation failed for node: image - Invalid image file: mine\.png/,
			);
			expect(simulator.counters.charges).toBe(0);
		});
	});

	it.concurrent('needs a workflow that RunningHub knows', async () => {
		await onStage(async ({ run }) => {
			const values = jsonRun({ graphJson: JSON.stringify(GRAPH) }, WORKFLOW_IDS.neverRun);
			expect((await run(values)).error?.message).toMatch(/was never run on the RunningHub site/);
		});
	});
});
