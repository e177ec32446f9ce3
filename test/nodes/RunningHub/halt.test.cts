import { RESOURCES } from '../../../nodes/RunningHub/actions/resources';
import { UNKNOWN_KEY } from '../../simulator/simulator.cts';
import { itemWithFiles, onStage, type NodeValues, type Rest, type Stage } from './stage.cts';
import { setups } from './sweep-targets.cts';

const ITEMS = 40;
/** Items that are prepared ahead of their submission, beside the one that runs. */
const AHEAD = 3;
/** Items whose price is asked side by side. */
const PRICED = 5;

/** Forty items with a picture of their own each. */
const PICTURES = Array.from({ length: ITEMS }, (_, index) => ({
	...itemWithFiles({ data: { content: `picture ${index}`, mimeType: 'image/png' } }),
	json: { prompt: index === 0 ? 'the first [reject:1501]' : `picture ${index}` },
}));

function editing(more: NodeValues = {}): NodeValues {
	return {
		operation: 'edit',
		model: 'rhart-image-n-pro/edit',
		prompt: '={{ $json.prompt }}',
		form: { imageUrls: 'data', resolution: '1k' },
		...more,
	};
}

function counts({ simulator }: Stage) {
	return {
		uploads: simulator.requestsOf('upload').length,
		prices: simulator.requestsOf('price').length,
		submissions: simulator.requestsOf('submit').length,
	};
}

/** Runs the forty items one at a time, and lets whatever may still be under way arrive. */
async function runForty(stage: Stage, values: NodeValues, rest: Rest = {}) {
	if (stage.key !== UNKNOWN_KEY) stage.simulator.setConcurrency(stage.key, 1);
	const result = await stage.run(values, { items: PICTURES, ...rest });
	await new Promise((resolve) => setTimeout(resolve, 300));
	return result;
}

describe('after a halt, of 40 items with a file each,', () => {
	it.concurrent('the first failure lets no more be uploaded than was begun', async () => {
		await onStage(async (stage) => {
			const { error } = await runForty(stage, editing());
			expect(error?.description).toContain('Items not submitted: 39');
			const { uploads, submissions } = counts(stage);
			expect(submissions).toBe(1);
			expect(uploads).toBeLessThanOrEqual(AHEAD);
		});
	});

	it.concurrent('a price that is too high lets nothing more be uploaded or priced', async () => {
		await onStage(async (stage) => {
			const values = editing({ options: { maxPrice: 0.001 } });
			const { error } = await runForty(stage, values);
			expect(error?.message).toMatch(/more than Maximum Price/);
			const { uploads, prices, submissions } = counts(stage);
			expect(submissions).toBe(0);
			expect(uploads).toBeLessThanOrEqual(AHEAD);
			expect(prices).toBeLessThanOrEqual(AHEAD);
		});
	});

	it.concurrent.each<[string, NodeValues, number]>([
		['a limit for each item', editing({ options: { maxPrice: 100 } }), AHEAD],
		['a limit for all', editing({ options: { maxTotalPrice: 100 } }), PRICED],
		['no limit', editing(), AHEAD],
		['the price alone', editing({ waitMode: 'price' }), PRICED],
	])('a refused key, with %s, is asked a few times', async (_about, values, most) => {
		await onStage(
			async (stage) => {
				const { outputs } = await runForty(stage, values, { onError: 'continueRegularOutput' });
				expect(outputs[0]).toHaveLength(ITEMS);
				for (const { json } of outputs[0] ?? []) expect(json.error).toMatch(/API key/);
				const { uploads, prices, submissions } = counts(stage);
				expect(submissions).toBe(0);
				expect(prices).toBe(0);
				expect(uploads).toBeLessThanOrEqual(most);
			},
			{ key: UNKNOWN_KEY },
		);
	});

	it.concurrent.each<[string, NodeValues]>([
		['the limit of a total price', editing({ options: { maxTotalPrice: 100 } })],
		['the price alone', editing({ waitMode: 'price' })],
	])('a failed upload, with %s, stops uploads and questions', async (_about, values) => {
		await onStage(async (stage) => {
			stage.simulator.faults.add({ on: 'upload', kind: 'code', code: '809' });
			const { error } = await runForty(stage, values);
			expect(error?.message).toMatch(/larger than RunningHub accepts/);
			const { uploads, prices, submissions } = counts(stage);
			expect(submissions).toBe(0);
			expect(uploads).toBeLessThanOrEqual(PRICED);
			expect(prices).toBeLessThanOrEqual(PRICED);
		});
	});

	it.concurrent('Stop cuts off the uploads under way', async () => {
		await onStage(async (stage) => {
			const { simulator } = stage;
			simulator.faults.add({ on: 'upload', kind: 'hang', times: Number.POSITIVE_INFINITY });
			const execution = await stage.start(editing(), { items: PICTURES });
			const begun = async () => await new Promise((resolve) => setTimeout(resolve, 20));
			while (counts(stage).uploads < 2) await begun();
			execution.stop();
			await execution.finished.catch(() => undefined);
			const { uploads } = counts(stage);
			for (let turn = 0; turn < 20; turn++) await begun();
			expect(counts(stage)).toEqual({ uploads, prices: 0, submissions: 0 });
			expect(uploads).toBeLessThanOrEqual(AHEAD);
		});
	});
});

describe('an operation that runs nothing asks nothing more after Stop:', () => {
	const ASKS = RESOURCES.flatMap(({ value: resource, operations }) =>
		operations
			.filter(({ type }) => type === 'call')
			.map(({ value: operation }) => [resource, operation] as const),
	);

	it.each(ASKS)('%s → %s', async (resource, operation) => {
		await onStage(async (stage) => {
			const { simulator } = stage;
			const setup = (await setups()).find(
				(each) => each.resource === resource && each.operation === operation,
			);
			const fields = (await setup?.fields(stage)) ?? {};
			const before = simulator.requests.length;
			const execution = await stage.start(
				{ resource, operation, fields },
				{ items: PICTURES, onError: 'continueRegularOutput' },
			);
			let isOver = false;
			const over = execution.finished
				.catch(() => undefined)
				.then(() => {
					isOver = true;
				});
			while (!isOver && simulator.requests.length === before) await new Promise(setImmediate);
			execution.stop();
			await over;
			await new Promise((resolve) => setTimeout(resolve, 300));
			expect(simulator.requests.length - before).toBeLessThan(ITEMS / 4);
		});
	});
});

it('a file that several items share is uploaded once, and goes on for the others', async () => {
	await onStage(async (stage) => {
		const shared = itemWithFiles({ data: { content: 'one picture', mimeType: 'image/png' } });
		const items = ['[reject:1501]', 'two', 'three'].map((prompt) => ({
			...shared,
			json: { prompt },
		}));
		const onError = 'continueRegularOutput';
		const { outputs } = await stage.run(editing(), { items, onError });
		expect(outputs[0]?.map(({ json }) => json.status ?? 'failed')).toEqual([
			'failed',
			'SUCCESS',
			'SUCCESS',
		]);
		expect(counts(stage).uploads).toBe(1);
	});
});
