import { caseJson } from '../../cases/case-files.cts';
import { triggerStage } from '../../n8n/trigger.cts';
import { onStage, prompts, type Stage } from '../RunningHub/stage.cts';

/** Submits tasks with these prompts; gives their ids once they are over. */
async function tasksOver(stage: Stage, ...texts: string[]): Promise<string[]> {
	const values = { prompt: '={{ $json.prompt }}', waitMode: 'submit' };
	await stage.run(values, { items: prompts(...texts) });
	while (stage.simulator.tasks().some(({ state }) => state === 'QUEUED' || state === 'RUNNING')) {
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	return stage.simulator.tasks().map(({ id }) => id);
}

function credentialOf({ simulator, key }: Stage) {
	return { site: 'custom', baseUrl: simulator.baseUrl, apiKey: key };
}

describe('the RunningHub Trigger', () => {
	it.concurrent.each([
		[
			'as RunningHub sends it',
			(taskId: string) => ({ event: 'TASK_END', taskId, eventData: { taskId, status: 'SUCCESS' } }),
		],
		[
			'as the older generation sends it',
			(taskId: string) => ({ event: 'TASK_END', taskId, eventData: '{"code":0,"data":[]}' }),
		],
		[
			'of the older generation, as somebody recorded it',
			(taskId: string) => ({ ...Object(caseJson('webhook-body.json')), taskId }),
		],
		['bare', (taskId: string) => ({ taskId, status: 'SUCCESS', results: [] })],
		[
			'with the task in eventData only',
			(taskId: string) => ({ eventData: JSON.stringify({ taskId }) }),
		],
	])('starts with the files of the task for a callback %s', async (_name, body) => {
		await onStage(async (stage) => {
			const [taskId = ''] = await tasksOver(stage, 'a [outputs:2]');
			const trigger = triggerStage(credentialOf(stage), {});
			const { status, items } = await trigger.call(body(taskId));
			expect(status).toBe(200);
			expect(items?.map(({ json }) => [json.taskId, json.status, json.index])).toEqual([
				[taskId, 'SUCCESS', 0],
				[taskId, 'SUCCESS', 1],
			]);
			expect(items?.[0]?.binary?.data?.mimeType).toBe('image/png');
			expect(stage.simulator.counters.authorizedDownloads).toBe(0);
		});
	});

	it.concurrent('reads the body of a callback that n8n has not read', async () => {
		await onStage(async (stage) => {
			const [taskId = ''] = await tasksOver(stage, 'a');
			const trigger = triggerStage(credentialOf(stage), {});
			const { items } = await trigger.callUnread(JSON.stringify({ event: 'TASK_END', taskId }));
			expect(items?.map(({ json }) => json.taskId)).toEqual([taskId]);
		});
	});

	it.concurrent('starts once for a task, however often it is called', async () => {
		await onStage(async (stage) => {
			const [taskId] = await tasksOver(stage, 'a');
			const trigger = triggerStage(credentialOf(stage), {});
			expect((await trigger.call({ taskId })).items).toHaveLength(1);
			expect(await trigger.call({ taskId })).toEqual({
				status: 200,
				answer: { received: true },
				items: undefined,
			});
		});
	});

	it.concurrent('starts once for each task when callbacks come at the same time', async () => {
		await onStage(async (stage) => {
			const ids = await tasksOver(stage, 'a', 'b', 'c');
			const trigger = triggerStage(credentialOf(stage), {});
			const results = await Promise.all(
				[...ids, ...ids].map(async (taskId) => await trigger.call({ taskId })),
			);
			const started = results.flatMap(({ items }) => items ?? []);
			expect(started.map(({ json }) => json.taskId).sort()).toEqual([...ids].sort());
			expect(trigger.stored().seen).toEqual(expect.arrayContaining(ids));
			for (const taskId of ids) {
				expect((await trigger.call({ taskId })).items).toBeUndefined();
			}
		});
	});

	it.concurrent('starts once after a restart of n8n too', async () => {
		await onStage(async (stage) => {
			const [taskId = ''] = await tasksOver(stage, 'a');
			const trigger = triggerStage(credentialOf(stage), {});
			trigger.store({ seen: [taskId] });
			expect((await trigger.call({ taskId })).items).toBeUndefined();
		});
	});

	it.concurrent('starts each time for the test URL, and stores nothing', async () => {
		await onStage(async (stage) => {
			const [taskId] = await tasksOver(stage, 'a');
			const trigger = triggerStage(credentialOf(stage), {});
			for (let each = 0; each < 2; each++) {
				expect((await trigger.callTest({ taskId })).items).toHaveLength(1);
			}
			expect(trigger.stored()).toEqual({});
			expect((await trigger.call({ taskId })).items).toHaveLength(1);
			expect((await trigger.callTest({ taskId })).items).toHaveLength(1);
		});
	});

	it.concurrent('starts for a cancelled task, whose status stays empty', async () => {
		await onStage(async (stage) => {
			await stage.run({ prompt: '[never]', waitMode: 'submit' });
			const taskId = stage.simulator.tasks()[0]?.id ?? '';
			await stage.run({ resource: 'task', operation: 'cancel', fields: { taskId } });
			const trigger = triggerStage(credentialOf(stage), { outcome: 'failure' });
			const { items } = await trigger.call({ taskId });
			expect(items?.map(({ json }) => json)).toEqual([{ taskId, status: 'FAILED' }]);
		});
	});

	it.concurrent('looks again when the results are not there yet', async () => {
		await onStage(async (stage) => {
			const [taskId] = await tasksOver(stage, 'a');
			stage.simulator.faults.add({ on: 'query', kind: 'nullResults' });
			const trigger = triggerStage(credentialOf(stage), {});
			const { items } = await trigger.call({ taskId });
			expect(items?.[0]?.binary?.data?.mimeType).toBe('image/png');
		});
	});

	it.concurrent('fails visibly when RunningHub refuses the key', async () => {
		await onStage(async (stage) => {
			const [taskId] = await tasksOver(stage, 'a');
			const trigger = triggerStage({ ...credentialOf(stage), apiKey: 'f'.repeat(32) }, {});
			await expect(trigger.call({ taskId })).rejects.toThrow('refused the API key');
		});
	});

	it.concurrent(
		'says on the test URL that the site of the credential has no such task',
		async () => {
			await onStage(async (stage) => {
				const trigger = triggerStage(credentialOf(stage), {});
				await expect(trigger.callTest({ taskId: '1990246754753896451' })).rejects.toThrow(
					'no longer knows task 1990246754753896451',
				);
			});
		},
	);

	it.concurrent('honours its options', async () => {
		await onStage(async (stage) => {
			const [taskId] = await tasksOver(stage, 'a [outputs:2]');
			const trigger = triggerStage(credentialOf(stage), {
				simplify: false,
				options: { output: 'perTask', fileNamePrefix: 'shop-', binaryPropertyName: 'picture' },
			});
			const { items } = await trigger.call({ taskId });
			expect(items).toHaveLength(1);
			expect(items?.[0]?.json).toMatchObject({ taskId, count: 2, raw: { taskId } });
			expect(Object.keys(items?.[0]?.binary ?? {})).toEqual(['picture', 'picture_1']);
			expect(items?.[0]?.binary?.picture?.fileName).toMatch(/^shop-/);
			const links = triggerStage(credentialOf(stage), { download: false });
			expect((await links.call({ taskId })).items?.[0]?.binary).toBeUndefined();
		});
	});

	it.concurrent('remembers the last 500 tasks', async () => {
		await onStage(async (stage) => {
			const trigger = triggerStage(credentialOf(stage), { download: false });
			const ids = await tasksOver(stage, ...Array.from({ length: 3 }, (_, index) => `t${index}`));
			const old = Array.from({ length: 500 }, (_, index) => `old${index}`);
			trigger.store({ seen: old });
			for (const taskId of ids) await trigger.call({ taskId });
			expect(trigger.stored().seen).toEqual([...old.slice(3), ...ids]);
		});
	});

	it.concurrent('believes RunningHub, not the body', async () => {
		await onStage(async (stage) => {
			const [taskId] = await tasksOver(stage, '[fail:1505]');
			const trigger = triggerStage(credentialOf(stage), {});
			const { items } = await trigger.call({ taskId, eventData: { taskId, status: 'SUCCESS' } });
			expect(items?.map(({ json }) => json)).toEqual([
				{
					taskId,
					status: 'FAILED',
					message: 'The model does not accept photorealistic real people',
					code: '1505',
					hint: expect.any(String),
				},
			]);
		});
	});

	it.concurrent.each([
		['success', [true, false]],
		['failure', [false, true]],
	])('filters by outcome: %s', async (outcome, starts) => {
		await onStage(async (stage) => {
			const ids = await tasksOver(stage, 'fine', '[fail:1000]');
			const trigger = triggerStage(credentialOf(stage), { outcome });
			const started = [];
			for (const taskId of ids) started.push((await trigger.call({ taskId })).items !== undefined);
			expect(started).toEqual(starts);
		});
	});

	it.concurrent.each([
		[{}],
		[{ taskId: 'x' }],
		[{ taskId: ['1'] }],
		[[{ taskId: '123' }]],
		['rubbish'],
		[null],
		[{ eventData: '{'.repeat(100_000) }],
		[{ taskId: '123' }],
	])('starts nothing for a body such as %#', async (body) => {
		await onStage(async (stage) => {
			const trigger = triggerStage(credentialOf(stage), {});
			expect(await trigger.call(body)).toEqual({
				status: 200,
				answer: { received: true },
				items: undefined,
			});
		});
	});

	it.concurrent(
		'asks to be called again while RunningHub cannot be asked, or the task still runs',
		async () => {
			await onStage(async (stage) => {
				const [taskId] = await tasksOver(stage, 'a');
				const trigger = triggerStage(credentialOf(stage), {});
				stage.simulator.faults.add({ on: 'query', kind: 'badGateway' });
				expect((await trigger.call({ taskId })).status).toBe(503);
				expect((await trigger.call({ taskId })).items).toHaveLength(1);
				await stage.run({ prompt: '[never]', waitMode: 'submit' });
				const running = stage.simulator.tasks().at(-1)?.id;
				expect((await trigger.call({ taskId: running })).status).toBe(503);
			});
		},
	);
});
