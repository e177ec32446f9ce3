import { retry, startDoomed } from '../../n8n/crash-and-retry.cts';
import { NODE_NAME } from '../../n8n/execution.cts';
import { ITEM_PROMPT, onStage, prompts, type Stage } from './stage.cts';

const EACH = { prompt: ITEM_PROMPT };
const REFUSED = /n8n was stopped while this node ran/;
/** How long the tasks run, so that the crash comes first. */
const LONG = { settings: { duration: () => 60 * 60_000 } };

/** Lets time pass until RunningHub has so many tasks. */
async function bought({ simulator }: Stage, tasks: number): Promise<void> {
	while (simulator.tasks().length < tasks) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe("n8n's Retry of an execution that crashed while the node ran", () => {
	it.each([
		['wait', false],
		['wait', true],
		['suspend', false],
		['submit', true],
	])('buys nothing (%s, progress saved: %s)', async (waitMode, savesProgress) => {
		await onStage(async (stage) => {
			stage.simulator.setConcurrency(stage.key, 2);
			const values = { ...EACH, waitMode };
			const setup = stage.setup(values, { items: prompts('a', 'b', 'c') });
			const doomed = await startDoomed(setup, savesProgress);
			await bought(stage, 2);
			const saved = doomed.recovered();
			const first = await retry(setup, saved);
			expect(first.error?.message).toMatch(REFUSED);
			expect(first.error?.description).toMatch(/log of n8n.*Task → Wait/s);
			expect(first.error?.description).not.toMatch(/\bagain\b|\banew\b/);
			const second = await retry(setup, first.run.data);
			expect(second.error?.message).toMatch(REFUSED);
			expect(stage.simulator.tasks()).toHaveLength(2);
			await doomed.end();
		}, LONG);
	});

	it('tells each item under Continue', async () => {
		await onStage(async (stage) => {
			const setup = stage.setup(EACH, {
				items: prompts('a', 'b'),
				onError: 'continueRegularOutput',
			});
			const doomed = await startDoomed(setup);
			await bought(stage, 2);
			const { outputs } = await retry(setup, doomed.recovered());
			expect(outputs[0]?.map(({ json }) => json)).toEqual(
				[0, 1].map(() => ({
					error: expect.stringMatching(REFUSED),
					details: { kind: 'uncertain', hint: expect.any(String) },
				})),
			);
			expect(stage.simulator.tasks()).toHaveLength(2);
			await doomed.end();
		}, LONG);
	});

	it('still brings home what was bought elsewhere', async () => {
		await onStage(async (stage) => {
			const { outputs } = await stage.run({ waitMode: 'submit' });
			const taskId = String(outputs[0]?.[0]?.json.taskId);
			const setup = stage.setup({
				resource: 'task',
				operation: 'wait',
				fields: { taskId, simplify: true, options: {} },
			});
			const doomed = await startDoomed(setup);
			await doomed.end();
			const { error, outputs: rows } = await retry(setup, doomed.recovered());
			expect(error).toBeUndefined();
			expect(rows[0]?.[0]?.json).toMatchObject({ taskId, status: 'SUCCESS' });
		});
	});
});

describe("n8n's Retry buys what it should", () => {
	it('after a failed item: that item alone', async () => {
		await onStage(async (stage) => {
			const setup = stage.setup(EACH, { items: prompts('a', 'b', 'c') });
			stage.simulator.faults.add({ on: 'submit', kind: 'code', code: '1007', skip: 2 });
			const failed = await stage.run(EACH, { items: prompts('a', 'b', 'c') });
			expect(failed.error?.message).toMatch(/refused a parameter/);
			const { error, outputs } = await retry(setup, failed.run.data);
			expect(error).toBeUndefined();
			expect(outputs[0]).toHaveLength(3);
			const bought = stage.simulator.tasks().map(({ body }) => body.prompt);
			expect(bought.sort()).toEqual(['a', 'b', 'c']);
		});
	});

	it('after a failure before anything was submitted', async () => {
		await onStage(async (stage) => {
			const failed = await stage.run({ options: { webhookUrl: 'nowhere' } });
			expect(failed.error?.message).toMatch(/Webhook URL/);
			const corrected = stage.setup();
			const { data } = failed.run;
			for (const { node } of data.executionData?.nodeExecutionStack ?? []) {
				node.parameters = corrected.node.parameters;
			}
			const { error, outputs } = await retry(corrected, data);
			expect(error).toBeUndefined();
			expect(outputs[0]).toHaveLength(1);
			expect(stage.simulator.tasks()).toHaveLength(1);
		});
	});

	it('after a failure in the second round of a loop', async () => {
		await onStage(async (stage) => {
			stage.simulator.faults.add({ on: 'submit', kind: 'code', code: '1007', skip: 1 });
			const failed = await stage.run({}, { loop: true });
			expect(failed.error?.message).toMatch(/refused a parameter/);
			const { error } = await retry(stage.setup({}, { loop: true }), failed.run.data);
			expect(error).toBeUndefined();
			expect(stage.simulator.tasks()).toHaveLength(2);
		});
	});

	it('after a crash before the node began', async () => {
		await onStage(async (stage) => {
			const setup = stage.setup();
			const doomed = await startDoomed(setup);
			const saved = doomed.recovered();
			await doomed.end();
			const before = stage.simulator.tasks().length;
			expect(saved.resultData.runData).not.toHaveProperty(NODE_NAME);
			const { error } = await retry(setup, saved);
			expect(error).toBeUndefined();
			expect(stage.simulator.tasks()).toHaveLength(before + 1);
		});
	});
});
