import { callBack, keptItems, reachDeadline } from '../../n8n/suspended.cts';
import { onStage, prompts } from './stage.cts';
import { call, HOUR, onStillStage, queryOf, SUSPEND, turn } from './suspend/still-stage.cts';

describe('a suspended execution', () => {
	it.concurrent(
		'waits once RunningHub has all tasks, and resumes with the last of them',
		async () => {
			await onStillStage(async (stage, pass) => {
				const { simulator } = stage;
				const items = prompts('a', 'b [time:900000]', 'c [fail:1505]', 'd');
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
				await pass(1000);
				const early = await callBack(setup, run, query);
				expect(early).toEqual({ status: 200, answer: { received: true }, items: undefined });
				await pass(HOUR);
				const before = simulator.requestsOf('query').length;
				const last = await callBack(setup, run, query);
				expect(simulator.requestsOf('query').length - before).toBeLessThanOrEqual(4);
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
				expect(again).toEqual({ status: 200, answer: { received: true }, items: undefined });
				expect(simulator.tasks()).toHaveLength(4);
			});
		},
	);

	it.concurrent('answers strangers politely and stays suspended', async () => {
		await onStillStage(async (stage, pass) => {
			const items = prompts('a');
			const { run } = await stage.run(SUSPEND, { items });
			await pass(HOUR);
			const setup = stage.setup(SUSPEND, { items });
			const before = stage.simulator.requests.length;
			const token = queryOf(stage).runninghub;
			for (const query of [
				{},
				{ runninghub: 'guessed' },
				{ runninghub: [token, token] },
				{ Runninghub: token },
			]) {
				expect(await callBack(setup, run, query)).toEqual({
					status: 403,
					answer: { received: false },
					items: undefined,
				});
			}
			expect(stage.simulator.requests).toHaveLength(before);
		});
	});

	it.concurrent('asks again when a question fails at the last callback', async () => {
		await onStillStage(async (stage, pass) => {
			const items = prompts('a');
			const { run } = await stage.run(SUSPEND, { items });
			await pass(HOUR);
			stage.simulator.faults.add({ on: 'query', kind: 'badGateway' });
			const { status, items: rows } = await callBack(
				stage.setup(SUSPEND, { items }),
				run,
				queryOf(stage),
			);
			expect(status).toBe(503);
			expect(rows?.map(({ json }) => json.status)).toEqual(['SUCCESS']);
		});
	});

	it.concurrent('stays suspended when RunningHub cannot be asked', async () => {
		await onStillStage(async (stage, pass) => {
			const items = prompts('a');
			const { run } = await stage.run(SUSPEND, { items });
			await pass(HOUR);
			const query = queryOf(stage);
			const elsewhere = { items, credential: { apiKey: 'f'.repeat(32) } };
			const first = call(stage.setup(SUSPEND, elsewhere), run, query);
			expect(await first.status).toBe(503);
			expect((await callBack(stage.setup(SUSPEND, { items }), run, query)).items).toHaveLength(1);
			expect((await first.result).items).toBeUndefined();
		});
	});

	it.concurrent('looks again when the results are not there yet', async () => {
		await onStillStage(async (stage, pass) => {
			const items = prompts('a');
			const { run } = await stage.run(SUSPEND, { items });
			await pass(HOUR);
			stage.simulator.faults.add({ on: 'query', kind: 'nullResults' });
			const { items: rows } = await callBack(stage.setup(SUSPEND, { items }), run, queryOf(stage));
			expect(rows?.[0]?.binary?.data?.mimeType).toBe('image/png');
		});
	});

	it.concurrent('tells of a task that was cancelled', async () => {
		await onStillStage(async (stage) => {
			const items = prompts('a [never]');
			const { run } = await stage.run(SUSPEND, { items });
			const taskId = stage.simulator.tasks()[0]?.id ?? '';
			await stage.run({ resource: 'task', operation: 'cancel', fields: { taskId } });
			const { items: rows } = await callBack(stage.setup(SUSPEND, { items }), run, queryOf(stage));
			expect(rows?.map(({ json }) => json.details)).toEqual([
				expect.objectContaining({ kind: 'cancelled', taskId }),
			]);
		});
	});

	it.concurrent('asks for few tasks while others still run', async () => {
		await onStillStage(async (stage, pass) => {
			const { simulator } = stage;
			const items = prompts('first', ...Array.from({ length: 39 }, (_, n) => `${n} [never]`));
			const { run } = await stage.run(SUSPEND, { items });
			await pass(HOUR);
			const before = simulator.requestsOf('query').length;
			await callBack(stage.setup(SUSPEND, { items }), run, queryOf(stage));
			expect(simulator.requestsOf('query').length - before).toBeLessThanOrEqual(11);
		});
	});

	it.concurrent('resumes once when the last callbacks come at the same time', async () => {
		await onStillStage(async (stage, pass) => {
			const items = prompts('a', 'b');
			const { run } = await stage.run(SUSPEND, { items });
			await pass(HOUR);
			const setup = stage.setup(SUSPEND, { items });
			const results = await Promise.all(
				[0, 1, 1].map(async (task) => await callBack(setup, run, queryOf(stage, task))),
			);
			expect(results.map(({ status }) => status)).toEqual([200, 200, 200]);
			expect(results.flatMap((each) => each.items ?? [])).toHaveLength(2);
			expect(stage.simulator.requestsOf('download')).toHaveLength(2);
		});
	});

	it.concurrent('does not miss a callback that comes while another is taken up', async () => {
		await onStillStage(async (stage, pass) => {
			const { simulator } = stage;
			const items = prompts('a', 'b [time:600000]');
			const { run } = await stage.run(SUSPEND, { items });
			await pass(60_000);
			const setup = stage.setup(SUSPEND, { items });
			const looks = simulator.requestsOf('query').length;
			// The question about b fails once: it is asked again a second later.
			simulator.faults.add({ on: 'query', kind: 'badGateway', skip: 1 });
			const early = callBack(setup, run, queryOf(stage));
			while (simulator.requestsOf('query').length < looks + 2) await turn();
			await pass(HOUR);
			const late = callBack(setup, run, queryOf(stage, 1));
			const results = await Promise.all([early, late]);
			expect(results.flatMap((each) => each.items ?? [])).toHaveLength(2);
		});
	});

	it.concurrent.each([
		['nothing', undefined],
		['rubbish', 'rubbish'],
		['an array', [1, 2]],
		['another task', { taskId: '1990246754753896451', eventData: { status: 'FAILED' } }],
	])('does not rely on the body: %s', async (_name, body) => {
		await onStillStage(async (stage, pass) => {
			const items = prompts('a');
			const { run } = await stage.run(SUSPEND, { items });
			await pass(HOUR);
			const setup = stage.setup(SUSPEND, { items });
			const { items: rows } = await callBack(setup, run, queryOf(stage), body);
			expect(rows?.map(({ json }) => json.status)).toEqual(['SUCCESS']);
		});
	});

	it.concurrent('honours Simplify and the options when it resumes', async () => {
		await onStillStage(async (stage, pass) => {
			const values = {
				...SUSPEND,
				simplify: false,
				options: { output: 'perTask', fileNamePrefix: 'shop-', binaryPropertyName: 'picture' },
			};
			const items = prompts('a [outputs:2]');
			const { run } = await stage.run(values, { items });
			await pass(HOUR);
			const { items: rows } = await callBack(stage.setup(values, { items }), run, queryOf(stage));
			expect(rows).toHaveLength(1);
			expect(rows?.[0]?.json).toMatchObject({ count: 2, raw: { status: 'SUCCESS' } });
			expect(Object.keys(rows?.[0]?.binary ?? {})).toEqual(['picture', 'picture_1']);
			expect(rows?.[0]?.binary?.picture?.fileName).toMatch(/^shop-/);
		});
	});

	it.concurrent('counts the time of a task from its own submission', async () => {
		await onStillStage(async (stage, pass) => {
			const { simulator, key } = stage;
			simulator.setConcurrency(key, 1);
			const items = prompts('a', 'b');
			const { finished } = await stage.start(SUSPEND, { items });
			// The second task waits until the first is over: the node asks for that a second later.
			while (simulator.requestsOf('queueStatus').length < 2) await turn();
			await pass(HOUR);
			const { run } = await finished;
			await pass(HOUR);
			const { items: rows } = await callBack(stage.setup(SUSPEND, { items }), run, queryOf(stage));
			expect(rows?.[0]?.json.seconds).toBeGreaterThanOrEqual(1);
		});
	});

	it.concurrent('has items for its deadline that name the tasks', async () => {
		await onStillStage(async (stage) => {
			const { run } = await stage.run(SUSPEND, { items: prompts('a [never]', 'b [never]') });
			const ids = stage.simulator.tasks().map(({ id }) => id);
			expect(keptItems(run).map(({ json }) => json)).toEqual(
				ids.map((taskId) => ({
					error: `Task ${taskId} is not confirmed within the time limit`,
					details: {
						kind: 'timeout',
						taskId,
						status: 'RUNNING',
						hint: expect.stringContaining('Task → Wait'),
					},
				})),
			);
			const addresses = ids.map((_, task) => queryOf(stage, task).runninghub ?? '');
			expect(new Set(addresses).size).toBe(2);
			for (const token of addresses) expect(token).toMatch(/^\d-[0-9a-f]{32}$/);
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

	it.concurrent('fails when all tasks are over by then, and one of them failed', async () => {
		await onStage(async (stage) => {
			stage.simulator.settings.duration = () => 0;
			const items = prompts('a', 'b [fail:1505]');
			const { run, error } = await stage.run(SUSPEND, { items });
			expect(run.status).toBe('error');
			expect(error?.message).toBe('The model does not accept photorealistic real people');
			expect(error?.description).toContain(
				`Finished tasks: ${stage.simulator.tasks()[0]?.id ?? 'none'}`,
			);
		});
	});

	it.concurrent('pays once when Retry On Fail runs it again instead of suspending', async () => {
		await onStage(async (stage) => {
			const { simulator } = stage;
			simulator.settings.duration = () => 0;
			const { outputs } = await stage.run(SUSPEND, {
				items: prompts('a [fail:1505]', 'b'),
				retryOnFail: true,
				maxTries: 2,
				onError: 'continueRegularOutput',
			});
			expect(outputs[0]).toHaveLength(2);
			// The failed task is bought anew, the other one is not.
			expect(simulator.tasks()).toHaveLength(3);
		});
	});

	it.concurrent.each([
		['pending', ['a [never]']],
		['refused', ['', 'b [never]']],
	])('is not run again by Retry On Fail when its first item is %s', async (_name, texts) => {
		await onStillStage(async (stage) => {
			const prompt = '={{ $json.prompt ?? "A lighthouse" }}';
			const { run } = await stage.run(
				{ prompt, waitMode: 'suspend' },
				{ items: prompts(...texts), retryOnFail: true, onError: 'continueRegularOutput' },
			);
			expect(run.status).toBe('waiting');
			expect(stage.simulator.tasks()).toHaveLength(1);
		});
	});

	it.concurrent('believes the callbacks of tasks that an earlier try submitted', async () => {
		await onStillStage(async (stage, pass) => {
			const { simulator } = stage;
			simulator.faults.add({ on: 'submit', kind: 'code', code: '1007', skip: 1 });
			const rest = { items: prompts('a', 'b'), retryOnFail: true };
			const { run } = await stage.run(SUSPEND, rest);
			expect(run.status).toBe('waiting');
			await pass(HOUR);
			const setup = stage.setup(SUSPEND, rest);
			expect(await callBack(setup, run, queryOf(stage, 0))).toMatchObject({
				status: 200,
				items: [{ json: { status: 'SUCCESS' } }, { json: { status: 'SUCCESS' } }],
			});
		});
	});

	it.concurrent('waits in memory for tasks that call back a failed execution', async () => {
		await onStillStage(async (stage, pass) => {
			const { simulator } = stage;
			simulator.faults.add({ on: 'submit', kind: 'code', code: '1007', skip: 1 });
			const items = prompts('a', 'b');
			const { run: earlier } = await stage.run(SUSPEND, { items });
			expect(earlier.status).toBe('error');
			const { finished } = await stage.start(SUSPEND, { items, earlier });
			while (simulator.tasks().length < 2) await turn();
			const looks = simulator.requestsOf('query').length;
			while (simulator.requestsOf('query').length < looks + 2) await turn();
			await pass(HOUR);
			const { run, outputs } = await finished;
			expect(run.status).toBe('success');
			expect(outputs[0]?.map(({ json }) => json.status)).toEqual(['SUCCESS', 'SUCCESS']);
			expect(simulator.tasks()).toHaveLength(2);
		});
	});

	it.concurrent('hands every task to the error output at its deadline', async () => {
		await onStillStage(async (stage) => {
			const rest = {
				items: prompts('a [never]', 'b [never]', 'c [never]'),
				onError: 'continueErrorOutput',
			} as const;
			const { run } = await stage.run(SUSPEND, rest);
			const { run: ended, outputs } = await reachDeadline(stage.setup(SUSPEND, rest), run);
			expect(ended.status).toBe('success');
			expect(outputs[0]).toEqual([]);
			expect(outputs[1]?.map(({ json }) => json.details)).toEqual(
				stage.simulator.tasks().map(({ id }) => expect.objectContaining({ taskId: id })),
			);
		});
	});

	it.concurrent(
		'hands on the task IDs at its deadline where On Timeout asks for them',
		async () => {
			await onStillStage(async (stage) => {
				const values = { ...SUSPEND, options: { onTimeout: 'continue' } };
				const rest = { items: prompts('a [never]'), onError: 'continueErrorOutput' } as const;
				const setup = stage.setup(values, rest);
				const { run } = await stage.run(values, rest);
				const { outputs } = await reachDeadline(setup, run);
				expect(outputs[1]).toEqual([]);
				expect(outputs[0]?.map(({ json }) => json)).toEqual([
					{
						taskId: stage.simulator.tasks()[0]?.id,
						status: 'RUNNING',
						model: 'rhart-image-n-pro/text-to-image',
					},
				]);
			});
		},
	);

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
