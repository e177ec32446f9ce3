import { setTimeout as sleep } from 'node:timers/promises';
import { type NodeValues, onStage, PICTURE, type Stage } from './stage.cts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const LOOK_AGAIN_MS = 5;
const LONGER_THAN_A_QUERY_MS = 50;

const realNow = Date.now.bind(Date);

/** What time it is for everything that reads the clock: that much later than it really is. */
function clockIsAhead(milliseconds: number): void {
	jest.spyOn(Date, 'now').mockImplementation(() => realNow() + milliseconds);
}

/** Waits until RunningHub is asked once more about every task. */
async function nextQueries({ simulator }: Stage): Promise<void> {
	const before = simulator.requestsOf('query').length;
	const asked = (id: string): boolean =>
		simulator
			.requestsOf('query')
			.slice(before)
			.some(({ body }) => JSON.stringify(body).includes(id));
	while (!simulator.tasks().every(({ id }) => asked(id))) await sleep(LOOK_AGAIN_MS);
}

describe("as an agent's tool", () => {
	afterEach(() => {
		jest.restoreAllMocks();
	});

	it('waits five minutes, whatever Timeout says, and then answers with the task ID', async () => {
		await onStage(async (stage) => {
			const { simulator } = stage;
			const start = async (prompt: string, more: NodeValues) => {
				const node = { ...more, prompt: `${prompt} [never]` };
				const { finished } = await stage.start(node, { typeName: 'runningHubTool' });
				return finished;
			};
			const runs = [
				start('No time limit', {}),
				start('Two hours', { options: { timeoutMinutes: 120 } }),
			];
			let over = 0;
			for (const run of runs) void run.then(() => (over += 1));
			while (simulator.tasks().length < runs.length) await sleep(LOOK_AGAIN_MS);
			await nextQueries(stage);
			// A busy machine may have taken seconds until here.
			clockIsAhead(4 * MINUTE);
			await nextQueries(stage);
			await sleep(LONGER_THAN_A_QUERY_MS);
			expect(over).toBe(0);
			clockIsAhead(5 * MINUTE + SECOND);
			const ended = await Promise.all(runs);
			expect(ended.map(({ error }) => error)).toEqual([undefined, undefined]);
			const ids = simulator.tasks().map(({ id }) => id);
			expect(ended.map(({ outputs }) => outputs[0]?.[0]?.json.taskId).sort()).toEqual(ids.sort());
			for (const { outputs } of ended) {
				expect(outputs[0]).toEqual([
					{
						json: { taskId: expect.any(String), status: 'RUNNING', model: PICTURE },
						pairedItem: { item: 0 },
					},
				]);
			}
			// The tasks are not lost: nobody cancelled them.
			expect(simulator.requestsOf('cancel')).toEqual([]);
		});
	});

	it('answers in words where no model fits, as n8n gives the agent nothing else', async () => {
		await onStage(async (stage) => {
			const fields = { modelsFor: 'all', modelSearch: 'no such model', limit: 5 };
			const node = { resource: 'model', operation: 'getMany', fields };
			const asked = await stage.run(node, { typeName: 'runningHubTool' });
			expect(asked.outputs[0]?.map(({ json }) => json)).toEqual([
				{ message: expect.stringContaining('no model fits "no such model"') },
			]);
			expect((await stage.run(node)).outputs[0]).toEqual([]);
		});
	});
});
