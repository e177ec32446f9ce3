import { submitModel } from '../../../runninghub/api/models';
import { buildModelBody } from '../../../runninghub/catalogue/body';
import { loadCatalogue, modelForm, type Catalogue } from '../../../runninghub/catalogue/catalogue';
import type { Model } from '../../../runninghub/catalogue/model';
import { coerceForm } from '../../../runninghub/forms/coerce-form';
import type { MediaReference } from '../../../runninghub/forms/media-reference';
import type { JsonObject } from '../../../runninghub/json';
import { failWith } from '../../simulator/simulator.cts';
import { createBench, KEY } from '../bench.cts';
import { errorOf } from '../error-of.cts';
import { createRandom } from '../random.cts';
import { legalValues } from './random-values.cts';
import { RAW_MODELS, type RawModel } from './raw-models.cts';
import { uploadedAddress, WRITTEN_BODIES } from './written-bodies.cts';

const WALK = RAW_MODELS.map((raw, index) => [raw.endpoint, raw, index] as const);

let catalogue: Catalogue;

/** One for the whole walk. Tasks fail at once, so that no picture is drawn and no slot is taken. */
const bench = createBench({
	keys: [{ key: KEY, kind: 'SHARED', money: 1_000_000, concurrency: 1 }],
});
bench.simulator.onSubmit(() => ({ duration: 0, failure: failWith('1000') }));

beforeAll(async () => {
	catalogue = await loadCatalogue();
});

function modelOf(endpoint: string): Model {
	const found = catalogue.find(endpoint);
	if (found === undefined) throw new Error(`no model ${endpoint}`);
	return found;
}

function address(reference: MediaReference): string {
	return reference.from === 'url' ? reference.url : `https://uploads.example/${reference.from}`;
}

/** A body made of the required parameters and about that share of the optional ones. */
function legalBody(raw: RawModel, share: number, random: () => number): JsonObject {
	const model = modelOf(raw.endpoint);
	const form = coerceForm(modelForm(model), legalValues(raw, share, random), []);
	expect(form.problems).toEqual([]);
	return buildModelBody(model, form.values, address, {
		keys: 'node',
		options: random() < 0.5 ? 'index' : 'shown',
	});
}

it('goes through the whole catalogue', () => {
	expect(WALK).toHaveLength(486);
	expect(catalogue.list()).toHaveLength(486);
});

describe('the simulator accepts any legal form', () => {
	it.each(WALK)('of %s', async (endpoint, raw, index) => {
		const random = createRandom(index + 1000);
		const shares = raw.params.every(({ required }) => required) ? [0] : [0, 0.35, 0.7, 1];
		for (const share of shares) {
			const body = legalBody(raw, share, random);
			const { taskId } = await submitModel(bench.transport, endpoint, body);
			expect(bench.simulator.tasks().at(-1)).toMatchObject({ id: taskId, endpoint, body });
		}
	});
});

describe('the simulator accepts the body written by hand', () => {
	it.each(WRITTEN_BODIES.map((written) => [written.endpoint, written.about, written] as const))(
		'for %s: %s',
		async (endpoint, _about, { values, binaryFields = [], body, shownBody = body }) => {
			const model = modelOf(endpoint);
			const form = coerceForm(modelForm(model), values, binaryFields);
			for (const [options, written] of [
				['index', body],
				['shown', shownBody],
			] as const) {
				const built = buildModelBody(model, form.values, uploadedAddress, {
					keys: 'node',
					options,
				});
				expect(built).toEqual(written);
				const { taskId } = await submitModel(bench.transport, endpoint, built);
				expect(bench.simulator.tasks().at(-1)).toMatchObject({ id: taskId, body: written });
			}
		},
	);
});

/** Something that no parameter of the type may be. */
function wrongType(type: string, multiple: boolean): JsonObject[string] {
	if (multiple) return { not: 'a list' };
	return type === 'json' ? 5 : ['not one value'];
}

describe('the simulator refuses by name', () => {
	it.each(WALK)('every missing, unknown or wrong key of %s', async (endpoint, raw, index) => {
		const made = bench.simulator.tasks().length;
		const random = createRandom(index + 2000);
		const body = legalBody(raw, 1, random);
		const wrong: Array<readonly [string, JsonObject]> = [
			['noSuchKey', { ...body, noSuchKey: 'x' }],
		];
		for (const { key, required, type, multiple } of raw.params) {
			const { [key]: _left, ...rest } = body;
			if (required) wrong.push([key, rest]);
			wrong.push([key, { ...body, [key]: wrongType(type, multiple) }]);
		}
		for (const [key, refused] of wrong) {
			const { facts } = await errorOf(submitModel(bench.transport, endpoint, refused));
			expect(facts).toMatchObject({ kind: 'invalid', noTaskMade: true });
			expect(facts.detail).toContain(key);
		}
		expect(bench.simulator.tasks()).toHaveLength(made);
	});
});
