import { coerceForm, type CoercedForm, staleEntries } from '../../../runninghub/forms/coerce-form';
import type { FormField } from '../../../runninghub/forms/form-field';
import type { BinaryField } from '../../../runninghub/forms/media-reference';

function field(overrides: Partial<FormField>): FormField {
	return {
		id: 'f',
		label: 'Field',
		type: 'string',
		required: false,
		multiple: false,
		...overrides,
	};
}

function coerce(
	overrides: Partial<FormField>,
	value: unknown,
	binaryFields: readonly BinaryField[] = [],
): CoercedForm {
	return coerceForm([field(overrides)], { f: value }, binaryFields);
}

function json(overrides: Partial<FormField>, value: unknown): unknown {
	const { values, problems } = coerce(overrides, value);
	expect(problems).toEqual([]);
	const coerced = values.get('f');
	return coerced?.kind === 'json' ? coerced.value : undefined;
}

function message(
	overrides: Partial<FormField>,
	value: unknown,
	binaryFields: readonly BinaryField[] = [],
): string | undefined {
	const { values, problems } = coerce(overrides, value, binaryFields);
	expect(values.size).toBe(problems.length === 0 ? 1 : 0);
	return problems[0]?.message;
}

const OPTIONS = [
	{ value: '5', label: '5' },
	{ value: 'true', label: 'On' },
	{ value: 'both', label: 'Geometry + texture' },
	{ value: 'a', label: 'Same' },
	{ value: 'b', label: 'Same' },
];

const SIZES = [
	{ value: '1k', label: '1k' },
	{ value: '720p', label: '720p' },
	{ value: '16:9', label: 'Wide screen' },
	{ value: 'x', label: 'One' },
	{ value: 'X', label: 'Two' },
];
const LONGEST_SEED = '18446744073709551615';

describe('values of the declared type or one that reads the same', () => {
	it.each<[Partial<FormField>, unknown, unknown]>([
		[{ type: 'integer' }, '5', 5],
		[{ type: 'integer' }, '-12', -12],
		[{ type: 'integer' }, 5.0, 5],
		[{ type: 'integer', min: 5, max: 5 }, 5, 5],
		[{ type: 'number' }, '0.25', 0.25],
		[{ type: 'number', step: 0.1 }, 0.123, 0.123],
		[{ type: 'boolean' }, 'false', false],
		[{ type: 'boolean' }, true, true],
		[{ type: 'string' }, 5, '5'],
		[{ type: 'string' }, false, 'false'],
		[{ type: 'string' }, '  kept  ', '  kept  '],
		[{ type: 'string', maxLength: 2 }, '🪁', '🪁'],
		[{ type: 'options', options: OPTIONS }, 5, '5'],
		[{ type: 'options', options: OPTIONS }, true, 'true'],
		[{ type: 'options', options: OPTIONS }, 'Geometry + texture', 'both'],
		[{ type: 'options', options: OPTIONS, multiple: true }, 'both', ['both']],
		[{ type: 'options', options: OPTIONS, multiple: true }, 5, ['5']],
		[{ type: 'options', options: OPTIONS, multiple: true }, '["On","5"]', ['true', '5']],
		[{ type: 'string', multiple: true }, '[laugh]\nHello', ['[laugh]', 'Hello']],
		[{ type: 'integer', multiple: true }, '[1, "2"]', [1, 2]],
		[{ type: 'integer' }, ' 1024 ', 1024],
		[{ type: 'integer' }, '7.0', 7],
		[{ type: 'integer', sentAsText: true, max: 2 ** 64 }, LONGEST_SEED, LONGEST_SEED],
		[{ type: 'number', sentAsText: true }, ` ${LONGEST_SEED}`, LONGEST_SEED],
		[{ type: 'boolean' }, 'TRUE', true],
		[{ type: 'boolean' }, ' False', false],
		[{ type: 'boolean' }, 1, true],
		[{ type: 'boolean' }, '0', false],
		[{ type: 'options', options: SIZES }, '1K ', '1k'],
		[{ type: 'options', options: SIZES }, '720P', '720p'],
		[{ type: 'options', options: SIZES }, 'widescreen', '16:9'],
		[{ type: 'options', options: SIZES }, ' 16 : 9', '16:9'],
		[{ type: 'json' }, '{"id":1910000000000000001}', { id: '1910000000000000001' }],
		[{ type: 'json' }, { a: [1, null, { b: 'c' }], gone: undefined }, { a: [1, null, { b: 'c' }] }],
		[{ type: 'json', multiple: true }, '[{"a":1}]', [{ a: 1 }]],
	])('%j takes %j as %j', (overrides, value, expected) => {
		expect(json(overrides, value)).toEqual(expected);
	});
});

describe('anything else is refused, by name, with what is allowed', () => {
	it.each<[Partial<FormField>, unknown, string]>([
		[
			{ type: 'integer', min: 1, max: 9 },
			'1.5',
			'Field (f): "1.5" is not allowed. Allowed: a whole number from 1 to 9.',
		],
		[
			{ type: 'integer', min: 1 },
			true,
			'Field (f): true is not allowed. Allowed: a whole number of at least 1.',
		],
		[
			{ type: 'number', max: 2 },
			2.01,
			'Field (f): 2.01 is not allowed. Allowed: a number of at most 2.',
		],
		[{ type: 'number' }, '1e400', 'Field (f): "1e400" is not allowed. Allowed: a number.'],
		[
			{ type: 'integer', sentAsText: true, max: 9 },
			LONGEST_SEED,
			'Field (f): "18446744073709551615" is not allowed. Allowed: a whole number of at most 9.',
		],
		[
			{ type: 'integer' },
			LONGEST_SEED,
			'Field (f): "18446744073709551615" is not allowed. Allowed: a whole number, in whole numbers up to 9007199254740991: RunningHub takes a JSON number here, which keeps no more digits.',
		],
		[
			{},
			2 ** 64,
			'Field (f): 18446744073709552000 is not allowed. Allowed: text; it has lost digits as a number: give it as text.',
		],
		[
			{ type: 'options', options: SIZES },
			' x',
			'Field (f): " x" is not allowed. Allowed: 1k, 720p, 16:9 (Wide screen), x (One), X (Two).',
		],
		[{ type: 'boolean' }, 'on', 'Field (f): "on" is not allowed. Allowed: true or false.'],
		[
			{ minLength: 2, maxLength: 3 },
			'four',
			'Field (f): "four" is not allowed. Allowed: text of 2 to 3 characters.',
		],
		[
			{ maxLength: 1 },
			'🪁',
			'Field (f): "🪁" is not allowed. Allowed: text of at most 1 characters.',
		],
		[{}, { a: 1 }, 'Field (f): {"a":1} (an object) is not allowed. Allowed: text.'],
		[{}, ['a', 'b'], 'Field (f): ["a","b"] (a list) is not allowed. Allowed: text.'],
		[
			{ type: 'options', options: OPTIONS },
			'geometry',
			'Field (f): "geometry" is not allowed. Allowed: 5, true (On), both (Geometry + texture), a (Same), b (Same).',
		],
		[
			{ type: 'options', options: OPTIONS.slice(3) },
			'Same',
			'Field (f): "Same" is not allowed. Allowed: a (Same), b (Same).',
		],
		[
			{ type: 'options', options: OPTIONS.slice(0, 1), multiple: true },
			'5\n6',
			'Field (f): "6" is not allowed. Allowed: 5.',
		],
		[
			{ multiple: true, maxItems: 2 },
			['a', 'b', 'c'],
			'Field (f): ["a","b","c"] (a list) is not allowed. Allowed: a list of at most 2 entries: an array, a JSON array, or one entry per line.',
		],
		[{ type: 'json' }, '[1]', 'Field (f): "[1]" is not allowed. Allowed: a JSON object.'],
		[
			{ type: 'json', multiple: true },
			'{"a":1}',
			'Field (f): "{"a":1}" is not allowed. Allowed: a JSON array.',
		],
		[
			{ type: 'json' },
			{ when: new Date(0) },
			'Field (f): {"when":"1970-01-01T00:00:00.000Z"} (an object) is not allowed. Allowed: a JSON object.',
		],
	])('%j does not take %j', (overrides, value, expected) => {
		expect(message(overrides, value)).toBe(expected);
	});

	it('with long values and long lists of options shortened', () => {
		const options = Array.from({ length: 100 }, (_, index) => ({
			value: `voice ${index}`,
			label: `voice ${index}`,
		}));
		const told = message({ type: 'options', options }, 'x'.repeat(1000)) ?? '';
		expect(told).toContain('xxx…"');
		expect(told).toContain('voice 29 and 70 more.');
		expect(told.length).toBeLessThan(500);
	});
});

describe('untouched values', () => {
	it.each([undefined, null, '', [[]], [['', null]]])('%j is left out', (value) => {
		expect(coerce({ default: 'preset' }, value)).toEqual({
			values: new Map(),
			problems: [],
		});
	});

	it('are a problem where a value is required, also when there is a default', () => {
		expect(message({ required: true, default: 'preset' }, '')).toBe(
			'Field (f): a value is required.',
		);
		expect(message({ required: true, multiple: true }, '\n')).toBe(
			'Field (f): a value is required.',
		);
		expect(message({ required: true, type: 'image' }, '  ')).toBe(
			'Field (f): a value is required.',
		);
		expect(message({ required: true }, '  ')).toBe('Field (f): a value is required.');
	});

	it('are not false and zero', () => {
		expect(json({ type: 'boolean', required: true }, false)).toBe(false);
		expect(json({ type: 'integer', required: true }, 0)).toBe(0);
	});
});

describe('files', () => {
	const picture: Partial<FormField> = { type: 'image', accept: ['jpg', 'png'], maxSizeMb: 1 };

	it.each<[string, unknown, BinaryField[]]>([
		['a URL, whatever its ending', 'https://files.example/a.gif', []],
		['an uploaded file', 'openapi/a.gif', []],
		['a format by type', 'f1', [{ name: 'f1', mimeType: 'image/jpeg' }]],
		['a format by name', 'f1', [{ name: 'f1', fileName: 'A.PNG' }]],
		['another spelling', 'f1', [{ name: 'f1', fileName: 'a.jpeg', mimeType: 'image/jpeg' }]],
		['an unknown type', 'f1', [{ name: 'f1', mimeType: 'application/octet-stream' }]],
		['the largest file', 'f1', [{ name: 'f1', fileExtension: 'png', bytes: 1_048_576 }]],
		['a data URI', 'data:image/png;base64,iVBORw0KGgo=', []],
	])('%s is taken', (_about, value, binaryFields) => {
		expect(message(picture, value, binaryFields)).toBeUndefined();
	});

	it.each<[unknown, BinaryField[], string]>([
		[
			'f1',
			[{ name: 'f1', fileName: 'a.gif', mimeType: 'image/gif' }],
			'Field (f): Binary field "f1" is a gif file (image/gif). Allowed: jpg, png.',
		],
		[
			'f1',
			[{ name: 'f1', mimeType: 'video/mp4' }],
			'Field (f): Binary field "f1" is a mp4 file (video/mp4). Allowed: jpg, png.',
		],
		[
			'f1',
			[{ name: 'f1', mimeType: 'image/png', bytes: 1_048_577 }],
			'Field (f): Binary field "f1" has 1.1 MB. Allowed: at most 1 MB.',
		],
		[
			{ mimeType: 'image/webp', fileName: 'a.webp', data: 'AAAA' },
			[],
			'Field (f): File "a.webp" is a webp file (image/webp). Allowed: jpg, png.',
		],
		[
			`data:image/png;base64,${'A'.repeat(1_500_000)}`,
			[],
			'Field (f): The data URI has 1.1 MB. Allowed: at most 1 MB.',
		],
		[
			'https://files.example/a.png, https://files.example/b.png',
			[],
			'Field (f): 2 files were given. Allowed: at most 1.',
		],
	])('%j is refused', (value, binaryFields, expected) => {
		expect(message(picture, value, binaryFields)).toBe(expected);
	});

	it('of another kind are refused where no formats are declared', () => {
		const binaryFields = [{ name: 'f1', mimeType: 'video/mp4' }];
		expect(message({ type: 'image' }, 'f1', binaryFields)).toBe(
			'Field (f): Binary field "f1" holds video (video/mp4). Allowed: image.',
		);
		expect(message({ type: 'video' }, 'f1', binaryFields)).toBeUndefined();
	});

	it('are counted in a list', () => {
		const list = { ...picture, multiple: true, maxItems: 2 };
		const binaryFields = ['a', 'a1', 'a2'].map((name) => ({ name, mimeType: 'image/png' }));
		expect(coerce(list, 'a1, a2', binaryFields).values.get('f')).toEqual({
			kind: 'media',
			references: [
				{ from: 'binaryField', name: 'a1' },
				{ from: 'binaryField', name: 'a2' },
			],
		});
		expect(message(list, 'a*', binaryFields)).toBe(
			'Field (f): 3 files were given. Allowed: at most 2.',
		);
	});
});

describe('a form', () => {
	it('tells all problems at once, in the order of its fields, and keeps what is right', () => {
		const fields = [
			field({ id: 'prompt', label: 'Prompt', required: true }),
			field({ id: '41##select', label: 'Aspect Ratio', type: 'options', options: OPTIONS }),
			field({ id: 'seed', label: 'Seed', type: 'integer' }),
			field({ id: 'image', label: 'Image', type: 'image' }),
		];
		const { values, problems } = coerceForm(
			fields,
			{ image: 'photo', seed: '7', '41##select': '9:16' },
			[],
		);
		expect(problems.map(({ fieldId, label }) => [fieldId, label])).toEqual([
			['prompt', 'Prompt'],
			['41##select', 'Aspect Ratio'],
			['image', 'Image'],
		]);
		expect([...values]).toEqual([['seed', { kind: 'json', value: 7 }]]);
	});

	it('knows the filled-in keys it does not have', () => {
		const values = { f: 'a', stale: 'x', empty: '', gone: null, list: [''], off: false };
		expect(staleEntries([field({})], values)).toEqual(['stale', 'off']);
	});
});
