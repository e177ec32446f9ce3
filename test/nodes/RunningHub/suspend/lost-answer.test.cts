import { asObject, tryParseJson } from '../../../../runninghub/json';
import { callBack, keptItems } from '../../../n8n/suspended.cts';
import { prompts, type Rest, type Stage } from '../stage.cts';
import {
	bodyOf,
	call,
	HOUR,
	onStillStage,
	OTHER_KEY,
	type Pass,
	queryOf,
	SUSPEND,
} from './still-stage.cts';

/** Three items, of which the answer to the submission of some is lost though the task is made. */
async function onLostAnswers(
	lost: readonly number[],
	act: (stage: Stage, pass: Pass, suspended: Suspended) => Promise<void>,
): Promise<void> {
	await onStillStage(async (stage, pass) => {
		const { simulator } = stage;
		simulator.faults.add({
			on: 'submit',
			kind: 'reset',
			taskCreated: true,
			times: lost.length,
			match: ({ body }) => lost.some((item) => JSON.stringify(body).includes(`"item ${item}"`)),
		});
		const rest: Rest = {
			items: prompts('item 0', 'item 1', 'item 2'),
			onError: 'continueRegularOutput',
		};
		const { run } = await stage.run(SUSPEND, rest);
		expect(run.status).toBe('waiting');
		const place = (item: number) =>
			simulator
				.requestsOf('submit')
				.findIndex(({ body }) => JSON.stringify(body).includes(`"item ${item}"`));
		await act(stage, pass, {
			run,
			setup: stage.setup(SUSPEND, rest),
			query: (item) => queryOf(stage, place(item)),
			id: (item) => simulator.tasks()[place(item)]?.id ?? '',
		});
		expect(simulator.tasks().length).toBeLessThanOrEqual(4);
	});
}

interface Suspended {
	readonly run: Parameters<typeof callBack>[1];
	readonly setup: Parameters<typeof callBack>[0];
	/** The query of an item's own address. */
	readonly query: (item: number) => Record<string, string>;
	/** The task of an item. */
	readonly id: (item: number) => string;
}

/** What an item came to: its task, or the kind of its failure. */
function told(items: Awaited<ReturnType<typeof callBack>>['items']): unknown[] | undefined {
	return items?.map(({ json }) => json.taskId ?? Object(json.details).kind);
}

describe('a submission whose answer got lost in a suspended execution', () => {
	it.concurrent('comes home by its callback', async () => {
		await onLostAnswers([1], async (stage, pass, { run, setup, query, id }) => {
			await pass(HOUR);
			const early = await callBack(setup, run, query(1), bodyOf(id(1)));
			// All others are over, too: nobody has to call for them.
			expect(early.status).toBe(200);
			expect(told(early.items)).toEqual([id(0), id(1), id(2)]);
			expect(early.items?.[1]?.binary?.data?.mimeType).toBe('image/png');
			expect(early.items?.map(({ pairedItem }) => pairedItem)).toEqual([
				{ item: 0 },
				{ item: 1 },
				{ item: 2 },
			]);
			expect(stage.simulator.tasks()).toHaveLength(3);
		});
	});

	it.concurrent('comes home when it called before the last known task was over', async () => {
		await onStillStage(async (stage, pass) => {
			const { simulator } = stage;
			simulator.faults.add({ on: 'submit', kind: 'reset', taskCreated: true });
			const rest: Rest = {
				items: prompts('lost', 'b [time:600000]'),
				onError: 'continueErrorOutput',
			};
			const { run } = await stage.run(SUSPEND, rest);
			const setup = stage.setup(SUSPEND, rest);
			const [lost, long] = simulator.tasks();
			await pass(60_000);
			const early = await callBack(setup, run, queryOf(stage), bodyOf(lost?.id ?? ''));
			expect(early).toMatchObject({ status: 200, items: undefined });
			await pass(HOUR);
			const last = await callBack(setup, run, queryOf(stage, 1), bodyOf(long?.id ?? ''));
			expect(told(last.items)).toEqual([lost?.id, long?.id]);
		});
	});

	it.concurrent('brings its own failure home', async () => {
		await onStillStage(async (stage, pass) => {
			const { simulator } = stage;
			simulator.faults.add({ on: 'submit', kind: 'reset', taskCreated: true });
			const rest: Rest = {
				items: prompts('lost [fail:1505]', 'b'),
				onError: 'continueRegularOutput',
			};
			const { run } = await stage.run(SUSPEND, rest);
			await pass(HOUR);
			const id = simulator.tasks()[0]?.id ?? '';
			const { items } = await callBack(stage.setup(SUSPEND, rest), run, queryOf(stage), bodyOf(id));
			expect(items?.[0]?.json.details).toMatchObject({ kind: 'policy', taskId: id, code: '1505' });
		});
	});

	it.concurrent('holds no other, and leaves as uncertain when nobody called for it', async () => {
		await onLostAnswers([1], async (_stage, pass, { run, setup, query, id }) => {
			await pass(HOUR);
			const { items } = await callBack(setup, run, query(0), bodyOf(id(0)));
			expect(told(items)).toEqual([id(0), 'uncertain', id(2)]);
			expect(items?.[1]).toEqual(keptItems(run)[1]);
		});
	});

	it.concurrent('is not suspended for when there is nothing else to wait for', async () => {
		await onStillStage(async (stage) => {
			stage.simulator.faults.add({ on: 'submit', kind: 'reset', taskCreated: true });
			const { run, outputs } = await stage.run(SUSPEND, {
				items: prompts('a'),
				onError: 'continueRegularOutput',
			});
			expect(run.status).toBe('success');
			expect(told(outputs[0])).toEqual(['uncertain']);
		});
	});

	it.concurrent('stops no other where failures stop the workflow', async () => {
		await onStillStage(async (stage, pass) => {
			const { simulator } = stage;
			const items = prompts('item 0', 'item 1', 'item 2', 'item 3');
			simulator.faults.add({
				on: 'submit',
				kind: 'reset',
				taskCreated: true,
				match: ({ body }) => JSON.stringify(body).includes('"item 1"'),
			});
			const { run, error } = await stage.run(SUSPEND, { items });
			expect(error).toBeUndefined();
			expect(run.status).toBe('waiting');
			expect(simulator.tasks()).toHaveLength(4);
			await pass(HOUR);
			const [first] = simulator.tasks();
			const setup = stage.setup(SUSPEND, { items });
			const resumed = await callBack(setup, run, queryOf(stage), bodyOf(first?.id ?? ''));
			expect(told(resumed.items)).toEqual([
				first?.id,
				'uncertain',
				expect.stringMatching(/^\d{19}$/),
				expect.stringMatching(/^\d{19}$/),
			]);
		});
	});

	it.concurrent('stops the workflow when nothing else came of it', async () => {
		await onStillStage(async (stage) => {
			stage.simulator.faults.add({ on: 'submit', kind: 'reset', taskCreated: true, times: 2 });
			const { run, error } = await stage.run(SUSPEND, { items: prompts('a', 'b') });
			expect(run.status).toBe('error');
			expect(error?.message).toMatch(/unknown/);
			expect(error?.description).toContain('Items whose submission has no known outcome: 1');
		});
	});

	it.concurrent('beside a failure that stops the workflow is told with it', async () => {
		await onStillStage(async (stage) => {
			stage.simulator.faults.add({ on: 'submit', kind: 'reset', taskCreated: true });
			const items = prompts('lost', 'fine', '[reject:1501]');
			const { run, error } = await stage.run(SUSPEND, { items });
			expect(run.status).toBe('error');
			const [, fine] = stage.simulator.tasks();
			expect(error?.description).toContain(`Tasks still running: ${fine?.id} (item 1)`);
			expect(error?.description).toContain('Items whose submission has no known outcome: 0');
		});
	});

	it.concurrent.each([
		['that RunningHub does not know', () => '1990246754753896451'],
		['of another key', async (stage: Stage) => await submitWith(stage, OTHER_KEY)],
		['of this key that calls somebody else', async (stage: Stage) => await submitWith(stage)],
		['of another item', (_stage: Stage, { id }: Suspended) => id(2)],
		['with a name that is none', () => '../../etc'],
	])('is not given a task %s', async (_name, foreign) => {
		await onLostAnswers([1], async (stage, pass, suspended) => {
			const { run, setup, query, id } = suspended;
			const body = bodyOf(await foreign(stage, suspended));
			await pass(HOUR);
			const { status, items } = await callBack(setup, run, query(1), body);
			expect(status).toBe(200);
			expect(told(items)).toEqual([id(0), 'uncertain', id(2)]);
		});
	});

	it.concurrent('is not exchanged for another by swapped addresses', async () => {
		await onLostAnswers([0, 1], async (_stage, pass, { run, setup, query, id }) => {
			await pass(HOUR);
			const swapped = await Promise.all([
				callBack(setup, run, query(0), bodyOf(id(1))),
				callBack(setup, run, query(1), bodyOf(id(0))),
			]);
			const rows = swapped.flatMap(({ items }) => (items === undefined ? [] : [items]));
			expect(rows.map(told)).toEqual([['uncertain', 'uncertain', id(2)]]);
		});
	});

	it.concurrent('is asked for until it is seen', async () => {
		await onLostAnswers([1], async (stage, pass, { run, setup, query, id }) => {
			await pass(HOUR);
			const outage = stage.simulator.faults.add({
				on: 'query',
				kind: 'badGateway',
				times: Infinity,
			});
			const lost = call(setup, run, query(1), bodyOf(id(1)));
			expect(await lost.status).toBe(503);
			const other = call(setup, run, query(0), bodyOf(id(0)));
			expect(await other.status).toBe(503);
			outage.remove();
			// Which of the two comes last, and so brings the items, is for the network to say.
			const results = await Promise.all([lost.result, other.result]);
			const rows = results.flatMap(({ items }) => (items === undefined ? [] : [items]));
			expect(rows.map(told)).toEqual([[id(0), id(1), id(2)]]);
		});
	});
});

/** Lets somebody else submit a task. */
async function submitWith({ simulator, key }: Stage, apiKey = key): Promise<string> {
	const response = await fetch(`${simulator.baseUrl}/openapi/v2/rhart-image-n-pro/text-to-image`, {
		method: 'POST',
		headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
		body: JSON.stringify({
			prompt: 'A boat',
			resolution: '1k',
			webhookUrl: 'http://127.0.0.1:1/other',
		}),
	});
	const { taskId } = asObject(tryParseJson(await response.text()));
	const task = simulator.tasks().at(-1);
	expect(task).toMatchObject({ id: taskId, key: apiKey });
	return task?.id ?? '';
}
