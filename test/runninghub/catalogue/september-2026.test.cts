import { buildModelBody } from '../../../runninghub/catalogue/body';
import { loadCatalogue, modelForm, type Catalogue } from '../../../runninghub/catalogue/catalogue';
import type { Model } from '../../../runninghub/catalogue/model';
import { submitModel } from '../../../runninghub/api/models';
import { coerceForm } from '../../../runninghub/forms/coerce-form';
import type { FormField } from '../../../runninghub/forms/form-field';
import type { MediaReference } from '../../../runninghub/forms/media-reference';
import { failWith } from '../../simulator/simulator.cts';
import { createBench, KEY } from '../bench.cts';
import { createRandom } from '../random.cts';
import { legalValues } from './random-values.cts';
import { RAW_MODELS } from './raw-models.cts';

/*
 * What RunningHub's pages of September 2026 say about models that were known before, written down
 * here a second time by hand: the captured files are not asked.
 */

const THREE = ['text-to-video', 'image-to-video', 'multimodal-video'];
const of = (family: string, names: readonly string[]) => names.map((name) => `${family}/${name}`);
const VIDU_PLAYS = ['vidu/short-play-q3-ad', 'vidu/short-play-q3-drama'];
const SPARK = of('rhart-video/sparkvideo-2.0', THREE);
const SEEDANCE = of('bytedance/seedance-2.0-global', THREE);
const SEEDANCE_FAST = of('bytedance/seedance-2.0-global-fast', THREE);
const HAILUO = of('minimax/hailuo-h3', ['text-to-video', 'image-to-video', 'multimodal-to-video']);
const QWEN = of('alibaba/qwen-image-3.0-pro', ['image-edit', 'text-to-image']);
const KLING_IMAGE = ['kling-v3-turbo-pro/image-to-video', 'kling-v3-turbo-std/image-to-video'];
const KLING = [
	...KLING_IMAGE,
	'kling-v3-turbo-pro/text-to-video',
	'kling-v3-turbo-std/text-to-video',
];
const TTS = 'bytedance/doubao-seed-tts-2.0';
const GROK = of('rhart-video-g', ['image-to-video', 'text-to-video']);
const [SEEDANCE_TEXT = '', SEEDANCE_IMAGE = ''] = SEEDANCE;
const BIG_SEED = 4_294_967_295;
const HALF_SEED = 2_147_483_647;

type Row = readonly [endpoint: string, key: string, values: readonly unknown[]];

function rows(endpoints: readonly string[], key: string, ...values: unknown[]): Row[] {
	return endpoints.map((endpoint) => [endpoint, key, values]);
}

const text = (length: number) => 'x'.repeat(length);

/** Values that were refused, or could not be given at all. */
const NOW_TAKEN: readonly Row[] = [
	...rows(VIDU_PLAYS, 'assets', ['a knight'], Array(14).fill('a castle')),
	...rows([...SPARK, ...SEEDANCE], 'resolution', 'native4k', '4k', '480p'),
	...rows([...SEEDANCE, ...SEEDANCE_FAST], 'duration', '-1', -1, '4', '15'),
	...rows([...SEEDANCE, ...SEEDANCE_FAST], 'seed', -1, 0, HALF_SEED),
	...rows([SEEDANCE_IMAGE], 'seed', BIG_SEED),
	...rows(HAILUO, 'resolution', '768P', '2K'),
	...rows(HAILUO, 'aigc_watermark', true, false),
	...rows(QWEN, 'promptExtendMode', 'direct', 'agent'),
	...rows(QWEN, 'enableThinking', true, false),
	...rows(QWEN, 'size', '512*512', '1600*1600', '1024*1024', '2048*2048'),
	...rows(QWEN, 'prompt', text(3000)),
	...rows(QWEN, 'negativePrompt', text(600)),
	...rows(KLING, 'multiPrompt', [{ index: 1, prompt: 'A door opens', duration: '5' }]),
	...rows(GROK, 'prompt', 'x', 'a'),
	...rows([TTS], 'context_texts', text(500)),
	...rows([TTS], 'model', 'seed-tts-2.0-standard', 'seed-tts-2.0-expressive'),
	...rows([TTS], 'ssml', text(2000)),
	...rows([TTS], 'latex_parser', 'v2'),
	...rows([TTS], 'section_id', text(128)),
	...rows([TTS], 'aigc_metadata_content_producer', text(128)),
	...rows([TTS], 'aigc_metadata_produce_id', text(128)),
	...rows([TTS], 'aigc_metadata_content_propagator', text(128)),
	...rows([TTS], 'aigc_metadata_propagate_id', text(128)),
	...[
		'aigc_watermark',
		'disable_default_bit_rate',
		'tone_fidelity',
		'aigc_metadata_enable',
	].flatMap((key) => rows([TTS], key, true, false)),
];

/** Values that went through and that RunningHub would refuse. */
const NOW_REFUSED: readonly Row[] = [
	...rows(VIDU_PLAYS, 'assets', Array(15).fill('a castle'), [{}]),
	...rows(VIDU_PLAYS, 'scriptContent', text(19)),
	...rows([SEEDANCE_TEXT], 'seed', -2, HALF_SEED + 1),
	...rows([SEEDANCE_IMAGE], 'seed', -2, BIG_SEED + 1),
	...rows(QWEN, 'prompt', text(3001)),
	...rows(QWEN, 'negativePrompt', text(601)),
	...rows([TTS], 'context_texts', text(501)),
	...rows([TTS], 'ssml', text(2001)),
	...rows([TTS], 'section_id', text(129)),
	...rows([TTS], 'explicit_language', 'Not set'),
	...rows([TTS, 'bytedance/doubao-seed-audio-1.0'], 'speech_rate', -51, 101),
	...rows([TTS, 'bytedance/doubao-seed-audio-1.0'], 'loudness_rate', -51, 101),
	...rows([TTS, 'bytedance/doubao-seed-audio-1.0'], 'sample_rate', '24001', 'fast'),
	...rows(['bytedance/doubao-seed-audio-1.0'], 'pitch_rate', -13, 13),
	...rows([TTS], 'pitch', -13, 13),
	...rows([TTS], 'bit_rate', 15_999, 160_001),
	...rows([TTS], 'silence_duration', -1, 30_001),
	...rows(
		[
			'rhart-image-g-1.5/edit-[Deprecated]',
			'seedream-v5-pro/image-to-image',
			'seedream-v5-pro/text-to-image',
			'rhart-video-g-official/image-to-video-v1.5',
		],
		'prompt',
		'four',
	),
];

/** Where the sources disagree, the wider bound holds. */
const STILL_TAKEN: readonly Row[] = [
	...rows([TTS], 'bit_rate', 16_000, 32_000, 64_000, 160_000),
	...rows([TTS], 'sample_rate', '8000', 22_050, '48000'),
	...rows([SEEDANCE_TEXT, SEEDANCE_FAST[0] ?? ''], 'webSearch', true, false),
];

let catalogue: Catalogue;

/** Tasks fail at once, so that no picture is drawn and no slot is taken. */
const bench = createBench({ keys: [{ key: KEY, kind: 'SHARED', money: 1_000_000 }] });
bench.simulator.onSubmit(() => ({ duration: 0, failure: failWith('1000') }));

beforeAll(async () => {
	catalogue = await loadCatalogue();
});

function address(reference: MediaReference): string {
	return reference.from === 'url' ? reference.url : `https://uploads.example/${reference.from}`;
}

function model(endpoint: string): Model {
	const found = catalogue.find(endpoint);
	if (found === undefined) throw new Error(`no model ${endpoint}`);
	return found;
}

function field(endpoint: string, key: string): FormField | undefined {
	return modelForm(model(endpoint)).find(({ id }) => id === key);
}

/** What a person filled in: what the model needs, and one value of interest. */
function filled(endpoint: string, key: string, value: unknown) {
	const raw = RAW_MODELS.find((candidate) => candidate.endpoint === endpoint);
	if (raw === undefined) throw new Error(`no captured model ${endpoint}`);
	const values = { ...legalValues(raw, 0, createRandom(7)), [key]: value };
	return coerceForm(modelForm(model(endpoint)), values, []);
}

describe('a value that September brought', () => {
	it.each([...NOW_TAKEN, ...STILL_TAKEN])(
		'%s takes it as %s, and so does RunningHub',
		async (endpoint, key, values) => {
			for (const value of values) {
				const { values: coerced, problems } = filled(endpoint, key, value);
				expect(problems).toEqual([]);
				const body = buildModelBody(model(endpoint), coerced, address, {
					keys: 'node',
					options: 'index',
				});
				expect(Object.keys(body)).toContain(key);
				const { taskId } = await submitModel(bench.transport, endpoint, body);
				expect(bench.simulator.tasks().at(-1)).toMatchObject({ id: taskId, body });
			}
		},
	);
});

describe('a value that RunningHub would refuse', () => {
	it.each(NOW_REFUSED)('%s does not take it as %s', (endpoint, key, values) => {
		for (const value of values) {
			const { problems } = filled(endpoint, key, value);
			expect(problems.map(({ fieldId }) => fieldId)).toEqual([key]);
		}
	});
});

it.each(VIDU_PLAYS)('%s cannot be run without its assets', (endpoint) => {
	expect(field(endpoint, 'assets')).toMatchObject({ type: 'string', required: true, maxItems: 14 });
	const { problems } = filled(endpoint, 'assets', []);
	expect(problems.map(({ fieldId }) => fieldId)).toEqual(['assets']);
});

it.each([...SEEDANCE, ...SEEDANCE_FAST])('%s draws its own seed unless told', (endpoint) => {
	expect(field(endpoint, 'seed')).toMatchObject({ required: false, default: -1 });
});

it('a language is left out rather than chosen as empty', () => {
	const options = field(TTS, 'explicit_language')?.options ?? [];
	expect(options.length).toBeGreaterThan(10);
	expect(options.filter(({ value }) => value === '')).toEqual([]);
	expect(filled(TTS, 'explicit_language', '').values.has('explicit_language')).toBe(false);
});

it.each([
	...KLING_IMAGE.map((endpoint) => [endpoint, 'firstImageUrl', 50] as const),
	['kling-v3-4k/image-to-video', 'imageUrl', 30] as const,
])('%s takes a file as %s of up to %i MB', (endpoint, key, megabytes) => {
	const file = (bytes: number) => {
		const raw = RAW_MODELS.find((candidate) => candidate.endpoint === endpoint);
		if (raw === undefined) throw new Error(`no captured model ${endpoint}`);
		const values = { ...legalValues(raw, 0, createRandom(7)), [key]: 'photo' };
		const binary = { name: 'photo', mimeType: 'image/png', bytes };
		return coerceForm(modelForm(model(endpoint)), values, [binary]).problems.length;
	};
	expect(file(megabytes * 1_048_576)).toBe(0);
	expect(file(megabytes * 1_048_576 + 1)).toBe(1);
});

describe('formats of files', () => {
	it.each([
		['topazlabs/image-upscale-transparent', 'imageUrl', 'png', 'jpg'],
		['alibaba/qwen-image-3.0-pro/image-edit', 'imageUrls', 'gif', 'heic'],
		['kling-v3-turbo-pro/image-to-video', 'firstImageUrl', 'jpeg', 'webp'],
		['minimax/hailuo-h3/image-to-video', 'lastFrameUrl', 'webp', 'gif'],
		['minimax/hailuo-h3/multimodal-to-video', 'videoUrls', 'mov', 'avi'],
		['rhart-video/sparkvideo-2.0-mini/multimodal-video', 'audioUrls', 'wav', 'flac'],
		['bytedance/doubao-seed-audio-1.0', 'audio_url', 'mp3', 'ogg'],
		['youchuan/text-to-image-v82', 'sref', 'webp', 'jpeg'],
		['topazlabs/video-denoise', 'videoUrl', 'mp4', 'mov'],
	])('%s %s takes %s and not %s', (endpoint, key, taken, refused) => {
		const { accept = [] } = field(endpoint, key) ?? {};
		expect(accept).toContain(taken);
		expect(accept).not.toContain(refused);
	});
});

describe('values of nodes', () => {
	it.each([
		['rhart-image/z-image/turbo', '29##file_type', 'webp(lossless)', 'WEBP (lossless)'],
		['rhart-image/f-2-dev/edit', '51##file_type', 'jpeg', 'JPEG'],
		['rhart-video/ltx-2.3/image-to-video-lora', '245##select', '1080p', '3'],
		['rhart-video/ltx-2.3/text-to-video', '248##select', '16:9', '2'],
		['rhart-video/wan-2.2/image-to-video', '218##select', 'auto', '7'],
		['rhart-video/wan-2.2/start-to-end', '202##select', '8', '2'],
		['rhart-video/wan-2.2/text-to-video', '133##select', '1024×1920', '6'],
	])('%s %s: %s is %s', (endpoint, key, value, nodeValue) => {
		const option = field(endpoint, key)?.options?.find((candidate) => candidate.value === value);
		expect(option?.nodeValue).toBe(nodeValue);
	});

	it('are known for every choice of a file type', () => {
		const types = catalogue
			.list()
			.flatMap(({ fields }) => fields)
			.filter(({ id }) => id.endsWith('##file_type'));
		expect(types).toHaveLength(24);
		for (const { options = [] } of types) {
			expect(options.map(({ nodeValue }) => nodeValue)).toEqual([
				'PNG',
				'JPEG',
				'WEBP (lossless)',
				'WEBP (lossy)',
			]);
		}
	});
});

describe('the China site', () => {
	it('has no page for some models, which are marked', () => {
		const marked = catalogue.list().filter(({ maybeInternationalOnly }) => maybeInternationalOnly);
		// 109 that were known before, and the 12 that only the official registry has.
		expect(marked).toHaveLength(121);
	});

	it.each([
		['gemini-omni-flash/text-to-video', true],
		['topazlabs/image-upscale/low-resolution-v2', true],
		['pixverse-v5.5-effects', true],
		['rhart-image-g-2.5/flare/text-to-image', true],
		['rhart-imagine-image-2.0/text-to-image', true],
		['alibaba/wan-3.0/image-to-video', undefined],
		['google/gemini-omni-1.1-flash/video-edit', undefined],
		['rhart-image/z-image/turbo', undefined],
	])('%s: %p', (endpoint, mark) => {
		expect(model(endpoint).maybeInternationalOnly).toBe(mark);
	});
});
