import { buildModelBody } from '../../../runninghub/catalogue/body';
import type { BodyForm } from '../../../runninghub/catalogue/body-form';
import { loadCatalogue, modelForm, type Catalogue } from '../../../runninghub/catalogue/catalogue';
import { coerceForm } from '../../../runninghub/forms/coerce-form';
import { illegalKeys } from './raw-body-check.cts';
import { RAW_MODELS } from './raw-models.cts';
import { uploadedAddress, WRITTEN_BODIES } from './written-bodies.cts';

let catalogue: Catalogue;

beforeAll(async () => {
	catalogue = await loadCatalogue();
});

describe('the body of', () => {
	it.each(WRITTEN_BODIES.map((written) => [written.endpoint, written.about, written] as const))(
		'%s: %s',
		(endpoint, _about, { values, binaryFields = [], body, shownBody = body }) => {
			const model = catalogue.find(endpoint);
			const raw = RAW_MODELS.find((candidate) => candidate.endpoint === endpoint);
			if (model === undefined || raw === undefined) throw new Error(`no model ${endpoint}`);
			const form = coerceForm(modelForm(model), values, binaryFields);
			expect(form.problems).toEqual([]);
			const built = (options: BodyForm['options']) =>
				buildModelBody(model, form.values, uploadedAddress, { keys: 'node', options });
			expect(built('index')).toEqual(body);
			expect(built('shown')).toEqual(shownBody);
			expect(illegalKeys(raw, body)).toEqual([]);
		},
	);

	it('every kind of input there is', () => {
		const kinds = new Set(
			WRITTEN_BODIES.flatMap(({ endpoint, body }) =>
				(catalogue.find(endpoint)?.fields ?? [])
					.filter(({ id }) => id in body)
					.map(({ type, multiple }) => `${type}${multiple ? ' list' : ''}`),
			),
		);
		const all = new Set(
			catalogue
				.list()
				.flatMap(({ fields }) => fields)
				.map(({ type, multiple }) => `${type}${multiple ? ' list' : ''}`),
		);
		expect([...kinds].sort()).toEqual([...all].sort());
		expect(WRITTEN_BODIES.length).toBeGreaterThanOrEqual(20);
	});
});
