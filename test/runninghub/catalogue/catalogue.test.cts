import { readAdditions } from '../../../tools/catalogue/additions.cts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	createCatalogue,
	loadCatalogue,
	modelForm,
	type Catalogue,
} from '../../../runninghub/catalogue/catalogue';
import { fitsResource, type Model } from '../../../runninghub/catalogue/model';
import { findOperation } from '../../../runninghub/catalogue/operations';
import { RAW_MODELS, type RawParam } from './raw-models.cts';

const DATA = '../../../runninghub/catalogue/models.json';
const MENU_NAMES: string[] = JSON.parse(readFileSync(join(__dirname, 'menu-names.json'), 'utf8'));

let catalogue: Catalogue;

beforeAll(async () => {
	catalogue = await loadCatalogue();
});

function model(endpoint: string): Model {
	const found = catalogue.find(endpoint);
	if (found === undefined) throw new Error(`no model ${endpoint}`);
	return found;
}

function place(endpoint: string): string {
	const { resource, operation } = model(endpoint);
	return `${resource}.${operation}`;
}

function promptOf(endpoint: string): string | undefined {
	return modelForm(model(endpoint)).find(({ role }) => role === 'prompt')?.id;
}

describe('loading', () => {
	it('reads the data at the first call, once, and not with the module', async () => {
		let reads = 0;
		jest.doMock(DATA, () => {
			reads++;
			return jest.requireActual(DATA);
		});
		jest.resetModules();
		const fresh: typeof import('../../../runninghub/catalogue/catalogue') = await import(
			'../../../runninghub/catalogue/catalogue'
		);
		expect(reads).toBe(0);
		const [first, second] = await Promise.all([fresh.loadCatalogue(), fresh.loadCatalogue()]);
		expect(reads).toBe(1);
		expect(first).toBe(second);
		expect(first.list()).toHaveLength(RAW_MODELS.length);
		jest.dontMock(DATA);
	});

	it('leaves out what is no model', () => {
		const data = {
			models: [
				7,
				{ endpoint: 'a', name: 'a', resource: 'image', operation: 'lipSync', output: 'image' },
				{ endpoint: 'b', name: 'b', resource: 'image', operation: 'edit', output: 'image' },
			],
		};
		expect(
			createCatalogue(data)
				.list()
				.map(({ endpoint }) => endpoint),
		).toEqual(['b']);
		expect(createCatalogue('models').list()).toEqual([]);
	});
});

describe('models', () => {
	it('are those of the captured files, with their facts', () => {
		expect(RAW_MODELS).toHaveLength(486);
		for (const raw of RAW_MODELS) {
			expect(catalogue.find(raw.endpoint)).toMatchObject({
				endpoint: raw.endpoint,
				name: raw.name.trim(),
				nameZh: raw.name_zh.trim(),
				provider: raw.provider,
				output: raw.output,
				deprecated: raw.deprecated,
			});
		}
		expect(catalogue.list()).toHaveLength(RAW_MODELS.length);
	});

	it('are not found by anything but their endpoint', () => {
		expect(catalogue.find('no/such-model')).toBeUndefined();
		expect(catalogue.find('RHART-IMAGE-V1/edit')).toBeUndefined();
	});

	it.each(MENU_NAMES)('include the menu entry %s under that name', (name) => {
		expect(catalogue.list({ search: name }).map((found) => found.name)).toContain(name);
	});

	it('cover the whole menu of 225 entries', () => {
		expect(MENU_NAMES).toHaveLength(225);
	});

	it('have an operation of their resource, and at most one prompt, a text that is not a list', () => {
		for (const { endpoint, resource, operation, fields } of catalogue.list()) {
			expect([endpoint, findOperation(resource, operation)]).toEqual([endpoint, operation]);
			const prompts = fields.filter(({ role }) => role === 'prompt');
			expect([endpoint, prompts.length <= 1]).toEqual([endpoint, true]);
			expect(prompts.map(({ type, multiple }) => [type, multiple])).toEqual(
				prompts.map(() => ['string', false]),
			);
			expect(prompts.filter(({ id }) => /negative/i.test(id))).toEqual([]);
		}
	});

	it('give what their resource is about, except helpers that return a text for another model', () => {
		const others = catalogue
			.list()
			.filter(({ resource, output }) => output !== (resource === 'threeD' ? '3d' : resource))
			.map(({ endpoint }) => endpoint);
		expect(others.sort()).toEqual([
			'kling-elements',
			'kling-elements-advanced',
			'kling-lip-sync/identify-face',
			'marble/upload-media-asset',
			'minimax/music-cover-preprocess',
			'mureka-ai/files-upload',
			'mureka-ai/vocal-clone',
			'rhart-video-s-official/sora-upload-character',
			'rhart-video-s/sora-upload-character',
		]);
	});

	it('have the main text as prompt wherever their own key is called prompt and some model needs one', () => {
		for (const { endpoint, resource, operation, fields } of catalogue.list()) {
			const named = fields.find(({ id }) => id === 'prompt');
			const neighbours = catalogue.list({ resource, operation });
			const isNeeded = neighbours.some(({ fields: form }) =>
				form.some(({ id, role, required }) => required && (id === 'prompt' || role === 'prompt')),
			);
			expect([endpoint, named?.role]).toEqual([
				endpoint,
				named === undefined || !isNeeded ? undefined : 'prompt',
			]);
			expect(fields.some(({ role }) => role === 'prompt') && !isNeeded).toBe(false);
		}
	});

	it.each([
		['rhart-audio/text-to-audio/music-2.5', 'audio.generateMusic', 'prompt'],
		['rhart-audio/suno-v5/single', 'audio.generateMusic', 'description'],
		['mureka-ai/mureka-v9/generate-bgm', 'audio.generateMusic', 'prompt'],
		['minimax/music-2.6/text-to-music', 'audio.generateMusic', 'prompt'],
		['bytedance/doubao-seed-icl-2.0', 'audio.generateSpeech', 'text'],
		['bytedance/doubao-voice-clone', 'audio.generateSpeech', 'demoText'],
		['rhart-audio/qwen3-tts/voice-design', 'audio.generateSpeech', '1##text'],
		['seedream-v5-pro/layer-decomposition', 'image.edit', 'prompt'],
		['bytedance/jimeng-seed3-tilesr/image-upscale', 'image.enhance', undefined],
		['minimax/hailuo-h3/context-ir-image', 'text.analyzeImage', 'prompt'],
		['minimax/hailuo-h3/context-ir-text', 'text.generateFromText', 'prompt'],
		['hitem3d-v3/image-to-3d', 'threeD.generateFromImage', undefined],
		['minimax/hailuo-h3/regeneration-text-to-video', 'video.edit', 'prompt'],
		['rhart-video/video-depth-converter', 'video.edit', undefined],
		['volc-enhance/video', 'video.enhance', undefined],
		['rhart-video-flux3/draft-enhance', 'video.enhance', undefined],
		['rhart-video-flux3/video-to-video', 'video.extend', 'prompt'],
		['rhart-video/minimax-h3-oss/fl2va', 'video.generateFromImage', '144##prompt'],
		['bytedance/seedance-2.5-token/multimodal-video', 'video.generateFromReference', 'prompt'],
		['rhart-audio/text-to-audio/speech-2.8-hd', 'audio.generateSpeech', 'text'],
		['minimax/music-cover', 'audio.transform', 'prompt'],
		['mureka-ai/mureka-v8/extend-song', 'audio.transform', 'lyrics'],
		['rhart-audio/extract-vocal', 'audio.extractFromVideo', undefined],
		['alibaba/wan-2.7/image-edit', 'image.edit', 'prompt'],
		['rhart-image-g-1.5-official/image-to-image', 'image.edit', 'prompt'],
		['topazlabs/image-upscale-cgi', 'image.enhance', undefined],
		['youchuan/text-to-image-v7', 'image.generateFromText', 'prompt'],
		['rhart-image/f-2-dev/text-to-image', 'image.generateFromText', '12##text'],
		['mureka-ai/describe-song', 'text.analyzeAudio', undefined],
		['rhart-text-g-25-pro/image-to-text', 'text.analyzeImage', 'prompt'],
		['mureka-ai/extend-lyrics', 'text.writeLyrics', 'lyrics'],
		['marble-1.1/image-to-world', 'threeD.generateFromImage', undefined],
		['marble-1.1/video-to-world', 'threeD.generateFromVideo', undefined],
		['bytedance/dreamactor-v2', 'video.controlMotion', undefined],
		['volc-subtitle-erase/video', 'video.edit', undefined],
		['skyreels-v3/video-restyling', 'video.edit', undefined],
		['rhart-video/video-fps-increaser', 'video.enhance', undefined],
		['pixverse-v6/extend', 'video.extend', 'prompt'],
		['pixverse-v6/transition', 'video.generateFromImage', 'prompt'],
		['vidu/start-end-to-video-q3-pro', 'video.generateFromImage', 'prompt'],
		['rhart-video/wan-2.2/start-to-end', 'video.generateFromImage', '183##text'],
		['vidu/reference-to-video-q2-pro', 'video.generateFromReference', 'prompt'],
		['kling-elements', 'video.generateFromReference', undefined],
		['rhart-video/wan-2.2/text-to-video', 'video.generateFromText', '14##positive_prompt'],
		['vidu/short-play-q3-ad', 'video.generateFromText', 'scriptContent'],
		['kling-lip-sync/identify-face', 'video.lipSync', undefined],
		['kling-v2-ai-avatar-pro/image-audio-to-video', 'video.lipSync', undefined],
	])('%s is found under %s, its main text is %s', (endpoint, expected, prompt) => {
		expect([place(endpoint), promptOf(endpoint)]).toEqual([expected, prompt]);
	});

	it('run under their own resource or one that is about what they give', () => {
		const helper = model('kling-elements');
		expect(fitsResource(helper, 'video')).toBe(true);
		expect(fitsResource(helper, 'text')).toBe(true);
		expect(fitsResource(helper, 'image')).toBe(false);
		expect(fitsResource(model('marble-1.1/image-to-world'), 'threeD')).toBe(true);
		expect(fitsResource(model('rhart-image-v1/edit'), 'video')).toBe(false);
	});
});

describe('lists', () => {
	const names = (models: readonly Model[]) => models.map(({ name }) => name);

	it('hold the models of one operation', () => {
		const found = catalogue.list({ resource: 'audio', operation: 'extractFromVideo' });
		expect(names(found)).toEqual([
			'Separate audio',
			'Separate audio Other',
			'Separate audio Vocals',
		]);
		expect(catalogue.list({ resource: 'audio', operation: 'lipSync' })).toEqual([]);
	});

	it('are searched by words in any order, in name, endpoint, Chinese name and family', () => {
		const search = (text: string) => catalogue.list({ search: text }).map((m) => m.endpoint);
		expect(search('Pro banana NANO ultra')).toEqual([
			'rhart-image-n-pro-official/edit-ultra',
			'rhart-image-n-pro-official/text-to-image-ultra',
		]);
		expect(search('2.0 文生图 千问 pro')).toEqual(['alibaba/qwen-image-2.0-pro/text-to-image']);
		expect(search('sparkvideo mini text')).toEqual([
			'rhart-video/sparkvideo-2.0-mini/text-to-video',
		]);
		expect(search('runway aleph')).toEqual(['rhart-video-r/gen4-aleph-official/video-to-video']);
		expect(search('nano nothing-like-this')).toEqual([]);
	});
});

describe('forms', () => {
	const OPTION_LABELS = readAdditions().optionLabels;
	/** Names of their own, which RunningHub's pages show the same way. */
	const OWN_NAMES = new Set(['voiceId', 'model', '144##model']);

	function expectedField(param: RawParam) {
		const options = param.options?.map(({ value, label, node_value }) => ({
			value,
			label: OPTION_LABELS.get(param.key)?.get(value) ?? label,
			...(node_value === undefined ? {} : { nodeValue: node_value }),
		}));
		const field = {
			id: param.key,
			type: param.type === 'enum' ? 'options' : param.type,
			required: param.required,
			multiple: param.multiple,
			maxItems: param.max_items,
			options,
			default: param.default,
			min: param.min,
			max: param.max,
			step: param.step,
			minLength: param.min_length,
			maxLength: param.max_length,
			accept: param.accept,
			maxSizeMb: param.max_size_mb,
			sendAs: param.value_type,
			alias: param.alias,
		};
		return Object.fromEntries(Object.entries(field).filter(([, value]) => value !== undefined));
	}

	it.each(RAW_MODELS.map((raw) => [raw.endpoint, raw] as const))(
		'of %s has exactly its parameters',
		(endpoint, raw) => {
			const form = modelForm(model(endpoint)).map(
				({ label: _label, role: _role, ...rest }) => rest,
			);
			expect(form).toEqual(raw.params.map(expectedField));
		},
	);

	it('know the number of the API page where the captured files do', () => {
		const known = RAW_MODELS.filter(({ sku_id }) => typeof sku_id === 'string');
		expect(known).toHaveLength(283);
		for (const { endpoint, sku_id } of known) expect(model(endpoint).skuId).toBe(sku_id);
	});

	it('have short labels that differ within a form and are no raw keys', () => {
		for (const { endpoint, fields } of catalogue.list()) {
			const labels = fields.map(({ label }) => label);
			expect([endpoint, new Set(labels).size]).toEqual([endpoint, labels.length]);
			const bad = labels.filter((label) => !/^[A-Z][A-Za-z0-9 ()*/-]{1,27}$/.test(label));
			expect([endpoint, bad]).toEqual([endpoint, []]);
		}
	});

	it('have options whose labels are no raw keys', () => {
		for (const { endpoint, fields } of catalogue.list()) {
			const labels = fields
				.filter(({ id }) => !OWN_NAMES.has(id))
				.flatMap(({ options = [] }) => options.map(({ label }) => label));
			const bad = labels.filter((label) => /[a-z]_[a-z]|[a-z]{2}[A-Z]|^[a-z]_\d/.test(label));
			expect([endpoint, bad]).toEqual([endpoint, []]);
		}
	});
});
