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
		['bare', (taskId: string) => ({ taskId, status: 'SUCCESS', results: [] })],
		[
			'with the task in eventData only',
			(taskId: string) => ({ eventData: JSON.stringify({ taskId }) }),
		],
	])('starts with the files of the task for a callback %s', async (_name, body) => {
		await onStage(async (stage) => {
			const [taskId = ''] = await tasksOver(stage, 'a [outputs:2]');
			const trigger = await triggerStage(credentialOf(stage), {});
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

	it.concurrent('starts once for a task, however often it is called', async () => {
		await onStage(async (stage) => {
			const [taskId] = await tasksOver(stage, 'a');
			const trigger = await triggerStage(credentialOf(stage), {});
			expect((await trigger.call({ taskId })).items).toHaveLength(1);
			expect(await trigger.call({ taskId })).toEqual({
				status: 200,
				answer: { received: true },
				items: undefined,
			});
		});
	});

	it.concurrent('remembers the last 500 tasks', async () => {
		await onStage(async (stage) => {
			const trigger = await triggerStage(credentialOf(stage), { download: false });
			const ids = await tasksOver(stage, ...Array.from({ length: 3 }, (_, index) => `t${index}`));
			const stored: unknown = trigger.stored();
			Object.assign(Object(stored), {
				seen: Array.from({ length: 500 }, (_, index) => `old${index}`),
			});
			for (const taskId of ids) await trigger.call({ taskId });
			const seen: unknown = Reflect.get(Object(trigger.stored()), 'seen');
			expect(seen).toHaveLength(500);
			expect(seen).toEqual(expect.arrayContaining(ids));
		});
	});

	it.concurrent('believes RunningHub, not the body', async () => {
		await onStage(async (stage) => {
			const [taskId] = await tasksOver(stage, '[fail:1505]');
			const trigger = await triggerStage(credentialOf(stage), {});
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
			const trigger = await triggerStage(credentialOf(stage), { outcome });
			const started = [];
			for (const taskId of ids) started.push((await trigger.call({ taskId })).items !== undefined);
			expect(started).toEqual(starts);
		});
	});

	it.concurrent.each([[{}], [{ taskId: 'x' }], ['rubbish'], [null], [{ taskId: '123' }]])(
		'starts nothing for %j',
		async (body) => {
			await onStage(async (stage) => {
				const trigger = await triggerStage(credentialOf(stage), {});
				expect(await trigger.call(body)).toEqual({
					status: 200,
					answer: { received: true },
					items: undefined,
				});
			});
		},
	);

	it.concurrent(
		'asks to be called again while RunningHub cannot be asked, or the task still runs',
		async () => {
			await onStage(async (stage) => {
				const [taskId] = await tasksOver(stage, 'a');
				const trigger = await triggerStage(credentialOf(stage), {});
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
