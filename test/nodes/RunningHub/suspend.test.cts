import { callBack, keptItems } from '../../n8n/suspended.cts';
import { ITEM_PROMPT, onStage, prompts, type Stage } from './stage.cts';

const SUSPEND = { prompt: ITEM_PROMPT, waitMode: 'suspend' };

/** The query of the address that RunningHub was given. */
function queryOf({ simulator }: Stage): Record<string, string> {
	const address = new URL(simulator.tasks()[0]?.webhookUrl ?? 'http://none');
	return Object.fromEntries(address.searchParams);
}

/** Lets every task be over. */
async function allEnd({ simulator }: Stage): Promise<void> {
	while (simulator.tasks().some(({ state }) => state === 'QUEUED' || state === 'RUNNING')) {
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

describe('a suspended execution', () => {
	it.concurrent(
		'waits once RunningHub has all tasks, and resumes with the last of them',
		async () => {
			await onStage(async (stage) => {
				const { simulator } = stage;
				const items = prompts(
					'a [time:300]',
					'b [time:900]',
					'c [fail:1505] [time:300]',
					'd [time:300]',
				);
				const setup = stage.setup(SUSPEND, { items });
				const { run, outputs } = await stage.run(SUSPEND, { items });
				expect(run.status).toBe('waiting');
				expect(run.waitTill?.getTime()).toBeGreaterThan(Date.now() + 59 * 60_000);
				expect(simulator.tasks()).toHaveLength(4);
				expect(outputs[0]?.map(({ json }) => json)).toEqual(
					simulator.tasks().map(({ id }) => ({
						taskId: id,
						status: 'RUNNING',
						model: 'rhart-image-n-pro/text-to-image',
					})),
				);
				const query = queryOf(stage);
				const early = await callBack(setup, run, query);
				expect(early).toEqual({ status: 200, answer: { received: true }, items: undefined });
				await allEnd(stage);
				const before = simulator.requestsOf('query').length;
				const last = await callBack(setup, run, query);
				expect(simulator.requestsOf('query').length - before).toBeLessThanOrEqual(5);
				const ids = simulator.tasks().map(({ id }) => id);
				expect(
					last.items?.map(({ json, pairedItem }) => [json.taskId, json.error, pairedItem]),
				).toEqual([
					[ids[0], undefined, { item: 0 }],
					[ids[1], undefined, { item: 1 }],
					[undefined, 'The model does not accept photorealistic real people', { item: 2 }],
					[ids[3], undefined, { item: 3 }],
				]);
				expect(last.items?.[1]?.binary?.data?.mimeType).toBe('image/png');
				const again = await callBack(setup, run, query);
				expect(again.items?.map(({ json }) => json.taskId)).toEqual(
					last.items?.map(({ json }) => json.taskId),
				);
				expect(simulator.tasks()).toHaveLength(4);
			});
		},
	);

	it.concurrent('answers strangers politely and stays suspended', async () => {
		await onStage(async (stage) => {
			const items = prompts('a [time:300]');
			const { run } = await stage.run(SUSPEND, { items });
			await allEnd(stage);
			const setup = stage.setup(SUSPEND, { items });
			const before = stage.simulator.requests.length;
			for (const query of [{}, { runninghub: 'guessed' }]) {
				expect(await callBack(setup, run, query)).toEqual({
					status: 403,
					answer: { received: false },
					items: undefined,
				});
			}
			expect(stage.simulator.requests).toHaveLength(before);
		});
	});

	it.concurrent('stays suspended when RunningHub cannot be asked', async () => {
		await onStage(async (stage) => {
			const items = prompts('a [time:300]');
			const { run } = await stage.run(SUSPEND, { items });
			await allEnd(stage);
			stage.simulator.faults.add({ on: 'query', kind: 'badGateway' });
			const setup = stage.setup(SUSPEND, { items });
			expect((await callBack(setup, run, queryOf(stage))).items).toBeUndefined();
			expect((await callBack(setup, run, queryOf(stage))).items).toHaveLength(1);
		});
	});

	it.concurrent('has items for its deadline that name the tasks', async () => {
		await onStage(async (stage) => {
			const { run } = await stage.run(SUSPEND, { items: prompts('a [never]', 'b [never]') });
			const ids = stage.simulator.tasks().map(({ id }) => id);
			expect(keptItems(run).map(({ json }) => json)).toEqual(
				ids.map((taskId) => ({
					error: `Task ${taskId} is not confirmed within the time limit`,
					details: expect.objectContaining({
						kind: 'timeout',
						taskId,
						hint: expect.stringContaining('Task → Wait'),
					}),
				})),
			);
			const token = queryOf(stage).runninghub ?? '';
			expect(token).toHaveLength(36);
			expect(JSON.stringify(keptItems(run))).not.toContain(token);
		});
	});

	it.concurrent('is not suspended at all when its tasks are over by then', async () => {
		await onStage(async (stage) => {
			stage.simulator.settings.duration = () => 0;
			const { run, outputs } = await stage.run(SUSPEND, { items: prompts('a', 'b') });
			expect(run.status).toBe('success');
			expect(outputs[0]?.map(({ json }) => json.status)).toEqual(['SUCCESS', 'SUCCESS']);
		});
	});

	it.concurrent('is not run again by Retry On Fail', async () => {
		await onStage(async (stage) => {
			const { run } = await stage.run(SUSPEND, {
				items: prompts('a [never]'),
				retryOnFail: true,
				onError: 'continueRegularOutput',
			});
			expect(run.status).toBe('waiting');
			expect(stage.simulator.tasks()).toHaveLength(1);
		});
	});

	it.concurrent('waits in memory as the tool of an agent', async () => {
		await onStage(async (stage) => {
			const { run, outputs } = await stage.run(SUSPEND, {
				items: prompts('a'),
				typeName: 'runningHubTool',
			});
			expect(run.status).toBe('success');
			expect(outputs[0]?.[0]?.json.status).toBe('SUCCESS');
		});
	});
});
