import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	createCatalogue,
	loadCatalogue,
	type Catalogue,
} from '../../../runninghub/catalogue/catalogue';
import { aliasesOf, makerOf } from '../../../runninghub/catalogue/families';
import type { Model } from '../../../runninghub/catalogue/model';
import {
	OPERATIONS,
	type ModelOperation,
	type Resource,
} from '../../../runninghub/catalogue/operations';
import { modelPage, ownPage, pageAnchor } from '../../../runninghub/catalogue/model-page';
import { readAdditions } from '../../../tools/catalogue/additions.cts';
import { modelLabel } from '../../../nodes/RunningHub/parameters/model-label';

const RESOURCES: readonly Resource[] = ['threeD', 'audio', 'image', 'text', 'video'];

interface List {
	readonly resource: Resource;
	readonly operation: ModelOperation;
	readonly models: readonly Model[];
}

let catalogue: Catalogue;
let lists: readonly List[];

beforeAll(async () => {
	catalogue = await loadCatalogue();
	lists = RESOURCES.flatMap((resource) =>
		OPERATIONS[resource].map((operation) => ({
			resource,
			operation,
			models: catalogue.list({ resource, operation }),
		})),
	);
});

const pages = new Map<string, string>();

function pageText(file: string): string {
	const text =
		pages.get(file) ?? readFileSync(join(__dirname, '../../../docs/models', file), 'utf8');
	pages.set(file, text);
	return text;
}

const titles = (models: readonly Model[]) => models.map(({ title }) => title);
const isPlain = ({ goodStart, helper, unavailable, deprecated }: Model) =>
	goodStart === undefined && helper !== true && unavailable !== true && !deprecated;

describe('names for people', () => {
	it('are short enough for the closed field, with their mark', () => {
		const labels = catalogue.list().map(modelLabel);
		expect(labels).toHaveLength(486);
		expect(labels.filter((label) => label.length > 35)).toEqual([]);
	});

	it('are words, not slugs, and say nothing of the operation', () => {
		const bad = titles(catalogue.list()).filter(
			(title) =>
				!/^[A-Z]/.test(title) ||
				/[/_[\]]|rhart|[a-z]{2}-to-|(?:text|image|video|multimodal|i2v|t2v)-(?:to|edit|gen)/i.test(
					title,
				) ||
				/\b(?:text|image|reference|video|audio) to \w+|\bgenerat(?:e|or|ion)\b/i.test(title),
		);
		expect(bad).toEqual([]);
	});

	it('are different within a list', () => {
		for (const { resource, operation, models } of lists) {
			const twice = titles(models).filter((title, index, all) => all.indexOf(title) !== index);
			expect([resource, operation, twice]).toEqual([resource, operation, []]);
		}
	});

	it('say what tells a cheap channel from the official one', () => {
		for (const { name, title } of catalogue.list()) {
			if (/channel-low-price|\/economy$/.test(name)) expect(title).toMatch(/low price$/);
			if (/official-stable|\/stable-token$/.test(name)) expect(title).toMatch(/official$/);
			if (/lora/i.test(name)) expect(title).toMatch(/LoRA/);
		}
	});

	it.each([
		['rhart-text-g-25-flash-cv/image-to-text', 'Gemini 2.5 Flash CV'],
		['rhart-image/f-2-dev/text-to-image-lora', 'FLUX.2 dev LoRA'],
		['rhart-video/sparkvideo-2.0-fast/text-to-video', '★ Seedance 2.0 Fast'],
		['rhart-image-n-pro/text-to-image', 'Nano Banana Pro low price'],
		['luma/uni-1/image-edit', 'Luma Uni-1'],
		['luma/uni-1/image-to-image', 'Luma Uni-1 with references'],
		['kling-lip-sync/identify-face', 'Kling Lip Sync Faces (helper)'],
		['mureka-o2/instrumental-generate', 'Mureka O2 BGM (unavailable)'],
		['rhart-video-s/text-to-video-pro-deprecated', 'Sora 2 Pro low price (withdrawn)'],
	])('%s is shown as %s', (endpoint, expected) => {
		const model = catalogue.find(endpoint);
		expect(model && modelLabel(model)).toBe(expected);
	});
});

describe('what people decided', () => {
	it('covers every model, and no other', () => {
		const { titles: given, goodStarts, helpers, unavailable } = readAdditions();
		const endpoints = catalogue.list().map(({ endpoint }) => endpoint);
		expect([...given.keys()].sort()).toEqual([...endpoints].sort());
		for (const model of catalogue.list()) {
			expect([model.endpoint, model.title]).toEqual([model.endpoint, given.get(model.endpoint)]);
		}
		for (const endpoint of [...helpers, ...unavailable]) expect(endpoints).toContain(endpoint);
		for (const { endpoint, resource, operation, purpose } of goodStarts) {
			expect(catalogue.find(endpoint)).toMatchObject({ endpoint, resource, operation });
			expect(purpose).toMatch(/^[A-Z]/);
		}
	});

	it('knows the maker of every family', () => {
		const families = new Set(catalogue.list().map(({ provider }) => provider));
		const without = [...families].filter((family) => aliasesOf(family) === undefined);
		expect(without).toEqual([]);
	});
});

describe('the order of a list', () => {
	it('begins with three to five good starts, fewer where there is little to choose from', () => {
		for (const { resource, operation, models } of lists) {
			const starts = models.filter(({ goodStart }) => goodStart !== undefined);
			const real = models.filter((model) => isPlain(model) || model.goodStart !== undefined);
			const least = real.length > 5 ? 3 : 1;
			expect([resource, operation, starts.length >= least && starts.length <= 5]).toEqual([
				resource,
				operation,
				true,
			]);
			expect(models.slice(0, starts.length)).toEqual(starts);
			expect(
				starts.filter(({ deprecated, helper, unavailable }) => deprecated || helper || unavailable),
			).toEqual([]);
		}
	});

	it('goes on by family and ends with helpers, then what is not to be had', () => {
		for (const { models } of lists) {
			const plain = models.filter(isPlain).map(({ provider }) => provider.toLowerCase());
			expect(plain).toEqual([...plain].sort());
			const order = models.map((model) =>
				model.deprecated ? 4 : model.unavailable ? 3 : model.helper ? 2 : isPlain(model) ? 1 : 0,
			);
			expect(order).toEqual([...order].sort());
		}
	});

	it('has every model that gives something else than its list is about among the helpers', () => {
		const strange = catalogue
			.list()
			.filter(({ resource, output }) => output !== (resource === 'threeD' ? '3d' : resource));
		expect(strange.filter(({ helper }) => helper !== true)).toEqual([]);
		expect(strange.length).toBeGreaterThan(0);
	});

	it.each([
		['Midjourney 8.2 Preview', 'Midjourney 7', 'Midjourney 6.1', 'Midjourney 6'],
		['Nano Banana 2 official', 'Nano Banana Pro official', 'Nano Banana official'],
		['Qwen Image 3.0', 'Qwen Image 2.0', 'Qwen Image 2512'],
		['FLUX.2 dev', 'FLUX.2 klein 9B', 'FLUX.2 klein 4B', 'FLUX.1 dev'],
		['Seedream 5.0 Pro', 'Seedream 4.5', 'Seedream 4.0'],
	])('has the newest version first: %s …', (...expected) => {
		const all = titles(catalogue.list({ resource: 'image', operation: 'generateFromText' }));
		const places = expected.map((title) => all.indexOf(title));
		expect(places).not.toContain(-1);
		expect(places).toEqual([...places].sort((left, right) => left - right));
	});

	it('never has an older version before a newer one of the same line', () => {
		for (const { resource, operation, models } of lists) {
			const last = new Map<string, number>();
			const wrong = models.filter(isPlain).filter(({ title, provider }) => {
				const [, line = '', version = ''] = /^(\D*?)(\d+(?:\.\d+)?)(?!D)/.exec(title) ?? [];
				const number = Number(version) > 1000 ? 0 : Number(version);
				const key = `${provider} ${line}`;
				const before = last.get(key) ?? Number.POSITIVE_INFINITY;
				last.set(key, number);
				return version !== '' && number > before;
			});
			expect([resource, operation, titles(wrong)]).toEqual([resource, operation, []]);
		}
	});

	it('takes a number of the family for no version, and 10 for more than 9', () => {
		const data = [
			'Hunyuan3D 2.0',
			'Hunyuan3D 10',
			'Hunyuan3D 9.5',
			'Hunyuan3D 9 pro',
			'Hunyuan3D 9',
		].map((title) => ({
			endpoint: title,
			name: title,
			title,
			provider: 'Hunyuan3D',
			resource: 'image',
			operation: 'edit',
			output: 'image',
		}));
		expect(titles(createCatalogue({ models: data }).list())).toEqual([
			'Hunyuan3D 10',
			'Hunyuan3D 9.5',
			'Hunyuan3D 9',
			'Hunyuan3D 9 pro',
			'Hunyuan3D 2.0',
		]);
	});
});

describe('search', () => {
	const found = (search: string) => catalogue.list({ search });

	it('finds each model by its title, its label, its menu name, its endpoint and its maker', () => {
		for (const model of catalogue.list()) {
			const { title, name, nameZh, endpoint, provider } = model;
			for (const words of [title, modelLabel(model), name, nameZh, endpoint, makerOf(provider)]) {
				expect([words, catalogue.list({ search: words }).includes(model)]).toEqual([words, true]);
			}
		}
	});

	it.each([
		['google', ['Gemini', 'Nano Banana', 'Veo']],
		['openai', ['GPT Image', 'Sora']],
		['bytedance', ['Doubao', 'DreamActor', 'Jimeng', 'Seedance', 'Seedream']],
		['black forest labs', ['FLUX']],
		['kling', ['Kling']],
		['minimax', ['Hailuo', 'MiniMax']],
		['alibaba', ['HappyHorse', 'Qwen', 'Wan', 'Z-Image']],
		['flux', ['FLUX']],
		['gemini', ['Gemini', 'Nano Banana', 'Veo']],
		['veo', ['Veo']],
		['sora', ['Sora']],
		['midjourney', ['Midjourney']],
	])('%s finds whole families', (word, families) => {
		const all = found(word);
		for (const family of families) {
			const whole = catalogue.list().filter(({ provider }) => provider === family);
			expect(whole.filter((model) => !all.includes(model))).toEqual([]);
			expect(whole).not.toEqual([]);
		}
	});

	it('finds what is cheap, fast or official', () => {
		const cheap = found('cheap');
		const lowPriced = catalogue.list().filter(({ title }) => title.endsWith('low price'));
		for (const model of lowPriced) {
			const isUsable = !model.deprecated && model.helper !== true;
			expect([model.endpoint, cheap.includes(model)]).toEqual([model.endpoint, isUsable]);
		}
		const pictures = catalogue.list({
			resource: 'image',
			operation: 'generateFromText',
			search: 'cheap',
		});
		expect(titles(pictures)).toContain('Z-Image Turbo');
		expect(titles(pictures)).not.toContain('Midjourney 7');
		expect(titles(found('fast kling 2.5'))).toContain('Kling 2.5 Turbo Pro');
		expect(titles(found('official google pro banana'))).toContain('Nano Banana Pro official');
		expect(found('official').filter(({ name }) => /low-price/.test(name))).toEqual([]);
	});

	it('takes words in any order, and all of them', () => {
		const banana = titles(found('price BANANA low pro'));
		expect(new Set(banana)).toEqual(new Set(['Nano Banana Pro low price']));
		expect(found('banana sora')).toEqual([]);
	});
});

describe('the page of a model', () => {
	it("is RunningHub's own where its number is known", () => {
		const known = catalogue.list().filter(({ skuId }) => skuId !== undefined);
		expect(known.length).toBeGreaterThanOrEqual(276);
		for (const model of known) {
			expect(modelPage(model)).toMatch(
				/^https:\/\/www\.runninghub\.ai\/call-api\/api-detail\/\d{15,}$/,
			);
		}
		const pro = catalogue.find('rhart-image-n-pro/text-to-image');
		expect(pro && modelPage(pro)).toBe(
			'https://www.runninghub.ai/call-api/api-detail/2004543847939751938',
		);
	});

	it('is ours for the others, at an address made of the endpoint that no other model has', () => {
		const flux = catalogue.find('rhart-video-flux3/text-to-video');
		expect(flux && modelPage(flux)).toBe(
			'https://github.com/n8n-nodes-runninghub/n8n-nodes-runninghub/blob/HEAD/docs/models/video.md#rhart-video-flux3-text-to-video',
		);
		const anchors = catalogue.list().map(pageAnchor);
		expect(new Set(anchors).size).toBe(anchors.length);
	});

	it('is there, for every model: workflows keep the address', () => {
		for (const model of catalogue.list()) {
			const page = ownPage(model);
			const [, file = ''] = /\/docs\/models\/([a-z0-9]+\.md)#/.exec(page) ?? [];
			expect([page, pageText(file).includes(`<a id="${pageAnchor(model)}"></a>`)]).toEqual([
				page,
				true,
			]);
		}
	});
});

describe('prices', () => {
	it('have an amount, a unit and a day, or are not there', () => {
		const priced = catalogue.list().flatMap(({ price }) => (price === undefined ? [] : [price]));
		expect(priced.length).toBeGreaterThan(300);
		for (const { amount, unit, asOf } of priced) {
			expect(amount).toBeGreaterThan(0);
			expect(amount).toBeLessThan(100);
			expect(unit).toMatch(/^(?:call|second|image|5 seconds|1000 characters)$/);
			expect(asOf).toMatch(/^2026-0[4-9]-\d\d$/);
		}
	});

	it.each([
		[
			'rhart-image-n-pro/text-to-image',
			{ amount: 0.4, from: true, unit: 'call', asOf: '2026-04-29' },
		],
		[
			'seedream-v5-lite/text-to-image',
			{ amount: 0.22, from: false, unit: 'image', asOf: '2026-06-18' },
		],
		[
			'rhart-image-g-2-official/text-to-image',
			{ amount: 0.06, from: true, unit: 'call', asOf: '2026-06-18' },
		],
		['marble/upload-media-asset', undefined],
		['skyreels-v3/reference-to-video', undefined],
	])('of %s are those of the newest source', (endpoint, price) => {
		expect(catalogue.find(endpoint)?.price).toEqual(price);
	});
});
