import type { BinaryField, MediaReference } from '../../../runninghub/forms/media-reference';
import { readMediaValue } from '../../../runninghub/forms/media-value';

const FIELDS: readonly BinaryField[] = [
	{ name: 'data_10' },
	{ name: 'data_2' },
	{ name: 'data' },
	{ name: 'data_1' },
	{ name: 'mask' },
	{ name: 'My File' },
];

const url = (address: string): MediaReference => ({ from: 'url', url: address });
const field = (name: string): MediaReference => ({ from: 'binaryField', name });

const A = 'https://files.example/a.png';
const B = 'http://files.example/b.png';
const PIXEL = 'data:image/png;base64,iVBORw0KGgo=';

describe('a media value', () => {
	it.each<[string, unknown, MediaReference[]]>([
		['nothing', undefined, []],
		['null', null, []],
		['blank text', ' \n ', []],
		['an https URL', A, [url(A)]],
		['an http URL with blanks around it', `  ${B}\n`, [url(B)]],
		['a URL in capitals', 'HTTPS://FILES.EXAMPLE/A', [url('HTTPS://FILES.EXAMPLE/A')]],
		['an asset', 'asset://8812', [url('asset://8812')]],
		['an uploaded name', 'openapi/8b1f.png', [{ from: 'uploaded', fileName: 'openapi/8b1f.png' }]],
		['an older uploaded name', 'api/8b1f.png', [{ from: 'uploaded', fileName: 'api/8b1f.png' }]],
		['a data URI', PIXEL, [{ from: 'dataUri', dataUri: PIXEL }]],
		['a binary field', 'mask', [field('mask')]],
		['a binary field with a blank in its name', 'My File', [field('My File')]],
		['an array', [A, 'mask', null, ''], [url(A), field('mask')]],
		['a JSON array as text', `["${A}", "data_2"]`, [url(A), field('data_2')]],
		['one per line', `${A}\r\n\n mask \n`, [url(A), field('mask')]],
		['commas between URLs', `${A}, ${B},${A}`, [url(A), url(B), url(A)]],
		[
			'commas between different forms',
			`${A},mask, asset://1 ,openapi/x.png,data_1,`,
			[
				url(A),
				field('mask'),
				url('asset://1'),
				{ from: 'uploaded', fileName: 'openapi/x.png' },
				field('data_1'),
			],
		],
		['a comma inside a URL', `${A}?crop=1,2,3`, [url(`${A}?crop=1,2,3`)]],
		['a comma inside a URL before another', `${A}?x=1,2,${B}`, [url(`${A}?x=1,2`), url(B)]],
		['a comma inside an entry of an array', [`${A}?x=1,mask`], [url(`${A}?x=1,mask`)]],
		[
			'data URIs between commas',
			`${PIXEL},${PIXEL}, mask`,
			[{ from: 'dataUri', dataUri: PIXEL }, { from: 'dataUri', dataUri: PIXEL }, field('mask')],
		],
		[
			'a data URI whose content looks like a field',
			'data:text/plain,mask',
			[{ from: 'dataUri', dataUri: 'data:text/plain,mask' }],
		],
		[
			'all fields of a kind, in natural order',
			'data*',
			[field('data'), field('data_1'), field('data_2'), field('data_10')],
		],
		['semicolons between URLs', `${A};${B}; ${A};`, [url(A), url(B), url(A)]],
		['a blank between URLs', `${A} ${B}\t${A}`, [url(A), url(B), url(A)]],
		['a semicolon inside a URL', `${A};v=1;mask=2`, [url(`${A};v=1;mask=2`)]],
		[
			'semicolons between fields',
			'mask; My File;data_1',
			[field('mask'), field('My File'), field('data_1')],
		],
		['links in an entry of an array', [`${A};${B}`, `${B} ${A}`], [url(A), url(B), url(B), url(A)]],
		['a Markdown image', `![img](${A})`, [url(A)]],
		['a Markdown image with a title', `![a b](<${A}> "A title")`, [url(A)]],
		[
			'Markdown images in the words of a model',
			`Here you are:\n\n1. ![a](${A} "one") and ![b](${B}?x=(1))`,
			[url(A), url(`${B}?x=(1)`)],
		],
		['a Markdown image beside another link', `![a](${A}) ${B}`, [url(A), url(B)]],
		['a Markdown image beside a field', `![a](${A})\nmask`, [url(A), field('mask')]],
		['a Markdown link', `[the picture](${A})`, [url(A)]],
		['a link in angle brackets', `<${A}>`, [url(A)]],
		['an attachment', { id: 'att1', url: A, type: 'image/png' }, [url(A)]],
		['a list of attachments', [{ url: A }, { url: B }, 'mask'], [url(A), url(B), field('mask')]],
		['attachments as JSON', JSON.stringify([{ url: A }]), [url(A)]],
		[
			"Notion's own files",
			[
				{ type: 'file', name: 'a', file: { url: A } },
				{ type: 'external', external: { url: B } },
			],
			[url(A), url(B)],
		],
		['a pattern among others', `${A}, data_1*`, [url(A), field('data_1'), field('data_10')]],
	])('may be %s', (_about, value, references) => {
		expect(readMediaValue(value, FIELDS)).toEqual({ references });
	});

	it('may be a binary object, by itself, in a list or as JSON', () => {
		const stored = {
			mimeType: 'image/png',
			fileName: 'a.png',
			fileExtension: 'png',
			fileSize: '1 kB',
			bytes: 1024,
			data: 'filesystem-v2',
			id: 'filesystem-v2:a',
		};
		const { fileSize: _shown, ...binary } = stored;
		const expected = { references: [{ from: 'binaryObject', binary }] };
		expect(readMediaValue(stored, [])).toEqual(expected);
		expect(readMediaValue([stored], [])).toEqual(expected);
		expect(readMediaValue(JSON.stringify(stored), [])).toEqual(expected);
		expect(readMediaValue({ mimeType: 'audio/wav', data: 'UklG' }, [])).toEqual({
			references: [{ from: 'binaryObject', binary: { mimeType: 'audio/wav', data: 'UklG' } }],
		});
	});

	it('may be the description of a file that n8n keeps in memory', () => {
		const fields = [
			{ name: 'a', mimeType: 'image/png', fileName: 'a.png' },
			{ name: 'b', mimeType: 'image/png' },
			{ name: 'c', mimeType: 'image/gif' },
			{ name: 'd', mimeType: 'image/gif' },
		];
		const described = { mimeType: 'image/png', fileName: 'a.png', fileSize: '1 kB' };
		expect(readMediaValue(described, fields)).toEqual({ references: [field('a')] });
		expect(readMediaValue([{ mimeType: 'image/png' }], fields)).toEqual({
			references: [field('b')],
		});
		expect(readMediaValue({ mimeType: 'image/gif' }, fields)).toEqual({
			problem: expect.stringMatching(/^Several files .*: c, d\./),
		});
	});

	it('may be told from its like by its size', () => {
		const fields = [
			{ name: 'a', mimeType: 'image/png', bytes: 1024 },
			{ name: 'b', mimeType: 'image/png', bytes: 2048 },
		];
		const described = { mimeType: 'image/png', fileSize: '2 kB', bytes: 2048 };
		expect(readMediaValue(described, fields)).toEqual({ references: [field('b')] });
	});

	it.each<[string, unknown]>([
		['a name the item does not have', 'picture'],
		['a name in other capitals', 'Mask'],
		['a known name next to an unknown one', 'mask, picture'],
		['a pattern nothing fits', 'photo*'],
		['another kind of address', 'ftp://files.example/a.png'],
		['a path', '/home/me/a.png'],
		['a URL with a blank', 'https://files.example/a b.png'],
		['a URL without a host', 'https://'],
		['a number', 5],
		['a boolean', true],
		['an object that is no file', { name: A }],
		['an attachment whose address is none', { url: 'mask' }],
		['an attachment without an address', { url: null, filename: 'a.png' }],
		['an object without content', { mimeType: 'image/png' }],
		['a list in a list', [[A]]],
	])('may not be %s', (_about, value) => {
		const reading = readMediaValue(value, FIELDS);
		expect(reading).toEqual({ problem: expect.stringContaining('is not a file') });
		expect(reading).toEqual({
			problem: expect.stringContaining('data_10, data_2, data, data_1, mask, My File'),
		});
		expect(reading).toEqual({ problem: expect.stringMatching(/URL.*data URI.*binary field/) });
	});

	it('is called wrong with the value shortened, and by saying that the item has no files', () => {
		const reading = readMediaValue('x'.repeat(500), []);
		const problem = 'problem' in reading ? reading.problem : '';
		expect(problem).toContain('xxx…"');
		expect(problem).toContain('no binary fields');
		expect(problem.length).toBeLessThan(300);
	});
});

describe('the name of a file at RunningHub', () => {
	const named = (fileName: string): MediaReference => ({ from: 'uploaded', fileName });
	const SHOWN = ['clipspace/mask.png [input]', 'None'];

	it.each(['a293b588ff06.jpg', 'example.png', '图 (1).webp', 'song.MP3', ...SHOWN])(
		'%s passes where files lie beside the nodes',
		(name) => {
			expect(readMediaValue(name, FIELDS, SHOWN)).toEqual({ references: [named(name)] });
			expect(readMediaValue([name], FIELDS, SHOWN)).toEqual({ references: [named(name)] });
		},
	);

	it.each(['a293b588ff06.jpg', 'None'])('%s means nothing to a model', (name) => {
		expect(readMediaValue(name, FIELDS)).toEqual({
			problem: expect.stringMatching(/is not a file.*data_10, data_2, data/),
		});
	});

	it.each([
		'picture',
		'none',
		'/home/me/a.png',
		'C:\\a.png',
		'files.example/a.png',
		'notes.txt',
		'.png',
	])('%s is none', (value) => {
		expect(readMediaValue(value, FIELDS, SHOWN)).toEqual({
			problem: expect.stringMatching(/is not a file.*data_10, data_2, data/),
		});
	});

	it('gives way to a binary field of that name', () => {
		expect(readMediaValue('a.png', [{ name: 'a.png' }], ['a.png'])).toEqual({
			references: [field('a.png')],
		});
	});
});
