import { callBack } from '../../../n8n/suspended.cts';
import { prompts, type Rest } from '../stage.cts';
import { bodyOf, HOUR, onStillStage, queryOf, SUSPEND } from './still-stage.cts';

/** The node loads its code at each call: the next one starts with an empty memory. */
function restart(): void {
	jest.resetModules();
}

// One after the other: a restart is one for all tests of this file.
describe('a suspended execution over a restart of n8n', () => {
	it('resumes with what finished before and after', async () => {
		await onStillStage(async (stage, pass) => {
			const items = prompts('a', 'b [time:600000]', 'c');
			const { run } = await stage.run(SUSPEND, { items });
			const setup = stage.setup(SUSPEND, { items });
			await pass(60_000);
			expect((await callBack(setup, run, queryOf(stage))).status).toBe(200);
			restart();
			await pass(HOUR);
			const last = await callBack(setup, run, queryOf(stage, 1));
			expect(last.items?.map(({ json }) => json.status)).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS']);
		});
	});

	it('lets a lost submission go as uncertain whose callback the old process saw', async () => {
		await onStillStage(async (stage, pass) => {
			const { simulator } = stage;
			simulator.faults.add({ on: 'submit', kind: 'reset', taskCreated: true });
			const rest: Rest = {
				items: prompts('lost', 'b [time:600000]'),
				onError: 'continueRegularOutput',
			};
			const { run } = await stage.run(SUSPEND, rest);
			const setup = stage.setup(SUSPEND, rest);
			await pass(60_000);
			const id = simulator.tasks()[0]?.id ?? '';
			await callBack(setup, run, queryOf(stage), bodyOf(id));
			restart();
			await pass(HOUR);
			const last = await callBack(setup, run, queryOf(stage, 1));
			expect(last.items?.[0]?.json.details).toMatchObject({ kind: 'uncertain' });
			expect(last.items?.[1]?.json.status).toBe('SUCCESS');
			expect(simulator.tasks()).toHaveLength(2);
		});
	});

	it('believes only the addresses that were given before', async () => {
		await onStillStage(async (stage, pass) => {
			const items = prompts('a');
			const { run } = await stage.run(SUSPEND, { items });
			const setup = stage.setup(SUSPEND, { items });
			restart();
			await pass(HOUR);
			const [index = '', mark = ''] = queryOf(stage).runninghub?.split('-') ?? [];
			for (const runninghub of [`1-${mark}`, `${index}-${'0'.repeat(32)}`, mark, `${index}-`]) {
				expect((await callBack(setup, run, { runninghub })).status).toBe(403);
			}
			expect((await callBack(setup, run, queryOf(stage))).items).toHaveLength(1);
		});
	});
});
