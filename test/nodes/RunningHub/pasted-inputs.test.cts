import type { INode, INodeExecutionData } from 'n8n-workflow';
import { asObject, isJsonObject, type JsonObject } from '../../../runninghub/json';
import { caseJson, caseText } from '../../cases/case-files.cts';
import { APP_IDS, QUICK_CREATE_IDS, WORKFLOW_IDS } from '../../simulator/fixtures.cts';
import type { RouteKind } from '../../simulator/simulator.cts';
import { filledIn, itemWithFiles, type NodeValues, onStage, pasted, type Stage } from './stage.cts';

const RUNS: readonly RouteKind[] = ['appRun', 'workflowRun', 'quickCreateRun'];
const SUBMIT = { waitMode: 'submit' };
const SHORTENED = { settings: { nodeClasses: 'accept' } } as const;

function appRun(id: string, form: INode['parameters'], nodeInfoList?: unknown): NodeValues {
	const options = nodeInfoList === undefined ? {} : { nodeInfoList };
	const fields = { aiApp: pasted(id, 'id'), appParameters: filledIn(Object(form)), ...SUBMIT };
	return { resource: 'aiApp', operation: 'run', fields: { ...fields, options: Object(options) } };
}

function workflowRun(id: string, form: Record<string, string>): NodeValues {
	const fields = { workflow: pasted(id, 'id'), workflowParameters: filledIn(form), ...SUBMIT };
	return { resource: 'workflow', operation: 'run', fields };
}

function quickCreate(nodeInfoList: string): NodeValues {
	const fields = { webappId: QUICK_CREATE_IDS.picture, quickCreateCode: '002', nodeInfoList };
	return { resource: 'quickCreate', operation: 'run', fields: { ...fields, ...SUBMIT } };
}

/** The entries of every run, as RunningHub got them. */
function sentEntries({ simulator }: Stage): JsonObject[][] {
	return simulator.requestsOf(...RUNS).map(({ body }) => {
		const { nodeInfoList } = asObject(body);
		return Array.isArray(nodeInfoList) ? nodeInfoList.filter(isJsonObject) : [];
	});
}

/** The same, as `node.field` and value. */
function sentInputs(stage: Stage): JsonObject[] {
	return sentEntries(stage).map((entries) =>
		Object.fromEntries(
			entries.map((entry) => [
				`${String(entry.nodeId)}.${String(entry.fieldName)}`,
				entry.fieldValue,
			]),
		),
	);
}

/** What the entries of a list say should be sent. */
function valuesIn(holder: unknown): JsonObject {
	const { nodeInfoList } = asObject(holder);
	const entries = Array.isArray(nodeInfoList) ? nodeInfoList.filter(isJsonObject) : [];
	return Object.fromEntries(
		entries.map((entry) => [
			`${String(entry.nodeId)}.${String(entry.fieldName)}`,
			entry.fieldValue,
		]),
	);
}

async function inputsItem({ run }: Stage, id: string): Promise<INodeExecutionData> {
	const { outputs } = await run({
		resource: 'aiApp',
		operation: 'getInputs',
		fields: { aiApp: pasted(id, 'id') },
	});
	return outputs[0]?.[0] ?? { json: {} };
}

describe('Node Info List', () => {
	const SAMPLE = 'node-info-list-sample.json';
	const list = (): string => JSON.stringify(asObject(caseJson(SAMPLE)).nodeInfoList);

	it.concurrent.each<[string, () => string]>([
		['with the object around it', () => caseText(SAMPLE)],
		['with a key in it', () => caseText(SAMPLE).replace('{{apiKey}}', '0123456789abcdef-a-key')],
		['without', list],
		['as text in text', () => JSON.stringify(caseText(SAMPLE))],
		['after a byte order mark', () => `\uFEFF${list()}`],
		['in a copied list with one item', () => `[${caseText(SAMPLE)}]`],
		['in an answer', () => JSON.stringify({ code: 0, data: caseJson(SAMPLE) })],
	])("takes a sample of RunningHub's pages as it is, %s", async (_as, text) => {
		await onStage(async (stage) => {
			const { error, outputs } = await stage.run(appRun(APP_IDS.documented, {}, text()));
			// That file is on RunningHub's own machines only.
			expect(error?.message).toMatch(/^RunningHub refused the inputs.*Invalid image file: a293/);
			expect(sentInputs(stage)).toEqual([valuesIn(caseJson(SAMPLE))]);
			const [request] = stage.simulator.requestsOf('appRun');
			expect(JSON.stringify(request?.body)).not.toContain('a-key');
			expect(JSON.stringify(request?.body)).not.toContain('apiKey');
			expect(JSON.stringify([error, outputs])).not.toContain('a-key');
		});
	});

	it.concurrent('given as an object by an expression is the same', async () => {
		await onStage(async (stage) => {
			const item = asObject(caseJson(SAMPLE));
			await stage.run(appRun(APP_IDS.documented, {}, '={{ $json }}'), {
				items: [{ json: JSON.parse(JSON.stringify(item)) }],
			});
			expect(sentInputs(stage)).toEqual([valuesIn(item)]);
		});
	});

	it.concurrent('sends an empty text that stands there, and leaves out what is null', async () => {
		await onStage(async (stage) => {
			const entries = [
				{ nodeId: '7', fieldName: 'text', fieldValue: '' },
				{ nodeId: '52', fieldName: 'prompt', fieldValue: null },
				{ nodeId: '3', fieldName: 'steps', fieldValue: '' },
			];
			const { error } = await stage.run(appRun(APP_IDS.allKinds, {}, JSON.stringify(entries)));
			expect(error).toBeUndefined();
			expect(sentInputs(stage)).toEqual([{ '7.text': '' }]);
		});
	});

	it.concurrent('reads the index of a switch as RunningHub writes it', async () => {
		await onStage(async (stage) => {
			const entry = { nodeId: '185', fieldName: 'select', fieldType: 'SWITCH' };
			for (const fieldValue of ['1.0', 1, '1']) {
				const text = JSON.stringify([{ ...entry, fieldValue }]);
				expect((await stage.run(appRun(APP_IDS.withNone, {}, text))).error).toBeUndefined();
			}
			expect(sentInputs(stage)).toEqual([
				{ '185.select': '1' },
				{ '185.select': '1' },
				{ '185.select': '1' },
			]);
		});
	});

	it.concurrent.each(['"a red fox"', '5', '{"webappId": "1"}', '[[]]', 'no list'])(
		'%s is none',
		async (text) => {
			await onStage(async (stage) => {
				const { error } = await stage.run(appRun(APP_IDS.documented, {}, text));
				expect(error?.message).toMatch(/^Node Info List: (?:this is not a list|entry 1 lacks)/);
				expect(stage.simulator.requestsOf(...RUNS)).toEqual([]);
			});
		},
	);
});

describe('AI App → Get Inputs, pasted back', () => {
	it.concurrent.each(Object.entries({ ...APP_IDS, protected: APP_IDS.withNone }))(
		'runs %s as it is',
		async (_name, id) => {
			await onStage(async (stage) => {
				const item = await inputsItem(stage, id);
				for (const [value, items] of [
					['={{ $json }}', [item]],
					['={{ $json.nodeInfoList }}', [item]],
					[JSON.stringify([item.json]), [{ json: {} }]],
				] as const) {
					expect((await stage.run(appRun(id, {}, value), { items })).error).toBeUndefined();
				}
				const expected = Object.fromEntries(
					Object.entries(valuesIn(item.json)).map(([input, value]) => [input, String(value)]),
				);
				expect(sentInputs(stage)).toEqual([expected, expected, expected]);
			});
		},
	);
});

describe('an app whose picture may be None', () => {
	const CASE = 'app-inputs-none.json';

	it.concurrent('shows it, its switch and its numbers', async () => {
		await onStage(async (stage) => {
			const { json } = await inputsItem(stage, APP_IDS.withNone);
			expect(json.nodeInfoList).toEqual(asObject(caseJson(CASE)).nodeInfoList);
			const { fields } = await stage.form('aiApp', pasted(APP_IDS.withNone, 'id'));
			expect(
				fields.map(({ id, displayName, type, defaultValue, options }) => [
					id,
					displayName,
					type,
					defaultValue ?? null,
					...(options ?? []).map(({ name, value }) => `${value}: ${name}`),
				]),
			).toEqual([
				[
					'191.image',
					'image (or None)',
					'string',
					'b170588b06162448b4af1ef5a44bcaa7c82b80bcff31a787a280fed9144c8ea6.png',
				],
				['58.value', 'Duration', 'number', 8],
				[
					'185.select',
					'Prompt selection',
					'options',
					'2',
					'2: Expanded by a language model',
					'1: As written',
				],
				['162.text', 'Prompt', 'string', null],
				['116.value', 'Long edge size', 'number', 1920],
			]);
		});
	});

	it.concurrent.each(['None', 'example.png', valuesIn(caseJson(CASE))['191.image']])(
		'sends %s as it is',
		async (name) => {
			await onStage(async (stage) => {
				const form = { '191.image': String(name), '185.select': '1', '58.value': '5' };
				expect((await stage.run(appRun(APP_IDS.withNone, form))).error).toBeUndefined();
				expect(sentInputs(stage)).toEqual([form]);
				expect(stage.simulator.requestsOf('upload')).toEqual([]);
			});
		},
	);

	it.concurrent('takes the binary field of that name rather than the name', async () => {
		await onStage(async (stage) => {
			const items = [itemWithFiles({ None: { content: 'a picture', mimeType: 'image/png' } })];
			await stage.run(appRun(APP_IDS.withNone, { '191.image': 'None' }), { items });
			expect(sentInputs(stage)).toEqual([
				{ '191.image': expect.stringMatching(/^openapi\/.*\.png$/) },
			]);
		});
	});
});

describe('a Quick Create', () => {
	it.concurrent('runs its sample untouched, and sends no key that was pasted with it', async () => {
		await onStage(async (stage) => {
			const { json } = await inputsItem(stage, APP_IDS.allKinds);
			const shown = ['STRING', 'INT', 'SWITCH', 'LORA', 'IMAGE', 'LIST'];
			const { nodeInfoList } = asObject(json);
			const entries = (Array.isArray(nodeInfoList) ? nodeInfoList : [])
				.filter(isJsonObject)
				.filter(({ fieldType }) => shown.includes(String(fieldType)))
				.map((entry) => ({ ...entry, descriptionCn: null, apiKey: 'a-key' }));
			const sample = { webappId: '1', apiKey: 'a-key', nodeInfoList: entries };
			const { error } = await stage.run(quickCreate(JSON.stringify(sample)));
			expect(error).toBeUndefined();
			const expected = Object.entries(valuesIn({ nodeInfoList: entries }));
			expect(sentInputs(stage)).toEqual([
				Object.fromEntries(expected.map(([input, value]) => [input, String(value)])),
			]);
			expect(JSON.stringify(sentEntries(stage))).not.toMatch(/a-key|descriptionCn/);
			expect(JSON.stringify(sentEntries(stage))).toContain('fieldData');
		});
	});
});

describe('a workflow', () => {
	it.concurrent('whose slots are empty shows None, and sends it', async () => {
		await onStage(async (stage) => {
			const { fields } = await stage.form('workflow', pasted(WORKFLOW_IDS.noneSlots, 'id'));
			const media = ['14.audio', '19.image', '27.video', '51.image'];
			expect(
				fields
					.filter(({ id }) => media.includes(id))
					.map(({ id, displayName, defaultValue }) => [id, displayName, defaultValue ?? null]),
			).toEqual([
				['14.audio', 'Load Audio: audio', 'None'],
				['19.image', '#19 Load Image: image', 'None'],
				['27.video', 'Load Video (Upload) …: video', null],
				['51.image', '#51 Load Image: image', null],
			]);
			const form = Object.fromEntries(media.map((id) => [id, 'None']));
			expect((await stage.run(workflowRun(WORKFLOW_IDS.noneSlots, form))).error).toBeUndefined();
			expect(sentInputs(stage)).toEqual([form]);
		}, SHORTENED);
	});

	it.concurrent('with inputs and nodes that have dots and colons sets the right one', async () => {
		await onStage(async (stage) => {
			const form = { '57:250.values.a': '7', '57:250.expression': 'a * 3' };
			const { error } = await stage.run(workflowRun(WORKFLOW_IDS.dottedNames, form));
			expect(error).toBeUndefined();
			expect(sentEntries(stage)).toEqual([
				[
					{ nodeId: '57:250', fieldName: 'expression', fieldValue: 'a * 3' },
					{ nodeId: '57:250', fieldName: 'values.a', fieldValue: '7' },
				],
			]);
		}, SHORTENED);
	});

	it.concurrent.each([
		[
			WORKFLOW_IDS.subgraphIds,
			[
				['57:3.seed', 'K采样器: seed'],
				['57:3.steps', 'K采样器: steps'],
				['57:3.cfg', 'K采样器: cfg'],
				['57:27.text', 'CLIP文本编码: text'],
				['57:30.clip_name', '加载CLIP: clip_name'],
				['57:34.text', 'CLIP文本编码 negative 负向: text'],
			],
		],
		[
			WORKFLOW_IDS.noMeta,
			[
				['9.filename_prefix', 'SaveImage: filename_prefix'],
				['39.clip_name', 'CLIPLoader: clip_name'],
				['45.text', 'CLIPTextEncode: text'],
				['170.seed', 'UltimateSDUpscale: seed'],
				['446.➕ Add Lora', 'Power Lora Load…: ➕ Add Lora'],
				['454.seed', 'Seed (rgthree): seed'],
			],
		],
	])('%s has a form that reads well', async (id, expected) => {
		await onStage(async (stage) => {
			const { fields } = await stage.form('workflow', pasted(id, 'id'));
			const labels = fields.map((field) => [field.id, field.displayName]);
			expect(labels).toEqual(expect.arrayContaining(expected));
			expect(new Set(fields.map(({ displayName }) => displayName)).size).toBe(fields.length);
			expect(labels.map(([fieldId]) => fieldId).join(' ')).not.toMatch(/lora_1|comparer|\.model\b/);
		}, SHORTENED);
	});
});
