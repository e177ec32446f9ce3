import { callBack } from '../../../n8n/suspended.cts';
import { prompts } from '../stage.cts';
import { call, HOUR, onStillStage, queryOf, SUSPEND, turn } from './still-stage.cts';

describe('a suspended execution that is called back', () => {
	it.concurrent('asks RunningHub to call again, and asks on by itself', async () => {
		await onStillStage(async (stage, pass) => {
			const { simulator } = stage;
			const items = prompts('a', 'b');
			const { run } = await stage.run(SUSPEND, { items });
			await pass(HOUR);
			const outage = simulator.faults.add({ on: 'query', kind: 'badGateway', times: Infinity });
			const only = call(stage.setup(SUSPEND, { items }), run, queryOf(stage));
			expect(await only.status).toBe(503);
			// More looks than RunningHub's own calls would have been worth.
			const asked = simulator.requestsOf('query').length;
			while (simulator.requestsOf('query').length < asked + 2) await turn();
			outage.remove();
			expect((await only.result).items?.map(({ json }) => json.status)).toEqual([
				'SUCCESS',
				'SUCCESS',
			]);
		});
	});

	it.concurrent('resumes once, however often RunningHub calls meanwhile', async () => {
		await onStillStage(async (stage, pass) => {
			const { simulator } = stage;
			const items = prompts('a', 'b');
			const { run } = await stage.run(SUSPEND, { items });
			await pass(HOUR);
			const setup = stage.setup(SUSPEND, { items });
			const outage = simulator.faults.add({ on: 'query', kind: 'reset', times: Infinity });
			const calls = [0, 1, 0, 1, 0].map((task) => call(setup, run, queryOf(stage, task)));
			expect(await Promise.all(calls.map(async ({ status }) => await status))).toEqual([
				503, 503, 503, 503, 503,
			]);
			outage.remove();
			const results = await Promise.all(calls.map(async ({ result }) => await result));
			expect(results.flatMap((each) => each.items ?? [])).toHaveLength(2);
			expect(simulator.requestsOf('download')).toHaveLength(2);
			const again = await callBack(setup, run, queryOf(stage));
			expect(again.items).toBeUndefined();
		});
	});

	it.concurrent(
		'does not believe a callback whose task still runs, and waits for its end',
		async () => {
			await onStillStage(async (stage, pass) => {
				const items = prompts('a [time:600000]');
				const { run } = await stage.run(SUSPEND, { items });
				const early = call(stage.setup(SUSPEND, { items }), run, queryOf(stage));
				expect(await early.status).toBe(503);
				await pass(HOUR);
				expect((await early.result).items).toHaveLength(1);
			});
		},
	);

	it.concurrent('gives up before its deadline, and leaves the items to n8n', async () => {
		await onStillStage(async (stage) => {
			const values = { ...SUSPEND, options: { timeoutMinutes: 0.05 } };
			const items = prompts('a [never]');
			const { run } = await stage.run(values, { items });
			const { status, items: rows } = await callBack(
				stage.setup(values, { items }),
				run,
				queryOf(stage),
			);
			expect(status).toBe(503);
			expect(rows).toBeUndefined();
		});
	});

	it.concurrent('looks at the others only once the callers are over', async () => {
		await onStillStage(async (stage, pass) => {
			const { simulator } = stage;
			const items = prompts('a', 'b [time:600000]');
			const { run } = await stage.run(SUSPEND, { items });
			await pass(60_000);
			const asked = simulator.requestsOf('query').length;
			const early = await callBack(stage.setup(SUSPEND, { items }), run, queryOf(stage));
			expect(early).toMatchObject({ status: 200, items: undefined });
			expect(simulator.requestsOf('query').length - asked).toBe(2);
		});
	});

	it.concurrent('says before that the workflow cannot stop with an error', async () => {
		await onStillStage(async (stage) => {
			const hints = async (onError?: 'continueErrorOutput') => {
				const { run } = await stage.run(SUSPEND, {
					items: prompts('a'),
					...(onError !== undefined && { onError }),
				});
				return JSON.stringify(run.data.resultData.runData.RunningHub?.at(-1)?.hints ?? []);
			};
			expect(await hints()).toContain('Continue (using error output)');
			const others = await hints('continueErrorOutput');
			expect(others).not.toContain('Continue (using error output)');
			expect(others).toMatch(/Suspended until RunningHub calls back\. Task IDs: \d{19}\./);
		});
	});
});
