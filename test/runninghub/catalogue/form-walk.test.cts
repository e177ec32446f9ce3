import { buildModelBody } from '../../../runninghub/catalogue/body';
import { loadCatalogue, modelForm, type Catalogue } from '../../../runninghub/catalogue/catalogue';
import type { Model } from '../../../runninghub/catalogue/model';
import { coerceForm } from '../../../runninghub/forms/coerce-form';
import type { MediaReference } from '../../../runninghub/forms/media-reference';
import { createRandom } from '../random.cts';
import { illegalValues } from './illegal-values.cts';
import { legalValue, legalValues } from './random-values.cts';
import { illegalKeys } from './raw-body-check.cts';
import { RAW_MODELS } from './raw-models.cts';

const WALK = RAW_MODELS.map((raw, index) => [raw.endpoint, raw, index] as const);

let catalogue: Catalogue;

beforeAll(async () => {
	catalogue = await loadCatalogue();
});

function model(endpoint: string): Model {
	const found = catalogue.find(endpoint);
	if (found === undefined) throw new Error(`no model ${endpoint}`);
	return found;
}

function address(reference: MediaReference): string {
	return reference.from === 'url' ? reference.url : `https://uploads.example/${reference.from}`;
}

describe('a form filled in legally', () => {
	it.each(WALK)('of %s makes a legal body', (endpoint, raw, index) => {
		const random = createRandom(index);
		for (const share of [0, 0.3, 0.6, 1]) {
			for (const options of ['index', 'shown'] as const) {
				const values = legalValues(raw, share, random);
				const form = coerceForm(modelForm(model(endpoint)), values, []);
				expect(form.problems).toEqual([]);
				const body = buildModelBody(model(endpoint), form.values, address, {
					keys: 'node',
					options,
				});
				expect(Object.keys(body).sort()).toEqual(Object.keys(values).sort());
				expect(illegalKeys(raw, body)).toEqual([]);
			}
		}
	});
});

describe('one illegal value in a form that is otherwise legal', () => {
	it.each(WALK)('of %s is refused by name', (endpoint, raw, index) => {
		const random = createRandom(index);
		const form = modelForm(model(endpoint));
		const accepted: unknown[] = [];
		for (const param of raw.params) {
			const single = legalValue({ ...param, multiple: false }, random);
			const label = form.find(({ id }) => id === param.key)?.label ?? '';
			for (const illegal of illegalValues(param, single)) {
				const values = { ...legalValues(raw, 0.2, random), [param.key]: illegal };
				const [problem, ...others] = coerceForm(form, values, []).problems;
				const told =
					others.length === 0 &&
					problem?.fieldId === param.key &&
					problem.message.startsWith(`${label} (${param.key}): `) &&
					/[Aa]llowed|is not a file|a value is required/.test(problem.message);
				if (!told) accepted.push([param.key, illegal, problem]);
			}
		}
		expect(accepted).toEqual([]);
	});

	it.each(WALK)('of %s is refused when it is required and missing', (endpoint, raw, index) => {
		const random = createRandom(index);
		for (const param of raw.params) {
			for (const untouched of [undefined, null, '', []]) {
				const values = { ...legalValues(raw, 1, random), [param.key]: untouched };
				const form = coerceForm(modelForm(model(endpoint)), values, []);
				expect(form.values.has(param.key)).toBe(false);
				expect(form.problems.map(({ fieldId }) => fieldId)).toEqual(
					param.required ? [param.key] : [],
				);
			}
		}
	});
});
