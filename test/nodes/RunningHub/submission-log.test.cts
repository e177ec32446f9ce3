import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';
import { NODE_NAME } from '../../n8n/execution.cts';
import { ITEM_PROMPT, onStage, prompts } from './stage.cts';

/** What n8n's logger is told at the level that a server shows unless it is set up otherwise. */
async function logOf(act: () => Promise<void>): Promise<string[]> {
	const info = jest.spyOn(Container.get(Logger), 'info');
	try {
		await act();
		return info.mock.calls.map((call) => JSON.stringify(call));
	} finally {
		info.mockRestore();
	}
}

it.each(['wait', 'suspend', 'submit'])(
	'each task is in the log with execution, node and item, and without the key (%s)',
	async (waitMode) => {
		await onStage(async ({ simulator, key, run }) => {
			let executionId: string | undefined;
			const lines = await logOf(async () => {
				const items = prompts('one [time:900]', 'two [time:900]', 'three [time:900]');
				const { saved } = await run({ prompt: ITEM_PROMPT, waitMode }, { items });
				expect(saved).not.toContain(key);
			});
			const tasks = simulator.tasks();
			expect(tasks).toHaveLength(3);
			const items = tasks.map(({ id }) => {
				const line = lines.find((each) => each.includes(id)) ?? '';
				executionId ??= /execution (\S+),/.exec(line)?.[1];
				expect(line).toContain(`execution ${executionId}, node \\"${NODE_NAME}\\", item `);
				return /item (\d+)/.exec(line)?.[1];
			});
			expect(items.sort()).toEqual(['0', '1', '2']);
			expect(executionId).toMatch(/^\d+$/);
			expect(lines.join()).not.toContain(key);
		});
	},
);
