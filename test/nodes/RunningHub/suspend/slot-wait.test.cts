import { tellingOfSlots } from '../../../../nodes/RunningHub/suspend/slot-wait';
import type { TaskJob } from '../../../../runninghub/tasks/batch-request';
import { prompts } from '../stage.cts';
import { HOUR, onStillStage, SUSPEND, turn } from './still-stage.cts';

const JOB: TaskJob<string> = {
	name: 'a job',
	kind: 'a model',
	ledgerKey: '0',
	timeout: 90 * 60_000,
	prepare: async () => await Promise.resolve('prepared'),
	submit: async () => await Promise.reject(new Error('Nothing is submitted here')),
};

describe('submissions that wait for a slot before the workflow is suspended', () => {
	it('say once in the log until when the execution stays in memory', () => {
		const said: string[] = [];
		const telling = tellingOfSlots({ info: (message) => said.push(message) });
		for (const job of [telling(JOB), telling(JOB)]) {
			if (!('submit' in job)) throw new Error('Not a purchase');
			job.awaitsSlot?.();
		}
		expect(said).toEqual([expect.stringContaining('at most 90 minutes')]);
	});

	it('are suspended once the last is accepted, and at once where all fit', async () => {
		await onStillStage(async (stage, pass) => {
			const { simulator, key } = stage;
			const items = prompts('a [time:600000]', 'b [time:600000]');
			const { run } = await stage.run(SUSPEND, { items });
			expect(run.status).toBe('waiting');
			await pass(HOUR);
			simulator.setConcurrency(key, 1);
			const { finished } = await stage.start(SUSPEND, { items });
			while (simulator.tasks().length < 3) await turn();
			let isOver = false;
			void finished.finally(() => (isOver = true));
			while (!isOver) await pass(1000);
			expect((await finished).run.status).toBe('waiting');
			expect(simulator.tasks()).toHaveLength(4);
		});
	});
});

describe('the addresses that tasks call back', () => {
	it('are others for each item, and in each round of a loop', async () => {
		await onStillStage(async (stage) => {
			const { simulator } = stage;
			simulator.settings.duration = () => 0;
			const values = { ...SUSPEND, prompt: 'A boat' };
			await stage.run(values, { items: prompts('a', 'b'), loop: true });
			const tokens = simulator
				.tasks()
				.map(({ webhookUrl }) => new URL(webhookUrl ?? '').searchParams.get('runninghub'));
			expect(tokens).toHaveLength(3);
			expect(new Set(tokens).size).toBe(3);
		});
	});
});
