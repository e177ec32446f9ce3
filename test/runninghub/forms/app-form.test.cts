import { getAiApp, submitAiApp } from '../../../runninghub/api/ai-apps';
import { uploadFile } from '../../../runninghub/api/upload';
import { type AppField, appForm } from '../../../runninghub/forms/app-form';
import type { JsonObject } from '../../../runninghub/json';
import { APP_IDS, STORED_LORA } from '../../simulator/fixtures.cts';
import { mp3File, mp4File, pngFile } from '../../simulator/media-files.cts';
import { type Bench, createBench } from '../bench.cts';
import { fileOf } from '../file-of.cts';
import { nodeInputsOf, problemOf } from './node-inputs-of.cts';

/** The one field that an input with these traits becomes. */
function fieldOf(traits: JsonObject): AppField {
	const fields = appForm([{ nodeId: '7', fieldName: 'value', ...traits }]);
	expect(fields).toHaveLength(1);
	const [field] = fields;
	if (field === undefined) throw new Error('no field');
	return field;
}

/** Values of the options, then their labels. */
function choices({ options = [] }: AppField): [string[], string[]] {
	return [options.map(({ value }) => value), options.map(({ label }) => label)];
}

async function formOf({ transport }: Bench, appId: string): Promise<AppField[]> {
	return appForm((await getAiApp(transport, appId)).inputs);
}

describe('an input', () => {
	it('becomes a field with a stable id, which nobody has to fill in', () => {
		expect(
			fieldOf({
				fieldType: 'STRING',
				fieldValue: 'a fox',
				fieldData: '["STRING", {"default": "", "multiline": true}]',
				description: '文本',
				descriptionEn: 'Text',
			}),
		).toEqual({
			id: '7.value',
			nodeId: '7',
			fieldName: 'value',
			saved: 'a fox',
			label: 'Text',
			type: 'string',
			required: false,
			multiple: false,
			sentAsText: true,
			default: 'a fox',
		});
	});

	it.each<[string, JsonObject]>([
		['no node', { fieldName: 'text' }],
		['no name', { nodeId: '1' }],
		['null for both', { nodeId: null, fieldName: null }],
		['an object for a node', { nodeId: {}, fieldName: 'text' }],
	])('with %s is left out', (_about, input) => {
		expect(appForm([input])).toEqual([]);
	});

	it('may have a number for its node, of any length', () => {
		expect(appForm([{ nodeId: 12, fieldName: 'a' }])).toMatchObject([{ id: '12.a', nodeId: '12' }]);
		const nodeId = '9007199254740993';
		expect(appForm([{ nodeId, fieldName: 'a' }])).toMatchObject([{ id: `${nodeId}.a`, nodeId }]);
	});
});

describe('the type', () => {
	it.each([
		['STRING', 'string'],
		['TEXT', 'string'],
		['LORA', 'string'],
		['SOMETHING_NEW', 'string'],
		['', 'string'],
		['INT', 'integer'],
		['FLOAT', 'number'],
		['NUMBER', 'number'],
		['BOOLEAN', 'boolean'],
		['IMAGE', 'image'],
		['VIDEO', 'video'],
		['AUDIO', 'audio'],
		['image', 'image'],
	])('%j is %s', (fieldType, type) => {
		expect(fieldOf({ fieldType, fieldData: null })).toMatchObject({ type });
		expect(fieldOf({ fieldType })).toMatchObject({ type });
	});

	it.each(['LIST', 'SWITCH', 'COMBO', 'SELECT', 'list'])('%s is a choice', (fieldType) => {
		expect(fieldOf({ fieldType, fieldData: '["a", "b"]' })).toMatchObject({ type: 'options' });
	});

	it.each<[string, JsonObject]>([
		['nothing', {}],
		['null', { fieldData: null }],
		['no JSON', { fieldData: '[["a"' }],
		['an empty text', { fieldData: '' }],
		['a number', { fieldData: 5 }],
		['an object', { fieldData: '{"options": ["a"]}' }],
		['an empty list', { fieldData: '[]' }],
		['no choices', { fieldData: '[[], {"default": "a"}]' }],
		['junk entries only', { fieldData: '[{"name": "Later"}, {"default": "1"}]' }],
		['the type of a text', { fieldData: '["STRING", {"default": "a", "multiline": true}]' }],
	])('a choice with %s can only be typed', (_about, traits) => {
		const field = fieldOf({ fieldType: 'LIST', fieldValue: 'a', ...traits });
		expect(field).toMatchObject({ type: 'string', default: 'a' });
		expect(field).not.toHaveProperty('options');
	});

	it('is read from the data where none is told', () => {
		expect(fieldOf({ fieldData: '["COMBO", {"options": ["a"]}]' })).toMatchObject({
			type: 'options',
			options: [{ value: 'a', label: 'a' }],
		});
	});
});

describe('the choices', () => {
	it('form A: objects, by their index; the first readable name is shown', () => {
		const fieldData = JSON.stringify([
			{ name: 'Square', index: '1', description: '正方形', descriptionEn: 'Square picture' },
			{ name: 'Wide', index: '2', description: '横屏', descriptionEn: null },
			{ name: '', index: '3', description: '竖屏' },
			{ index: '4' },
		]);
		expect(choices(fieldOf({ fieldType: 'LIST', fieldData }))).toEqual([
			['1', '2', '3', '4'],
			['Square picture', 'Wide', '竖屏', '4'],
		]);
	});

	it('form A: entries without an index are none, whatever else they hold', () => {
		const fieldData = JSON.stringify([
			{ name: 'Later', description: '即将推出' },
			{ name: 'a', index: 'a' },
			{ name: 'Null', index: null },
			{ name: 'Empty', index: '' },
			{ name: 'Object', index: {} },
			'text',
			null,
			{ default: 'a', description: '忽略' },
		]);
		const field = fieldOf({ fieldType: 'LIST', fieldValue: 'a', fieldData });
		expect(choices(field)).toEqual([['a'], ['a']]);
		expect(field.default).toBe('a');
	});

	it('form A: an index that only looks like a number is not touched', () => {
		const fieldData = '[{"name": "Old", "index": "1.0"}, {"name": "New", "index": "2.0"}]';
		const field = fieldOf({ fieldType: 'LIST', fieldValue: '2.0', fieldData });
		expect(choices(field)).toEqual([
			['1.0', '2.0'],
			['Old', 'New'],
		]);
		expect(field.default).toBe('2.0');
	});

	it.each([
		['B', '[["768P", "2K"], {"default": "2K"}]', ['768P', '2K']],
		['B, alone', '[["768P", "2K"]]', ['768P', '2K']],
		['B, with an empty entry', '[["", "2K", null], {}]', ['2K']],
		['B, of numbers and booleans', '[[1, 2.5, true], {}]', ['1', '2.5', 'true']],
		['C', '["768P", "2K"]', ['768P', '2K']],
		['D', '["COMBO", {"options": ["768P", "2K"], "default": "768P"}]', ['768P', '2K']],
		['D, with a list as data', ['COMBO', { options: ['768P', '2K'] }], ['768P', '2K']],
	])('form %s: the words themselves', (_form, fieldData, values) => {
		const field = fieldOf({ fieldType: 'LIST', fieldValue: '2K', fieldData });
		expect(choices(field)).toEqual([values, values]);
		expect(field.default).toBe(values.includes('2K') ? '2K' : undefined);
	});

	it.each([
		['floats', '[{"name": "input1", "index": 1.0}, {"name": "input2", "index": 2.0}]'],
		['floats as text', '[{"name": "input1", "index": "1.0"}, {"name": "input2", "index": "2.00"}]'],
		['whole numbers', '[{"name": "input1", "index": 1}, {"name": "input2", "index": 2}]'],
	])('of a switch, numbered with %s, are whole numbers as text', (_about, fieldData) => {
		for (const fieldValue of [2, '2', '2.0']) {
			const field = fieldOf({ fieldType: 'SWITCH', fieldValue, fieldData });
			expect(choices(field)).toEqual([
				['1', '2'],
				['input1', 'input2'],
			]);
			expect(field.default).toBe('2');
		}
	});

	it('keep the case of what is sent', () => {
		const field = fieldOf({ fieldType: 'LIST', fieldData: '["Euler", "euler"]' });
		expect(choices(field)[0]).toEqual(['Euler', 'euler']);
		expect(problemOf(field, 'EULER')).toBe(
			'value (7.value): "EULER" is not allowed. Allowed: Euler, euler.',
		);
	});
});

describe('bounds', () => {
	it.each<[string, JsonObject, JsonObject]>([
		['of both', { fieldData: '["INT", {"min": 1, "max": 50}]' }, { min: 1, max: 50 }],
		['of one', { fieldData: '["INT", {"min": -5}]' }, { min: -5 }],
		['as text', { fieldData: '["INT", {"min": "0", "max": "9"}]' }, { min: 0, max: 9 }],
		['that are none', { fieldData: '["INT", {"min": null, "max": "many"}]' }, {}],
		['without data', { fieldData: null }, {}],
	])('%s', (_about, traits, bounds) => {
		const { min, max } = fieldOf({ fieldType: 'INT', ...traits });
		expect({ ...(min !== undefined && { min }), ...(max !== undefined && { max }) }).toEqual(
			bounds,
		);
	});

	it('are for numbers only', () => {
		const field = fieldOf({ fieldType: 'STRING', fieldData: '["STRING", {"min": 1, "max": 5}]' });
		expect(field).not.toHaveProperty('min');
		expect(field).not.toHaveProperty('max');
	});
});

describe('the default', () => {
	it.each<[JsonObject, unknown]>([
		[{ fieldType: 'INT', fieldValue: 20 }, 20],
		[{ fieldType: 'INT', fieldValue: '20' }, 20],
		[{ fieldType: 'INT', fieldValue: '-1' }, -1],
		[{ fieldType: 'INT', fieldValue: 0 }, 0],
		[{ fieldType: 'INT', fieldValue: 'many' }, undefined],
		[{ fieldType: 'INT', fieldValue: '' }, undefined],
		[{ fieldType: 'INT', fieldValue: null }, undefined],
		[{ fieldType: 'INT', fieldValue: '9007199254740993' }, undefined],
		[{ fieldType: 'INT', fieldValue: '18446744073709551615' }, undefined],
		[{ fieldType: 'FLOAT', fieldValue: '7.5' }, 7.5],
		[{ fieldType: 'BOOLEAN', fieldValue: true }, true],
		[{ fieldType: 'BOOLEAN', fieldValue: 'True' }, true],
		[{ fieldType: 'BOOLEAN', fieldValue: '1' }, true],
		[{ fieldType: 'BOOLEAN', fieldValue: 'false' }, false],
		[{ fieldType: 'BOOLEAN', fieldValue: 0 }, false],
		[{ fieldType: 'BOOLEAN', fieldValue: '' }, undefined],
		[{ fieldType: 'LIST', fieldValue: 'b', fieldData: '["a", "b"]' }, 'b'],
		[{ fieldType: 'LIST', fieldValue: 'c', fieldData: '["a", "b"]' }, undefined],
		[{ fieldType: 'STRING', fieldValue: ' two\nlines ' }, ' two\nlines '],
		[{ fieldType: 'STRING', fieldValue: 5 }, '5'],
		[{ fieldType: 'STRING', fieldValue: '' }, undefined],
		[{ fieldType: 'LORA', fieldValue: 'ink.safetensors' }, 'ink.safetensors'],
		[{ fieldType: 'IMAGE', fieldValue: 'a293.jpg' }, undefined],
		[{ fieldType: 'VIDEO', fieldValue: 'walk.mp4' }, undefined],
		[{ fieldType: 'AUDIO', fieldValue: 'rain.mp3' }, undefined],
	])('of %j is %p', (traits, value) => {
		expect(fieldOf(traits).default).toBe(value);
	});
});

describe('labels', () => {
	it.each<[JsonObject, string]>([
		[{ descriptionEn: 'Upload image', description: '上传图像' }, 'Upload image'],
		[{ descriptionEn: null, description: '上传图像' }, '上传图像'],
		[{ descriptionEn: '', description: '', nodeName: 'LoadImage' }, 'LoadImage'],
		[{}, 'value'],
		[{ description: ' two\n\t lines ' }, 'two lines'],
		[{ description: 'x'.repeat(28) }, 'x'.repeat(28)],
		[{ description: 'x'.repeat(29) }, `${'x'.repeat(27)}…`],
	])('of %j is %j', (traits, label) => {
		expect(fieldOf(traits).label).toBe(label);
	});

	it.each([
		['the same', ['Text', 'Text', 'Text'], ['Text', 'Text (2)', 'Text (3)']],
		['one like a numbered one', ['Text', 'Text', 'Text (2)'], ['Text', 'Text (3)', 'Text (2)']],
		[
			'long ones that end differently',
			[
				...Array<string>(3).fill(`${'x'.repeat(26)}ab`),
				...Array<string>(3).fill(`${'x'.repeat(26)}cd`),
			],
			[
				`${'x'.repeat(26)}ab`,
				`${'x'.repeat(24)} (2)`,
				`${'x'.repeat(24)} (3)`,
				`${'x'.repeat(26)}cd`,
				`${'x'.repeat(24)} (4)`,
				`${'x'.repeat(24)} (5)`,
			],
		],
	])('%s are told apart', (_about, descriptions, labels) => {
		const inputs = descriptions.map((description, index) => ({
			nodeId: String(index),
			fieldName: 'text',
			description,
		}));
		expect(appForm(inputs).map(({ label }) => label)).toEqual(labels);
	});

	it('of many inputs stay short and distinct', () => {
		const inputs = Array.from({ length: 300 }, (_unused, index) => ({
			nodeId: String(index),
			fieldName: 'text',
			description:
				['A rather long description of an input', 'Text', '提示词'.repeat(12)][index % 3] ?? '',
		}));
		const labels = appForm(inputs).map(({ label }) => label);
		expect(new Set(labels).size).toBe(300);
		expect(Math.max(...labels.map(({ length }) => length))).toBeLessThanOrEqual(28);
	});
});

describe('the form of an app', () => {
	it('is that of the documentation', async () => {
		const form = await formOf(createBench(), APP_IDS.documented);
		expect(form.map(({ id, label, type }) => [id, label, type])).toEqual([
			['39.image', 'Upload image', 'image'],
			['37.model', 'Model switch', 'options'],
			['37.aspect_ratio', 'Output ratio', 'options'],
			['52.prompt', 'Image editing text input box', 'string'],
		]);
		expect(form[1]).toMatchObject({
			default: 'flux-kontext-pro',
			options: [
				{ value: 'flux-kontext-pro', label: 'flux-kontext-pro' },
				{ value: 'flux-kontext-max', label: 'flux-kontext-max' },
			],
		});
	});

	it('of an app without inputs is empty', async () => {
		expect(await formOf(createBench(), APP_IDS.noInputs)).toEqual([]);
	});
});

/** A legal value of each input of the app that has one of every kind, and what is sent for it. */
const LEGAL: ReadonlyArray<readonly [id: string, value: unknown, sent: string]> = [
	['52.prompt', 'a red fox', 'a red fox'],
	['52.prompt', 5, '5'],
	['7.text', 'blur', 'blur'],
	['3.steps', 50, '50'],
	['3.steps', '1', '1'],
	['3.cfg', 0.5, '0.5'],
	['3.cfg', '30', '30'],
	['60.value', true, 'true'],
	['60.value', 'false', 'false'],
	['60.value', 1, 'true'],
	['37.aspect_ratio', '2', '2'],
	['37.aspect_ratio', 2, '2'],
	['37.aspect_ratio', 'Square picture', '1'],
	['61.resolution', '768P', '768P'],
	['62.size', '4K', '4K'],
	['63.quality', 'low', 'low'],
	['70.select', '2', '2'],
	['70.select', 2, '2'],
	['70.select', 'Oil', '2'],
	['80.file_name', STORED_LORA.fileName, STORED_LORA.fileName],
];

const ILLEGAL: ReadonlyArray<readonly [id: string, value: unknown, allowed: string]> = [
	['52.prompt', { a: 1 }, 'text'],
	['3.steps', 0, 'a whole number from 1 to 50'],
	['3.steps', 51, 'a whole number from 1 to 50'],
	['3.steps', 1.5, 'a whole number from 1 to 50'],
	['3.steps', 'many', 'a whole number from 1 to 50'],
	['3.steps', true, 'a whole number from 1 to 50'],
	['3.cfg', -0.5, 'a number from 0 to 30'],
	['3.cfg', 30.5, 'a number from 0 to 30'],
	['3.cfg', '7,5', 'a number from 0 to 30'],
	['60.value', 'yes', 'true or false'],
	['60.value', 2, 'true or false'],
	['37.aspect_ratio', '3', '1 (Square picture), 2 (Wide)'],
	['37.aspect_ratio', 'Later', '1 (Square picture), 2 (Wide)'],
	['61.resolution', '4K', '768P, 2K'],
	['62.size', '768P', '2K, 4K'],
	['63.quality', 'COMBO', 'low, high'],
	['70.select', '3', '1 (Watercolour), 2 (Oil)'],
	['70.select', 1.5, '1 (Watercolour), 2 (Oil)'],
	['80.file_name', ['a', 'b'], 'text'],
];

const FILES = [
	['39.image', 'photo.png', pngFile(1).bytes],
	['40.audio', 'song.mp3', mp3File().bytes],
	['41.video', 'clip.mp4', mp4File().bytes],
] as const;

describe('an input of every kind', () => {
	it('has its legal and its illegal values in these tables', async () => {
		const form = await formOf(createBench(), APP_IDS.allKinds);
		const ids = form.map(({ id }) => id).sort();
		const files = FILES.map(([id]) => id);
		expect([...new Set([...LEGAL.map(([id]) => id), ...files])].sort()).toEqual(ids);
		// Any text can be typed for a text, so that only one stands for all of them.
		expect([...new Set([...ILLEGAL.map(([id]) => id), ...files, '7.text'])].sort()).toEqual(ids);
	});

	it.each(LEGAL)('%s takes %j, and the run sends %j', async (id, value, sent) => {
		const bench = createBench();
		const inputs = nodeInputsOf(await formOf(bench, APP_IDS.allKinds), { [id]: value });
		const [nodeId, fieldName] = id.split('.');
		expect(inputs).toEqual([{ nodeId, fieldName, fieldValue: sent }]);
		await submitAiApp(bench.transport, { appId: APP_IDS.allKinds, inputs });
		expect(bench.simulator.tasks()[0]?.execution?.accepted).toBe(true);
	});

	it.each(ILLEGAL)('%s refuses %j', async (id, value, allowed) => {
		const form = await formOf(createBench(), APP_IDS.allKinds);
		const field = form.find((each) => each.id === id);
		if (field === undefined) throw new Error(`no field ${id}`);
		const problem = problemOf(field, value) ?? '';
		expect(problem.startsWith(`${field.label} (${id}): `)).toBe(true);
		expect(problem.endsWith(` is not allowed. Allowed: ${allowed}.`)).toBe(true);
	});

	it.each(FILES)('%s takes an upload, %s', async (id, name, content) => {
		const bench = createBench();
		const form = await formOf(bench, APP_IDS.allKinds);
		const { fileName } = await uploadFile(bench.transport, fileOf(content, name));
		const inputs = nodeInputsOf(form, { [id]: fileName });
		expect(inputs).toMatchObject([{ fieldValue: fileName }]);
		await submitAiApp(bench.transport, { appId: APP_IDS.allKinds, inputs });
		expect(bench.simulator.tasks()[0]?.execution?.accepted).toBe(true);
	});

	it.each(FILES)('%s refuses what is no file, and more than one', async (id) => {
		const field = (await formOf(createBench(), APP_IDS.allKinds)).find((each) => each.id === id);
		if (field === undefined) throw new Error(`no field ${id}`);
		expect(problemOf(field, 'a red fox')).toMatch(/"a red fox" is not a file\..*no binary fields/);
		expect(problemOf(field, ['openapi/a.png', 'openapi/b.png'])).toMatch(
			/2 files were given\. Allowed: at most 1\./,
		);
	});

	it('is taken all at once', async () => {
		const bench = createBench();
		const form = await formOf(bench, APP_IDS.allKinds);
		const inputs = nodeInputsOf(form, Object.fromEntries(LEGAL));
		expect(inputs).toHaveLength(11);
		await submitAiApp(bench.transport, { appId: APP_IDS.allKinds, inputs });
		expect(bench.simulator.tasks()[0]?.execution?.accepted).toBe(true);
	});

	it('of the rare types too', async () => {
		const bench = createBench();
		const form = await formOf(bench, APP_IDS.rareTypes);
		expect(form.map(({ id, type }) => [id, type])).toEqual([
			['1.text', 'string'],
			['2.amount', 'number'],
			['3.choice', 'options'],
			['4.choice', 'options'],
		]);
		const inputs = nodeInputsOf(form, {
			'1.text': 'a fox',
			'2.amount': '2.5',
			'3.choice': 'hard',
			'4.choice': 'soft',
		});
		await submitAiApp(bench.transport, { appId: APP_IDS.rareTypes, inputs });
		expect(bench.simulator.tasks()[0]?.execution?.accepted).toBe(true);
	});
});
