import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCatalogue } from '../../../runninghub/catalogue/catalogue';
import { asObject, parseJson } from '../../../runninghub/json';
import { KNOWN, MODELS_BEFORE, NEW_VIDEO, PLACED } from './registry-fixture.cts';

const PROJECT = join(__dirname, '../../..');
const PUBLIC_FILE = '/registry/developer-kit/model-registry.public.json';
const FULL_FILE = '/registry/models_registry.json';

let folder: string;
let modelsFile: string;
let server: Server;
let served: Map<string, string>;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
	modelsFile = join(folder, 'models.json');
	writeFileSync(modelsFile, JSON.stringify(MODELS_BEFORE));
	served = new Map([
		[PUBLIC_FILE, JSON.stringify({ version: 'public', models: [KNOWN, NEW_VIDEO] })],
		[FULL_FILE, JSON.stringify([PLACED, { ...NEW_VIDEO, name_en: 'internal name' }])],
	]);
	server = createServer((request, response) => {
		const text = served.get(request.url ?? '');
		response.statusCode = text === undefined ? 404 : 200;
		response.end(text ?? '<html>not found</html>');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
	await new Promise((resolve) => server.close(resolve));
	rmSync(folder, { recursive: true });
});

interface Run {
	failed: boolean;
	stdout: string;
	stderr: string;
}

async function refresh(): Promise<Run> {
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : undefined;
	const program = ['--require', 'tsx/cjs', 'tools/catalogue/refresh.cts'];
	const options = ['--registry', `http://127.0.0.1:${port}/registry`, '--models', modelsFile];
	return await new Promise((resolve) => {
		execFile(
			process.execPath,
			[...program, ...options],
			{ cwd: PROJECT },
			(error, stdout, stderr) => resolve({ failed: error !== null, stdout, stderr }),
		);
	});
}

function find(endpoint: string) {
	return createCatalogue(parseJson(readFileSync(modelsFile, 'utf8'))).find(endpoint);
}

describe('the refresh program', () => {
	it('brings known models up to date and keeps what people decided', async () => {
		await refresh();
		expect(find('family/known')).toEqual({
			endpoint: 'family/known',
			name: 'known/menu-name',
			title: 'known/menu-name',
			nameZh: '图生图-已下架',
			provider: 'Family',
			resource: 'image',
			operation: 'edit',
			output: 'image',
			deprecated: true,
			fields: [
				{
					id: 'prompt',
					label: 'Prompt',
					type: 'string',
					required: true,
					multiple: false,
					minLength: 5,
					maxLength: 800,
					role: 'prompt',
				},
				{
					id: '41##select',
					label: 'Aspect Ratio',
					type: 'options',
					required: true,
					multiple: false,
					options: [
						{ value: '1:1', label: '1:1' },
						{ value: '9:16', label: 'Upright', nodeValue: '4' },
						{ value: '21:9', label: '21:9' },
					],
				},
				{
					id: 'imageUrl',
					label: 'Image',
					type: 'image',
					required: true,
					multiple: false,
					accept: ['png'],
				},
				{
					id: 'imageUrls',
					label: 'Images',
					type: 'image',
					required: false,
					multiple: true,
					maxItems: 4,
					accept: ['jpg', 'png'],
					maxSizeMb: 30,
				},
				{
					id: 'voice_id',
					label: 'Voice ID',
					type: 'string',
					required: true,
					multiple: false,
					default: 'New_Voice',
				},
				{
					id: 'slots',
					label: 'Slots',
					type: 'options',
					required: false,
					multiple: true,
					options: [{ value: 'all', label: 'all' }],
				},
				{ id: 'elementList', label: 'Elements', type: 'json', required: false, multiple: true },
				{
					id: 'seedValue',
					label: 'Seed Value',
					type: 'integer',
					required: false,
					multiple: false,
					min: -1,
					max: 9,
					step: 1,
					default: -1,
				},
			],
		});
	});

	it('gives inputs and options the labels that people gave them, also those known before', async () => {
		const before = asObject(parseJson(JSON.stringify(MODELS_BEFORE)));
		const models = Array.isArray(before.models) ? before.models.map(asObject) : [];
		const grown = models.map((model) => ({
			...model,
			fields: [
				...(Array.isArray(model.fields) ? model.fields : []),
				{ id: 'imageRef', label: 'Image Ref', type: 'image' },
				{ id: 'tagList', label: 'Tags', type: 'options', options: ['o_102', 'o_999'] },
			],
		}));
		writeFileSync(modelsFile, JSON.stringify({ models: grown }));
		await refresh();
		const { fields = [] } = find('family/known') ?? {};
		expect(fields.find(({ id }) => id === 'imageRef')?.label).toBe('Reference Images');
		const tags = fields.find(({ id }) => id === 'tagList')?.options;
		expect(tags?.map(({ label }) => label)).toEqual(['Character', 'o_999']);
	});

	it('adds new models: placed by hand where somebody did, else by a guess', async () => {
		await refresh();
		expect(find('brand-new/image-to-video')).toEqual({
			endpoint: 'brand-new/image-to-video',
			name: 'brand-new/image-to-video',
			title: 'brand-new/image-to-video',
			nameZh: '新图生视频',
			provider: 'Family',
			resource: 'video',
			operation: 'generateFromImage',
			output: 'video',
			deprecated: false,
			fields: [
				{
					id: 'prompt',
					label: 'Prompt',
					type: 'string',
					required: true,
					multiple: false,
					maxLength: 2000,
					role: 'prompt',
				},
				{
					id: 'firstImageUrl',
					label: 'First Image',
					type: 'image',
					required: true,
					multiple: false,
					accept: ['jpg', 'png'],
					maxSizeMb: 10,
				},
				{ id: 'imageUrls', label: 'Images', type: 'image', required: false, multiple: true },
				{
					id: 'mode',
					label: 'Mode',
					type: 'options',
					required: false,
					multiple: false,
					default: 'slow',
					options: [
						{ value: 'slow', label: 'Slow (best)' },
						{ value: 'fast', label: 'fast' },
					],
				},
				{
					id: 'guidance',
					label: 'Guidance',
					type: 'number',
					required: false,
					multiple: false,
					min: 0,
					max: 1,
					step: 0.05,
					default: 0.5,
				},
				{
					id: 'sound_on',
					label: 'Sound On',
					type: 'boolean',
					required: true,
					multiple: false,
					default: false,
				},
			],
		});
		expect(find('kling-elements')).toMatchObject({
			title: 'Kling Elements',
			helper: true,
			resource: 'video',
			operation: 'generateFromReference',
			fields: [{ id: 'description', label: 'Description', type: 'string' }],
		});
		expect(find('kling-elements')?.fields[0]).not.toHaveProperty('role');
	});

	it('marks what the China documentation lacks, and names an input of one model only', async () => {
		const param = (fieldKey: string) => ({ fieldKey, type: 'BOOLEAN', required: false });
		const shared = { ...PLACED, params: [param('disable_emoji_filter')] };
		const endpoints = [
			'kling-elements',
			'gemini-omni-flash/video-edit',
			'bytedance/doubao-seed-icl-2.0',
		];
		served.set(FULL_FILE, JSON.stringify(endpoints.map((endpoint) => ({ ...shared, endpoint }))));
		await refresh();
		expect(
			endpoints.map((endpoint) => [
				find(endpoint)?.maybeInternationalOnly,
				find(endpoint)?.fields[0]?.label,
			]),
		).toEqual([
			[undefined, 'Keep Emojis'],
			[true, 'Keep Emojis'],
			[undefined, 'Filter Emojis'],
		]);
	});

	it('keeps models the registry lacks, and says what it did', async () => {
		const { stdout, failed } = await refresh();
		expect(failed).toBe(false);
		expect(find('family/gone')).toMatchObject({ name: 'gone' });
		expect(stdout.trim().split('\n')).toEqual([
			'4 models',
			'New: 2',
			'  brand-new/image-to-video: video.generateFromImage',
			'  kling-elements: video.generateFromReference',
			'Changed: 1',
			'  family/known',
			'    nameZh: "图生图" → "图生图-已下架"',
			'    deprecated: false → true',
			'    prompt maxLength: 500 → 800',
			'    41##select required: false → true',
			'    41##select default: "4:3" → none',
			'    41##select options: +1:1 +21:9 -4:3',
			'    imageUrls maxItems: 3 → 4',
			'    imageUrls maxSizeMb: none → 30',
			'    imageUrls accept: none → ["jpg","png"]',
			'    voice_id default: "Old_Voice" → "New_Voice"',
			'    seedValue: new input',
			'Not in the registry, kept: 1',
			'  family/gone',
			'Placed by a guess; check them and add them to placement.json and titles.json in tools/catalogue:',
			'  brand-new/image-to-video',
		]);
	});

	it('changes nothing the second time, and writes one model a line', async () => {
		await refresh();
		const text = readFileSync(modelsFile, 'utf8');
		const { stdout } = await refresh();
		expect(stdout).toContain('New: 0\nChanged: 0\n');
		expect(readFileSync(modelsFile, 'utf8')).toBe(text);
		const endpoints = text.match(/^\{"endpoint":"[^"]+"/gm);
		expect(endpoints).toEqual([
			'{"endpoint":"brand-new/image-to-video"',
			'{"endpoint":"family/gone"',
			'{"endpoint":"family/known"',
			'{"endpoint":"kling-elements"',
		]);
	});

	it.each<[string, string | undefined, RegExp]>([
		['is missing', undefined, /model-registry\.public\.json answered HTTP 404/],
		['is empty', '{"models":[]}', /holds no models/],
		['is no JSON', '<html>', /JSON/],
		[
			'has an input of a type we do not know',
			JSON.stringify([{ ...KNOWN, params: [{ fieldKey: 'mesh', type: 'MESH' }] }]),
			/"mesh" of the unknown type MESH/,
		],
	])('leaves the models alone when the registry %s', async (_about, text, complaint) => {
		if (text === undefined) served.delete(PUBLIC_FILE);
		else served.set(PUBLIC_FILE, text);
		const { failed, stderr } = await refresh();
		expect(failed).toBe(true);
		expect(stderr).toMatch(complaint);
		expect(readFileSync(modelsFile, 'utf8')).toBe(JSON.stringify(MODELS_BEFORE));
	});
});
