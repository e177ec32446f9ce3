import { buildModelBody, type OptionForm } from '../../../runninghub/catalogue/body';
import { loadCatalogue, modelForm } from '../../../runninghub/catalogue/catalogue';
import { submitModelForm } from '../../../runninghub/catalogue/submit';
import { coerceForm } from '../../../runninghub/forms/coerce-form';
import type { JsonObject } from '../../../runninghub/json';
import type { FaultRule } from '../../simulator/simulator.cts';
import { bodyWith, createBench, MODEL, type Bench } from '../bench.cts';
import { errorOf } from '../error-of.cts';
import { RAW_MODELS } from './raw-models.cts';
import { uploadedAddress } from './written-bodies.cts';

const NODE_KEYED = RAW_MODELS.filter(({ params }) =>
	params.some(({ options = [] }) =>
		options.some(({ value, node_value }) => node_value !== undefined && node_value !== value),
	),
);

/** A body in both forms, in which every option that has a node value is chosen. */
async function bodyOf(endpoint: string): Promise<(form: OptionForm) => JsonObject> {
	const model = (await loadCatalogue()).find(endpoint);
	if (model === undefined) throw new Error(`no model ${endpoint}`);
	const values: Record<string, unknown> = {};
	for (const { id, type, options = [], required, min } of modelForm(model)) {
		const choice = options.find(
			({ value, nodeValue }) => nodeValue !== undefined && nodeValue !== value,
		);
		if (choice !== undefined) values[id] = choice.value;
		else if (required && options[0] !== undefined) values[id] = options[0].value;
		else if (required && type === 'integer') values[id] = min ?? 1;
		else if (required && type === 'string') values[id] = 'a boat';
		else if (required) values[id] = 'https://files.example/a.png';
	}
	const { values: coerced, problems } = coerceForm(modelForm(model), values, []);
	expect(problems).toEqual([]);
	return (form) => buildModelBody(model, coerced, uploadedAddress, form);
}

function bodiesSent({ simulator }: Bench): unknown[] {
	return simulator.requestsOf('submit').map(({ body }) => body);
}

it('there are models with node values', () => {
	expect(NODE_KEYED.length).toBeGreaterThan(5);
});

describe.each(NODE_KEYED.map(({ endpoint }) => endpoint))('%s', (endpoint) => {
	it('is asked with the values of its nodes', async () => {
		const bench = createBench();
		const body = await bodyOf(endpoint);
		const { taskId } = await submitModelForm(bench.transport, endpoint, body);
		expect(bodiesSent(bench)).toEqual([body('nodeValue')]);
		expect(bench.simulator.tasks().map(({ id }) => id)).toEqual([taskId]);
	});

	it('is asked once more, with the shown values, when they are refused', async () => {
		const bench = createBench({ settings: { nodeValues: 'refuse' } });
		const body = await bodyOf(endpoint);
		const { taskId } = await submitModelForm(bench.transport, endpoint, body);
		expect(body('shownValue')).not.toEqual(body('nodeValue'));
		expect(bodiesSent(bench)).toEqual([body('nodeValue'), body('shownValue')]);
		expect(bench.simulator.tasks().map(({ id }) => id)).toEqual([taskId]);
	});
});

describe('is not asked once more', () => {
	const [first] = NODE_KEYED;
	const endpoint = first?.endpoint ?? '';

	it.each<[string, Omit<FaultRule, 'on'>, string]>([
		['after a time-out', { kind: 'hang', taskCreated: true }, 'uncertain'],
		['after HTTP 502', { kind: 'badGateway', taskCreated: true }, 'uncertain'],
		['after a full queue', { kind: 'code', code: '421' }, 'busy'],
		['after a refused key', { kind: 'unauthorized' }, 'auth'],
		['after a refused prompt', { kind: 'code', code: '1501' }, 'policy'],
		['for want of money', { kind: 'code', code: '812' }, 'balance'],
	])('%s', async (_about, rule, kind) => {
		const bench = createBench();
		bench.simulator.faults.add({ on: 'submit', ...rule });
		const error = await errorOf(submitModelForm(bench.transport, endpoint, await bodyOf(endpoint)));
		expect(error.kind).toBe(kind);
		expect(bodiesSent(bench)).toHaveLength(1);
	});

	it('when the shown values are the same', async () => {
		const bench = createBench();
		const body = (): JsonObject => ({ ...bodyWith('a boat'), resolution: '9k' });
		const error = await errorOf(submitModelForm(bench.transport, MODEL, body));
		expect(error.facts).toMatchObject({ kind: 'invalid', code: '1007' });
		expect(bodiesSent(bench)).toHaveLength(1);
	});

	it('a third time', async () => {
		const bench = createBench();
		const body = await bodyOf(endpoint);
		const wrong = (form: OptionForm): JsonObject => ({ ...body(form), noSuchField: 1 });
		const error = await errorOf(submitModelForm(bench.transport, endpoint, wrong));
		expect(error.facts).toMatchObject({ kind: 'invalid', noTaskMade: true });
		expect(bodiesSent(bench)).toHaveLength(2);
		expect(bench.simulator.counters.tasksCreated).toBe(0);
	});
});
