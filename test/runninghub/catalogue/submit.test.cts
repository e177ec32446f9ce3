import { buildModelBody } from '../../../runninghub/catalogue/body';
import { type BodyForm, TakenForms } from '../../../runninghub/catalogue/body-form';
import { loadCatalogue, modelForm } from '../../../runninghub/catalogue/catalogue';
import type { Model } from '../../../runninghub/catalogue/model';
import {
	type BodyOf,
	previewModelForm,
	submitModelForm,
} from '../../../runninghub/catalogue/submit';
import { coerceForm } from '../../../runninghub/forms/coerce-form';
import type { JsonObject } from '../../../runninghub/json';
import type { FaultRule, SimulatorOptions } from '../../simulator/simulator.cts';
import { bodyWith, createBench, MODEL, type Bench } from '../bench.cts';
import { errorOf } from '../error-of.cts';
import { RAW_MODELS } from './raw-models.cts';
import { uploadedAddress } from './written-bodies.cts';

const NODE_KEYED = RAW_MODELS.filter(({ params }) => params.some(({ key }) => key.includes('##')));

/** The ways in the order they are to be tried, by the simulator's names for them. */
const WAYS = [
	['aliasShown', { keys: 'alias', options: 'shown' }],
	['aliasIndex', { keys: 'alias', options: 'index' }],
	['nodeIndex', { keys: 'node', options: 'index' }],
	['nodeShown', { keys: 'node', options: 'shown' }],
] as const;

type Way = (typeof WAYS)[number][0];

function bench(nodeKeyedForm: Way | 'any' | 'none'): Bench {
	const options: SimulatorOptions = { settings: { nodeKeyedForm } };
	return createBench(options);
}

async function modelOf(endpoint: string): Promise<Model> {
	const model = (await loadCatalogue()).find(endpoint);
	if (model === undefined) throw new Error(`no model ${endpoint}`);
	return model;
}

/** A body in which every option that has a node value is chosen. */
function bodyOf(model: Model): BodyOf {
	const values: Record<string, unknown> = {};
	for (const { id, type, options = [], required, min } of modelForm(model)) {
		const choice = options.find(
			({ value, nodeValue }) => nodeValue !== undefined && nodeValue !== value,
		);
		if (choice !== undefined) values[id] = choice.value;
		else if (required && options[0] !== undefined) values[id] = options[0].value;
		else if (required && type === 'integer') values[id] = min ?? 1;
		else if (required && type === 'string') values[id] = 'a boat';
		else if (required) values[id] = `https://files.example/a.${type === 'video' ? 'mp4' : 'png'}`;
	}
	const { values: coerced, problems } = coerceForm(modelForm(model), values, []);
	expect(problems).toEqual([]);
	return (form) => buildModelBody(model, coerced, uploadedAddress, form);
}

/** The bodies of the ways up to the one given, each different one once. */
function bodiesUpTo(way: Way, body: BodyOf): JsonObject[] {
	const last = WAYS.findIndex(([name]) => name === way);
	const texts = WAYS.slice(0, last + 1).map(([, form]) => JSON.stringify(body(form)));
	return [...new Set(texts)].map((text): JsonObject => JSON.parse(text));
}

function bodiesSent({ simulator }: Bench, kind: 'submit' | 'price' = 'submit'): unknown[] {
	return simulator.requestsOf(kind).map(({ body }) => body);
}

it('forty models are node-keyed, and few of them have no descriptive key', () => {
	expect(NODE_KEYED).toHaveLength(40);
	const withoutAlias = NODE_KEYED.filter(({ params }) =>
		params.every(({ required, alias }) => !required || alias === undefined),
	);
	expect(withoutAlias.map(({ endpoint }) => endpoint).sort()).toEqual([
		'rhart-audio/extract-background',
		'rhart-audio/extract-vocal',
		'rhart-audio/qwen3-tts/voice-design',
	]);
});

describe.each(NODE_KEYED.map(({ endpoint }) => endpoint))('%s', (endpoint) => {
	it.each(WAYS)('is run where %s is what the service takes, as one task', async (way) => {
		const stage = bench(way);
		const model = await modelOf(endpoint);
		const body = bodyOf(model);
		const taken = new TakenForms();
		const { taskId } = await submitModelForm(stage.transport, model, body, taken);
		expect(stage.simulator.tasks().map(({ id }) => id)).toEqual([taskId]);
		expect(stage.simulator.counters.tasksCreated).toBe(1);

		// From now on it is asked in the way it took.
		await submitModelForm(stage.transport, model, body, taken);
		const sent = bodiesSent(stage);
		expect(sent.at(-1)).toEqual(sent.at(-2));
		expect(new Set(sent.map((each) => JSON.stringify(each))).size).toBe(sent.length - 1);
		expect(stage.simulator.counters.tasksCreated).toBe(2);
	});

	it.each(WAYS)('has its price where %s is what the service takes', async (way) => {
		const stage = bench(way);
		const model = await modelOf(endpoint);
		const body = bodyOf(model);
		const taken = new TakenForms();
		const { price } = await previewModelForm(stage.transport, model, body, { taken });
		expect(price).toEqual(expect.any(Number));
		expect(stage.simulator.counters.tasksCreated).toBe(0);

		// The run begins with what the preview took.
		await submitModelForm(stage.transport, model, body, taken);
		expect(bodiesSent(stage)).toEqual(bodiesSent(stage, 'price').slice(-1));
		expect(stage.simulator.counters.tasksCreated).toBe(1);
	});

	it('says once that it was refused in every way', async () => {
		const stage = bench('none');
		const model = await modelOf(endpoint);
		const body = bodyOf(model);
		const taken = new TakenForms();
		const run = await errorOf(submitModelForm(stage.transport, model, body, taken));
		const preview = await errorOf(previewModelForm(stage.transport, model, body, { taken }));
		expect(run.facts).toMatchObject({ kind: 'invalid', code: '301', noTaskMade: true });
		expect(preview.facts).toMatchObject({ kind: 'invalid', code: '301' });
		expect(bodiesSent(stage)).toEqual(bodiesSent(stage, 'price'));
		const ways = bodiesSent(stage).length;
		expect(new Set(bodiesSent(stage).map((each) => JSON.stringify(each))).size).toBe(ways);
		if (ways > 1) expect(run.facts.hint).toContain(`each of the ${ways} ways`);
		expect(stage.simulator.counters.tasksCreated).toBe(0);
	});
});

describe('the ways', () => {
	const endpoint = 'rhart-image/f-2-dev/text-to-image-lora';

	it.each(WAYS)('up to %s are tried in order', async (way) => {
		const stage = bench(way);
		const model = await modelOf(endpoint);
		const body = bodyOf(model);
		await submitModelForm(stage.transport, model, body, new TakenForms());
		expect(bodiesSent(stage)).toEqual(bodiesUpTo(way, body));
		expect(bodiesSent(stage)).toHaveLength(WAYS.findIndex(([name]) => name === way) + 1);
	});

	it("keep RunningHub's words for the first", async () => {
		const stage = bench('nodeIndex');
		const model = await modelOf(endpoint);
		const body = bodyOf(model);
		const wrong = (form: BodyForm): JsonObject => ({ ...body(form), noSuchField: 1 });
		stage.simulator.faults.add({ on: 'submit', kind: 'code', code: '301', times: 1 });
		const { facts } = await errorOf(
			submitModelForm(stage.transport, model, wrong, new TakenForms()),
		);
		expect(facts).toMatchObject({ kind: 'invalid', code: '301', noTaskMade: true });
		expect(facts.hint).toContain('each of the 4 ways');
	});

	it('are those of its nodes alone where no required key has another name', async () => {
		const stage = bench('none');
		const model = await modelOf('rhart-audio/extract-vocal');
		await errorOf(submitModelForm(stage.transport, model, bodyOf(model), new TakenForms()));
		expect(bodiesSent(stage)).toEqual([
			{ [model.fields[0]?.id ?? '']: 'https://files.example/a.mp4' },
		]);
	});
});

describe('no other way is tried', () => {
	const endpoint = 'rhart-image/f-2-dev/text-to-image-lora';

	it.each<[string, Omit<FaultRule, 'on'>, string]>([
		['after a time-out', { kind: 'hang', taskCreated: true }, 'uncertain'],
		['after HTTP 502', { kind: 'badGateway', taskCreated: true }, 'uncertain'],
		['after a full queue', { kind: 'code', code: '421' }, 'busy'],
		['after a refused key', { kind: 'unauthorized' }, 'auth'],
		['after a refused prompt', { kind: 'code', code: '1501' }, 'policy'],
		['for want of money', { kind: 'code', code: '812' }, 'balance'],
	])('%s', async (_about, rule, kind) => {
		const stage = createBench();
		stage.simulator.faults.add({ on: 'submit', ...rule });
		const model = await modelOf(endpoint);
		const error = await errorOf(
			submitModelForm(stage.transport, model, bodyOf(model), new TakenForms()),
		);
		expect(error.kind).toBe(kind);
		expect(bodiesSent(stage)).toHaveLength(1);
	});

	it('of a model whose keys are no nodes', async () => {
		const stage = createBench();
		const body = (): JsonObject => ({ ...bodyWith('a boat'), resolution: '9k' });
		const model = await modelOf(MODEL);
		const error = await errorOf(submitModelForm(stage.transport, model, body, new TakenForms()));
		expect(error.facts).toMatchObject({ kind: 'invalid', code: '1007' });
		expect(bodiesSent(stage)).toHaveLength(1);
	});

	it('of a preview that there is none of', async () => {
		const stage = createBench({ settings: { pricePreview: 'off' } });
		const model = await modelOf(endpoint);
		await errorOf(
			previewModelForm(stage.transport, model, bodyOf(model), { taken: new TakenForms() }),
		);
		expect(bodiesSent(stage, 'price')).toHaveLength(1);
	});
});
