import { previewPrice, submitModel } from '../../../runninghub/api/models';
import { loadCatalogue } from '../../../runninghub/catalogue/catalogue';
import { refusedModel } from '../../../runninghub/catalogue/refused-model';
import type { Model } from '../../../runninghub/catalogue/model';
import { submitModelForm } from '../../../runninghub/catalogue/submit';
import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import type { JsonObject } from '../../../runninghub/json';
import { bodyWith, createBench, MODEL } from '../bench.cts';
import { errorOf } from '../error-of.cts';

const INTERNATIONAL = 'rhart-image-g-2.5/flare/text-to-image';
const BODY: JsonObject = { prompt: 'a boat' };
const HINT = /may be offered on the International site only/;

async function modelOf(endpoint: string): Promise<Model> {
	const model = (await loadCatalogue()).find(endpoint);
	if (model === undefined) throw new Error(`no model ${endpoint}`);
	return model;
}

async function explained(endpoint: string, error: RunningHubError): Promise<RunningHubError> {
	return await errorOf(Promise.reject(await refusedModel(endpoint, error)));
}

describe('a model that the China site offers no longer', () => {
	it('is named, makes no task, and has another way', async () => {
		const bench = createBench({ settings: { withdrawnModels: [MODEL] } });
		const submitted = await errorOf(
			submitModelForm(bench.transport, await modelOf(MODEL), () => bodyWith('a boat')),
		);
		const previewed = await explained(
			MODEL,
			await errorOf(previewPrice(bench.transport, MODEL, bodyWith('a boat'))),
		);
		for (const { message, facts } of [submitted, previewed]) {
			expect(message).toMatch(/^The model Nano Banana Pro low price/);
			expect(message).toMatch(/no longer offered on the China site$/);
			expect(facts.hint).toMatch(/International site.*or choose another model/);
			expect(facts).toMatchObject({ kind: 'notFound', code: '40310', noTaskMade: true });
			expect(facts.detail).toMatch(/^This model is no longer available on the CN endpoint/);
		}
		expect(bench.simulator.requestsOf('submit')).toHaveLength(1);
		expect(bench.simulator.counters.tasksCreated).toBe(0);
	});

	it('is named by its endpoint when nobody knows it', async () => {
		const { transport, simulator } = createBench();
		simulator.faults.add({ on: 'submit', kind: 'code', code: '40310' });
		const error = await errorOf(submitModel(transport, 'brand-new/model', BODY));
		expect(error.facts).toMatchObject({ kind: 'notFound', noTaskMade: true });
		expect((await explained('brand-new/model', error)).message).toBe(
			'The model brand-new/model is no longer offered on the China site',
		);
	});
});

describe('a model without a page in the China documentation', () => {
	it.each([
		['1001', true],
		['1007', true],
		['301', true],
		['1404', true],
		['31999', true],
		['421', false],
		['812', false],
		['1014', false],
		['1501', false],
		['1000', false],
	])('that is refused with code %s may be of the other site: %p', async (code, told) => {
		const { transport, simulator } = createBench();
		simulator.faults.add({ on: 'submit', kind: 'code', code });
		const { facts } = await errorOf(
			submitModelForm(transport, await modelOf(INTERNATIONAL), () => BODY),
		);
		expect(HINT.test(facts.hint)).toBe(told);
		if (told) expect(facts.hint).toContain('GPT Image 2.5 Flare low price');
	});

	it('is told of in the second refusal of a form, too', async () => {
		const endpoint = 'rhart-video/ltx-2/text-to-video-lora';
		expect((await loadCatalogue()).find(endpoint)?.maybeInternationalOnly).toBe(true);
		const { transport, simulator } = createBench();
		simulator.faults.add({ on: 'submit', kind: 'code', code: '1007', times: 2 });
		const { facts } = await errorOf(
			submitModelForm(transport, await modelOf(endpoint), ({ options }) => ({ ...BODY, options })),
		);
		expect(simulator.requestsOf('submit')).toHaveLength(2);
		expect(facts.hint).toMatch(HINT);
	});

	it('keeps the hint of the code in front', async () => {
		const { transport, simulator } = createBench();
		simulator.faults.add({ on: 'submit', kind: 'code', code: '1007' });
		const plain = await errorOf(submitModel(transport, INTERNATIONAL, BODY));
		const { facts } = await explained(INTERNATIONAL, plain);
		expect(facts.hint.startsWith(plain.facts.hint)).toBe(true);
	});
});

it('any other model is refused as ever', async () => {
	const { transport, simulator } = createBench();
	simulator.faults.add({ on: 'submit', kind: 'code', code: '1007' });
	const error = await errorOf(submitModel(transport, 'alibaba/wan-3.0/image-to-video', BODY));
	expect(await refusedModel('alibaba/wan-3.0/image-to-video', error)).toBe(error);
	expect(await refusedModel(INTERNATIONAL, 'no error of ours')).toBe('no error of ours');
	const uncertain = new RunningHubError({ kind: 'uncertain', message: 'x', hint: 'y' });
	expect(await refusedModel(INTERNATIONAL, uncertain)).toBe(uncertain);
});
