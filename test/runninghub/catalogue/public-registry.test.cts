import { loadCatalogue } from '../../../runninghub/catalogue/catalogue';
import { withNewerModels } from '../../../runninghub/catalogue/newer-models';
import {
	type Asker,
	EDITOR_PATIENCE,
	type FetchText,
	LARGEST_REGISTRY,
	PUBLIC_ADDRESSES,
	PublicRegistry,
	registryUnder,
	RUN_PATIENCE,
} from '../../../runninghub/catalogue/public-registry';
import { readRegistry } from '../../../runninghub/catalogue/registry-data';
import { coerceForm } from '../../../runninghub/forms/coerce-form';
import type { JsonObject } from '../../../runninghub/json';
import { VirtualClock } from '../../simulator/simulator.cts';
import { BRAND_NEW, GROWN } from './newer-entries.cts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const LIST = JSON.stringify([BRAND_NEW]);

/** What was asked, and what was written to the log. */
class Stand {
	readonly clock = new VirtualClock();
	readonly asked: string[] = [];
	readonly cutOff: string[] = [];
	readonly log: string[] = [];
	readonly registry = new PublicRegistry(PUBLIC_ADDRESSES);

	constructor(private answer: FetchText) {}

	now(answer: FetchText): void {
		this.answer = answer;
	}

	async endpoints(patience = EDITOR_PATIENCE): Promise<string[]> {
		const asker: Asker = {
			clock: this.clock,
			patience,
			logger: { debug: () => {}, info: () => {}, warn: (text) => this.log.push(text) },
			fetchText: async (address, signal) => {
				this.asked.push(address);
				signal.addEventListener('abort', () => this.cutOff.push(address));
				return await this.answer(address, signal);
			},
		};
		const models = await this.clock.run(this.registry.models(asker), () => false);
		return models.map(({ endpoint }) => endpoint);
	}

	async pass(milliseconds: number): Promise<void> {
		await this.clock.run(this.clock.sleep(milliseconds), () => false);
	}
}

const never: FetchText = async () => await new Promise<never>(() => {});
const broken: FetchText = async () => await Promise.reject(new Error('not found'));

describe('the public registry', () => {
	it('is asked at both of its addresses at once, and the first good answer counts', async () => {
		expect(PUBLIC_ADDRESSES).toHaveLength(2);
		for (const good of PUBLIC_ADDRESSES) {
			const stand = new Stand(async (address, signal) =>
				address === good ? LIST : await broken(address, signal),
			);
			expect(await stand.endpoints()).toEqual(['brand-new/text-to-image']);
			expect(stand.asked).toEqual(PUBLIC_ADDRESSES);
			expect(stand.log).toEqual([]);
			// The slower one is not read any further.
			expect(stand.cutOff).toEqual(expect.arrayContaining([...PUBLIC_ADDRESSES]));
		}
	});

	it('is asked once for some hours', async () => {
		const stand = new Stand(async () => LIST);
		await stand.endpoints();
		await stand.pass(5 * HOUR);
		expect(await stand.endpoints()).toEqual(['brand-new/text-to-image']);
		expect(stand.asked).toHaveLength(2);
		await stand.pass(2 * HOUR);
		await stand.endpoints();
		expect(stand.asked).toHaveLength(4);
	});

	it('is asked once by all who ask at the same time', async () => {
		const stand = new Stand(async () => LIST);
		const all = await Promise.all([stand.endpoints(), stand.endpoints(), stand.endpoints()]);
		expect(all).toEqual(Array.from({ length: 3 }, () => ['brand-new/text-to-image']));
		expect(stand.asked).toHaveLength(2);
	});

	it('is not asked again for some minutes after a failure, which only the log tells', async () => {
		const stand = new Stand(broken);
		expect(await stand.endpoints()).toEqual([]);
		expect(stand.log).toEqual([expect.stringMatching(/raw\.githubusercontent\.com: not found/)]);
		await stand.pass(4 * MINUTE);
		stand.now(async () => LIST);
		expect(await stand.endpoints()).toEqual([]);
		expect(stand.asked).toHaveLength(2);
		await stand.pass(2 * MINUTE);
		expect(await stand.endpoints()).toEqual(['brand-new/text-to-image']);
	});

	it('keeps an old list while a newer one cannot be had', async () => {
		const stand = new Stand(async () => LIST);
		await stand.endpoints();
		await stand.pass(7 * HOUR);
		stand.now(broken);
		expect(await stand.endpoints()).toEqual(['brand-new/text-to-image']);
		expect(stand.log).toHaveLength(1);
	});

	it.each([
		['the editor', EDITOR_PATIENCE, 3_000],
		['a run', RUN_PATIENCE, 10_000],
	])('keeps %s waiting no longer than it may', async (_who, patience, most) => {
		const stand = new Stand(never);
		const started = stand.clock.now();
		expect(await stand.endpoints(patience)).toEqual([]);
		expect(stand.clock.now() - started).toBe(most);
	});

	it('gives up after the longest wait, and then counts as failed', async () => {
		const stand = new Stand(never);
		await stand.endpoints(EDITOR_PATIENCE);
		await stand.pass(RUN_PATIENCE);
		expect(stand.cutOff).toEqual(PUBLIC_ADDRESSES);
		expect(stand.log).toEqual([expect.stringContaining('no answer in time')]);
		const started = stand.clock.now();
		expect(await stand.endpoints()).toEqual([]);
		expect(stand.clock.now()).toBe(started);
	});

	it('is there for the next one when it comes after the first has left', async () => {
		const stand = new Stand(async () => {
			await stand.clock.sleep(5_000);
			return LIST;
		});
		expect(await stand.endpoints()).toEqual([]);
		await stand.pass(3_000);
		expect(await stand.endpoints()).toEqual(['brand-new/text-to-image']);
		expect(stand.asked).toHaveLength(2);
	});

	it.each([
		['broken JSON', LIST.slice(0, -5)],
		['a web page', '<html>404</html>'],
		['another list', '[1, null, "x"]'],
		['an empty list', '[]'],
		['too much', `${LIST}${' '.repeat(LARGEST_REGISTRY)}`],
		['a prototype', '{"__proto__":{"models":[]}}'],
		['depth', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
	])('that is %s counts as failed', async (_what, text) => {
		const stand = new Stand(async () => text);
		expect(await stand.endpoints()).toEqual([]);
		expect(stand.log).toHaveLength(1);
	});

	it('is looked for under a base URL of the user, whatever its end', () => {
		expect(registryUnder('http://127.0.0.1:8787/')).toBe(
			'http://127.0.0.1:8787/models_registry.json',
		);
	});
});

describe('a hostile registry', () => {
	const entry = (facts: JsonObject): JsonObject => ({ ...BRAND_NEW, ...facts });
	const withParam = (facts: JsonObject) => entry({ params: [{ type: 'STRING', ...facts }] });
	const read = (...models: JsonObject[]) => readRegistry(models).models;

	it.each([
		'__proto__',
		'constructor',
		'../uc/openapi/accountStatus',
		'a/../b',
		'a//b',
		'https://evil.example/x',
		'a?b=c',
		'a b',
		'',
		'x'.repeat(500),
	])('has no model "%s"', (endpoint) => {
		const known = read(entry({ endpoint }));
		// A word that every object knows is harmless as an endpoint: it is only ever looked up in a map.
		expect(known.map((model) => model.endpoint)).toEqual(
			endpoint === 'constructor' ? ['constructor'] : [],
		);
	});

	it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'a b', '<b>', ''])(
		'has no model with an input "%s"',
		(fieldKey) => {
			expect(read(withParam({ fieldKey }))).toEqual([]);
		},
	);

	it('has no types and kinds that an object knows by itself', () => {
		expect(read(withParam({ fieldKey: 'x', type: 'constructor' }))).toEqual([]);
		expect(read(entry({ output_type: 'toString' }))).toEqual([]);
	});

	it('shows no markup', () => {
		const [model] = read(
			entry({
				name_en: '<img src=x onerror=alert(1)>Nice\u0000 <b>model</b>\u202e',
				name_cn: '<script>alert(1)</script>',
				category: 'a/<i>Family',
			}),
		);
		expect(model).toMatchObject({ name: 'Nice model', category: 'Family' });
		expect(JSON.stringify(model)).not.toMatch(/[<>\u202e]/);
		const [withOptions] = read(
			withParam({
				fieldKey: 'x',
				type: 'LIST',
				options: [
					{ value: '<b>', description: 'x' },
					{ value: 'good', descriptionEn: '<b>Good</b>' },
				],
			}),
		);
		expect(withOptions?.fields[0]?.options).toEqual([{ value: 'good', label: 'Good' }]);
	});

	it('takes a million options for a free text', () => {
		const options = Array.from({ length: 1_000_000 }, (_none, value) => ({ value }));
		const [model] = read(withParam({ fieldKey: 'x', type: 'LIST', options }));
		expect(model?.fields).toEqual([{ id: 'x', type: 'string', required: false }]);
	});

	it('has bounds', () => {
		const many = Array.from({ length: 20_000 }, (_none, number) =>
			entry({ endpoint: `model/${number}` }),
		);
		expect(read(...many).length).toBeLessThanOrEqual(5_000);
		const params = Array.from({ length: 20_000 }, (_none, number) => ({
			fieldKey: `x${number}`,
			type: 'STRING',
		}));
		expect(read(entry({ params }))).toEqual([]);
		expect(read(entry({ name_en: 'x'.repeat(1_000_000) }))[0]?.name.length).toBe(100);
	});
});

describe('packaged and newer models together', () => {
	const united = async () =>
		withNewerModels(await loadCatalogue(), readRegistry([BRAND_NEW, GROWN]).models);

	it('has every packaged model, and the new one with its form and a place', async () => {
		const packaged = await loadCatalogue();
		const all = await united();
		expect(all.list()).toHaveLength(packaged.list().length + 1);
		expect(all.find('brand-new/text-to-image')).toMatchObject({
			name: 'brand-new-1/text-to-image',
			resource: 'image',
			operation: 'generateFromText',
			output: 'image',
		});
		expect(all.find('brand-new/text-to-image')?.fields).toEqual([
			{
				id: 'prompt',
				label: 'Prompt',
				type: 'string',
				required: true,
				multiple: false,
				maxLength: 800,
				role: 'prompt',
			},
			{
				id: 'aspectRatio',
				label: 'Aspect Ratio',
				type: 'options',
				required: true,
				multiple: false,
				default: '1:1',
				options: [
					{ value: '1:1', label: '1:1' },
					{ value: '21:9', label: '21:9' },
				],
			},
			{
				id: 'seed',
				label: 'Seed',
				type: 'integer',
				required: false,
				multiple: false,
				min: 0,
				max: 9,
			},
		]);
		expect(all.list({ search: 'new brand' }).map(({ endpoint }) => endpoint)).toEqual([
			'brand-new/text-to-image',
		]);
	});

	it('keeps the packaged texts and unites the choices, bounds and inputs', async () => {
		const before = (await loadCatalogue()).find('rhart-image-n-pro/text-to-image');
		const after = (await united()).find('rhart-image-n-pro/text-to-image');
		expect(after).toMatchObject({ name: before?.name, nameZh: before?.nameZh });
		const field = (id: string) => after?.fields.find((each) => each.id === id);
		const packaged = before?.fields.find(({ id }) => id === 'resolution')?.options ?? [];
		expect(field('resolution')?.options).toEqual([...packaged, { value: '8k', label: '8k' }]);
		expect(field('prompt')?.maxLength).toBe(90_000);
		expect(field('seedNumber')).toMatchObject({ type: 'integer', required: false, max: 99 });
		const { problems } = coerceForm(
			after?.fields ?? [],
			{ prompt: 'a boat', resolution: '8k', seedNumber: 7 },
			[],
		);
		expect(problems).toEqual([]);
	});

	it('is the packaged catalogue itself where there are no newer models', async () => {
		const packaged = await loadCatalogue();
		expect(withNewerModels(packaged, [])).toBe(packaged);
	});
});
