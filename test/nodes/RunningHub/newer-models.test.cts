import type { NodeParameterValueType } from 'n8n-workflow';
import { RunningHub } from '../../../nodes/RunningHub/RunningHub.node';
import { loadCatalogue } from '../../../runninghub/catalogue/catalogue';
import type { RunningHubCredential } from '../../n8n/credentials.cts';
import { editorContext } from '../../n8n/execution.cts';
import { hintsOf } from '../../n8n/hints.cts';
import { BRAND_NEW, GROWN } from '../../runninghub/catalogue/newer-entries.cts';
import { type SimulatorSettings, UNKNOWN_KEY } from '../../simulator/simulator.cts';
import { itemWithFiles, type NodeValues, onStage, PICTURE, type Stage } from './stage.cts';

const { methods } = new RunningHub();
const NEW = 'brand-new/text-to-image';
const SERVED: Partial<SimulatorSettings> = { newerModels: [BRAND_NEW, GROWN] };

/** The credential whose base URL is the stage's own. */
function credentialOf({ simulator, key }: Stage): RunningHubCredential {
	return { site: 'custom', baseUrl: simulator.baseUrl, apiKey: key };
}

function editor(model: NodeParameterValueType, credential?: RunningHubCredential) {
	const parameters = { resource: 'image', operation: 'generateFromText', model };
	return editorContext(parameters, credential);
}

async function listed(filter: string, credential?: RunningHubCredential): Promise<string[]> {
	const context = editor('', credential);
	const { results } = await methods.listSearch.searchModels.call(context, filter);
	return results.map(({ value }) => String(value));
}

async function formOf(model: NodeParameterValueType, credential?: RunningHubCredential) {
	return await methods.resourceMapping.getModelFields.call(editor(model, credential));
}

function registryRequests({ simulator }: Stage) {
	return simulator.requestsOf('registry');
}

describe('a model that only the registry has', () => {
	it('is in the list, has its form, and runs', async () => {
		await onStage(
			async (stage) => {
				const credential = credentialOf(stage);
				expect(await listed('brand new', credential)).toEqual([NEW]);
				const { fields } = await formOf(NEW, credential);
				const marked = fields.map(({ id, displayName, type }) => [
					id,
					displayName.endsWith(' *'),
					type,
				]);
				expect(marked).toEqual([
					['aspectRatio', true, 'options'],
					['seed', false, 'number'],
				]);
				const ran = await stage.run({ model: NEW, form: { aspectRatio: '21:9', seed: 3 } });
				expect(ran.error).toBeUndefined();
				expect(stage.simulator.tasks().map(({ body }) => body)).toEqual([
					{ prompt: 'A lighthouse', aspectRatio: '21:9', seed: 3 },
				]);
				expect(ran.outputs[0]?.[0]?.binary?.data?.mimeType).toBe('image/png');
				expect(hintsOf(ran)).toEqual([]);
				// All of this asked once, and told nobody the key.
				expect(registryRequests(stage)).toHaveLength(1);
				expect(JSON.stringify(registryRequests(stage))).not.toContain(stage.key);
				expect(registryRequests(stage)[0]?.headers).not.toHaveProperty('authorization');
			},
			{ settings: SERVED },
		);
	});

	it('has its form checked before anything is bought', async () => {
		await onStage(
			async (stage) => {
				const { error } = await stage.run({ model: NEW, form: { aspectRatio: '9:9' } });
				expect(error?.message).toMatch(/Aspect Ratio.*"9:9" is not allowed. Allowed: 1:1, 21:9/);
				expect(stage.simulator.requestsOf('submit')).toEqual([]);
			},
			{ settings: SERVED },
		);
	});
});

describe('a run', () => {
	it('asks the registry for nothing that the package knows', async () => {
		await onStage(
			async (stage) => {
				expect((await stage.run()).error).toBeUndefined();
				expect(registryRequests(stage)).toEqual([]);
			},
			{ settings: SERVED },
		);
	});

	it.each([
		['an option', { resolution: '8k' }],
		['a parameter', { resolution: '1k', seedNumber: 7 }],
	])('takes %s that only the registry has', async (_what, form) => {
		await onStage(
			async (stage) => {
				const ran = await stage.run({ form });
				expect(ran.error).toBeUndefined();
				expect(stage.simulator.tasks().map(({ body }) => body)).toEqual([
					{ prompt: 'A lighthouse', ...form },
				]);
				expect(hintsOf(ran)).toEqual([]);
				expect(registryRequests(stage)).toHaveLength(1);
			},
			{ settings: SERVED },
		);
	});
});

describe('the editor', () => {
	it.each<[string, Partial<SimulatorSettings>]>([
		['missing', { registry: 'missing' }],
		['broken', { registry: { text: '[{"endpoint":' } }],
		['a web page', { registry: { text: '<html></html>' } }],
		['hostile', { registry: { text: '{"__proto__":{"models":[]},"models":{"length":1e9}}' } }],
		['of 50 MB', { registry: { text: Buffer.alloc(50 * 1_048_576, 32) } }],
		[
			'a million options',
			{
				registry: {
					text: JSON.stringify([
						{
							...BRAND_NEW,
							endpoint: '__proto__',
							name_en: '<img src=x>',
							params: [
								{
									fieldKey: '__proto__',
									type: 'LIST',
									options: Array.from({ length: 1_000_000 }, () => 0),
								},
							],
						},
					]),
				},
			},
		],
	])('shows the packaged list while the registry is %s', async (_state, settings) => {
		await onStage(
			async (stage) => {
				const credential = credentialOf(stage);
				const packaged = (await loadCatalogue()).list({
					resource: 'image',
					operation: 'generateFromText',
				});
				const endpoints = packaged.map(({ endpoint }) => endpoint).sort();
				expect((await listed('', credential)).sort()).toEqual(endpoints);
				expect((await formOf(PICTURE, credential)).fields).toHaveLength(2);
				expect((await stage.run()).error).toBeUndefined();
				expect(registryRequests(stage)).toHaveLength(1);
			},
			{ settings },
		);
	});

	it('shows the packaged list while the registry hangs or cannot be reached', async () => {
		await onStage(async (stage) => {
			stage.simulator.faults.add({ on: 'registry', kind: 'hang' });
			expect(await listed('pro banana', credentialOf(stage))).toContain(PICTURE);
			const nowhere = { site: 'custom', baseUrl: 'http://127.0.0.1:9', apiKey: stage.key };
			expect(await listed('pro banana', nowhere)).toContain(PICTURE);
		});
	});

	it('shows the packaged list without a credential and without a network', async () => {
		expect(await listed('pro banana')).toContain(PICTURE);
		expect((await formOf(PICTURE)).fields).toHaveLength(2);
	});
});

describe('the address of an API page', () => {
	const model = async () => {
		const found = (await loadCatalogue()).find(PICTURE);
		if (found?.skuId === undefined) throw new Error('the model has no page');
		return found.skuId;
	};

	it.each(['https://www.runninghub.ai/call-api/', 'https://www.runninghub.cn/zh-CN/call-api/'])(
		'under %s is taken for the model',
		async (start) => {
			await onStage(async (stage) => {
				const value = `${start}api-detail/${await model()}?apiType=1`;
				const locator = { __rl: true, mode: 'endpoint', value } as const;
				expect((await formOf(locator, credentialOf(stage))).fields).toHaveLength(2);
				expect((await stage.run({ model: locator })).error).toBeUndefined();
				expect(stage.simulator.tasks()[0]?.endpoint).toBe(PICTURE);
			});
		},
	);

	it('is refused by its number where nobody knows the model', async () => {
		await onStage(async (stage) => {
			const value = 'https://www.runninghub.ai/call-api/api-detail/2999999999999999999';
			const { error } = await stage.run({ model: { __rl: true, mode: 'endpoint', value } });
			expect(error?.message).toMatch(/2999999999999999999/);
			expect(error?.description).toMatch(/\/openapi\/v2\/.*AI app or a workflow/);
			expect(stage.simulator.requests).toEqual([]);
		});
	});
});

describe('Extra Parameters', () => {
	const extra = (value: object) => ({ options: { extraParameters: JSON.stringify(value) } });

	it('have their files resolved under keys that the form knows and that it does not', async () => {
		await onStage(async (stage) => {
			await stage.run(
				{
					operation: 'edit',
					model: 'rhart-image-n-pro/edit',
					...extra({ imageUrls: 'data', styleImageUrl: 'data', styleName: 'data', newOne: [1] }),
				},
				{ items: [itemWithFiles({ data: { content: PNG, mimeType: 'image/png' } })] },
			);
			const [request] = stage.simulator.requestsOf('submit');
			expect(request?.body).toMatchObject({
				imageUrls: [expect.stringMatching(/^http.*\/upload\//)],
				styleImageUrl: expect.stringMatching(/^http.*\/upload\//),
				styleName: 'data',
				newOne: [1],
			});
		});
	});

	it('are bought though the form would refuse them, which a hint says', async () => {
		await onStage(
			async (stage) => {
				const ran = await stage.run(extra({ resolution: '8k', seedNumber: 5 }));
				expect(ran.error).toBeUndefined();
				expect(stage.simulator.tasks()[0]?.body).toEqual({
					prompt: 'A lighthouse',
					resolution: '8k',
					seedNumber: 5,
				});
				expect(hintsOf(ran)).toEqual([
					expect.stringMatching(
						/^Extra Parameters.*Resolution.*"8k" is not allowed.*seedNumber: the form has no such/,
					),
				]);
			},
			{ settings: SERVED },
		);
	});

	it('stand in for what the form requires, and are not converted', async () => {
		await onStage(async (stage) => {
			await stage.run({ form: {}, prompt: '', ...extra({ prompt: 'B', resolution: 2 }) });
			expect(stage.simulator.requestsOf('submit')[0]?.body).toEqual({
				prompt: 'B',
				resolution: 2,
			});
		});
	});

	it('are asked for under the other names of a node-keyed model, too', async () => {
		await onStage(
			async (stage) => {
				const { error } = await stage.run({
					model: 'rhart-image/f-2-dev/text-to-image-lora',
					form: {},
					...extra({ '44##file_type': 'png', aspectRatio: '3:2' }),
				});
				expect(error).toBeUndefined();
				expect(stage.simulator.tasks()[0]?.body).toEqual({
					'12##text': 'A lighthouse',
					'44##file_type': 'png',
					'42##select': '3:2',
				});
			},
			{ settings: { nodeKeyedForm: 'nodeShown' } },
		);
	});
});

/** The first bytes of a picture. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ', 'base64');

describe('Model', () => {
	const PICTURES = { modelsFor: 'image.generateFromText', returnAll: true };

	function models(operation: 'get' | 'getMany', fields: NonNullable<NodeValues['fields']>) {
		return { resource: 'model', operation, fields };
	}

	async function rowsOf(stage: Stage, values: NodeValues) {
		const { outputs, error } = await stage.run(values);
		expect(error).toBeUndefined();
		expect(stage.simulator.tasks()).toEqual([]);
		return (outputs[0] ?? []).map(({ json }) => json);
	}

	it('→ Get Many gives the models of an operation as the list shows them, newer ones, too', async () => {
		await onStage(
			async (stage) => {
				const rows = await rowsOf(stage, models('getMany', PICTURES));
				expect(rows.map(({ endpoint }) => endpoint)).toEqual(await listed('', credentialOf(stage)));
				expect(rows[0]).toMatchObject({
					name: 'Seedream 5.0 Lite',
					maker: 'ByteDance',
					resource: 'Image',
					operation: 'Generate From Text',
					goodStart: true,
					price: expect.any(Number),
					priceCurrency: 'CNY',
					priceAsOf: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
					availability: 'available',
					link: expect.stringMatching(/^https:/),
				});
				expect(rows.find(({ endpoint }) => endpoint === NEW)?.parameters).toContainEqual(
					expect.objectContaining({ key: 'aspectRatio', required: true }),
				);
				expect(stage.simulator.requestsOf('price')).toEqual([]);
			},
			{ settings: SERVED },
		);
	});

	it('→ Get Many goes through everything, by words and up to a limit', async () => {
		await onStage(async (stage) => {
			const all = await rowsOf(stage, models('getMany', { modelsFor: 'all', returnAll: true }));
			const known = (await loadCatalogue()).list();
			expect(all.map(({ endpoint }) => endpoint).sort()).toEqual(
				known.map(({ endpoint }) => endpoint).sort(),
			);
			const few = models('getMany', {
				modelsFor: 'all',
				modelSearch: 'google cheap',
				limit: 3,
				includeParameters: false,
			});
			const rows = await rowsOf(stage, few);
			expect(rows).toHaveLength(3);
			expect(rows.map(({ maker }) => maker)).toEqual(['Google', 'Google', 'Google']);
			expect(rows.some((row) => 'parameters' in row)).toBe(false);
		});
	});

	it('→ Get Many asks 20 models for their price, with the given values where they have them', async () => {
		await onStage(async (stage) => {
			const values = { askPrice: true, priceValues: '{"resolution": "2k", "prompt": "a fox"}' };
			const rows = await rowsOf(stage, models('getMany', { ...PICTURES, ...values }));
			const asked = stage.simulator.requestsOf('price').map(({ body }) => body);
			expect(asked).toHaveLength(20);
			expect(asked.every((body) => JSON.stringify(body).includes('a fox'))).toBe(true);
			expect(asked.some((body) => JSON.stringify(body).includes('2k'))).toBe(true);
			const priced = rows.filter(({ askedPrice }) => typeof askedPrice === 'number');
			expect(priced.length).toBeGreaterThan(15);
			expect(priced.every(({ askedCurrency }) => askedCurrency === 'CNY')).toBe(true);
			const told = rows.filter(({ priceProblem }) => priceProblem !== undefined);
			expect(told.some(({ priceProblem }) => /20 models/.test(String(priceProblem)))).toBe(true);
		});
	});

	it('→ Get finds one by endpoint, name or page, and says what a price lacks', async () => {
		await onStage(async (stage) => {
			const endpoint = 'seedream-v5-lite/image-to-image';
			const [page] = (await loadCatalogue()).list().flatMap(({ skuId }) => skuId ?? []);
			const [first] = await rowsOf(stage, models('get', { endpoint, askPrice: true }));
			expect(first).toMatchObject({
				endpoint,
				missingParameters: [expect.stringMatching(/image/i)],
			});
			const priceValues = { imageUrls: ['https://example.com/a.png'] };
			const [second] = await rowsOf(
				stage,
				models('get', { endpoint, askPrice: true, priceValues: JSON.stringify(priceValues) }),
			);
			expect(second).toMatchObject({ askedPrice: expect.any(Number), askedCurrency: 'CNY' });
			for (const given of [
				'★ Z-Image Turbo',
				`https://www.runninghub.ai/call-api/api-detail/${page}`,
			]) {
				expect(await rowsOf(stage, models('get', { endpoint: given }))).toHaveLength(1);
			}
			const { error } = await stage.run(models('get', { endpoint: 'no such model' }));
			expect(error?.message).toMatch(/^Endpoint or Name: .*no such model/);
			const wrong = models('get', { endpoint, askPrice: true, priceValues: '{"colour": 1}' });
			expect((await stage.run(wrong)).error?.message).toMatch(/^Values to Price: .*colour/);
			const list = models('get', { endpoint, askPrice: true, priceValues: '[1]' });
			expect((await stage.run(list)).error?.message).toMatch(/^Values to Price: .*JSON object/);
		});
	});

	it('→ Get Many stops where the key is refused, and is free without Ask Price', async () => {
		await onStage(
			async (stage) => {
				expect(await rowsOf(stage, models('getMany', PICTURES))).not.toEqual([]);
				const { error } = await stage.run(models('getMany', { ...PICTURES, askPrice: true }));
				expect(error?.message).toMatch(/refused the API key/);
			},
			{ key: UNKNOWN_KEY },
		);
	});
});
