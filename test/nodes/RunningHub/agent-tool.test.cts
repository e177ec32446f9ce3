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

/** Waits until RunningHub is asked once more about a task. */
async function nextQuery({ simulator }: Stage): Promise<void> {
	const before = simulator.requestsOf('query').length;
	while (simulator.requestsOf('query').length === before) await sleep(LOOK_AGAIN_MS);
}

describe("as an agent's tool", () => {
	afterEach(() => {
		jest.restoreAllMocks();
	});

	it.each<[string, NodeValues]>([
		['whose time limit is not set', {}],
		['whose time limit is two hours', { options: { timeoutMinutes: 120 } }],
	])('a node %s waits five minutes and then answers with the task ID', async (_what, values) => {
		await onStage(async (stage) => {
			const { simulator } = stage;
			const node = { ...values, prompt: 'A lighthouse [never]' };
			const { finished } = await stage.start(node, { typeName: 'runningHubTool' });
			let isOver = false;
			void finished.then(() => (isOver = true));
			await nextQuery(stage);
			// A busy machine may have taken seconds until here.
			clockIsAhead(4 * MINUTE);
			await nextQuery(stage);
			await sleep(LONGER_THAN_A_QUERY_MS);
			expect(isOver).toBe(false);
			clockIsAhead(5 * MINUTE + SECOND);
			const { outputs, error } = await finished;
			expect(error).toBeUndefined();
			expect(outputs[0]).toEqual([
				{
					json: { taskId: simulator.tasks()[0]?.id, status: 'RUNNING', model: PICTURE },
					pairedItem: { item: 0 },
				},
			]);
			expect(simulator.tasks()).toHaveLength(1);
			// The task is not lost: nobody cancelled it.
			expect(simulator.requestsOf('cancel')).toEqual([]);
		});
	});
});
