import assert from 'node:assert/strict';
import { SIMULATOR_KEYS } from '../../test/simulator/simulator.cts';
import type { CredentialReference } from '../n8n/rest.cts';
import type { Check } from './check.cts';
import { assertPicture, assertSucceeded, rows } from './outcome.cts';
import type { QueueStage } from './queue-stage.cts';
import { boughtSince, callBack, ended, pictures, startsOf, workersOf } from './queue-work.cts';
import { suspended } from './suspend-checks.cts';
import { notInLog } from './submitted-lines.cts';
import { until } from './until.cts';
import { followingNode, promptItems, START, workflow } from './workflow.cts';

const PROMPTS = ['One', 'Two', 'Three', 'Four', 'Five'];
/** Longer than n8n takes to see that a worker is dead. */
const LONG_MS = 600_000;
const SHORT_MS = 300;

/** A worker that ends with `kill -9` in the middle of an execution. */
export function queueCrashChecks(stage: QueueStage, credential: CredentialReference): Check[] {
	const { session, simulator, workers } = stage;
	const start = async (name: string, waitMode: 'wait' | 'suspend'): Promise<string> => {
		const nodes = [...promptItems(PROMPTS), pictures(credential, waitMode), followingNode('After')];
		return await session.run(await session.importWorkflow(workflow(name, nodes)), START);
	};
	const withTasksOf = async (duration: number, act: () => Promise<string>): Promise<string> => {
		for (const worker of workers) await worker.revive();
		simulator.onSubmit(({ plan }) => ({ ...plan, duration }));
		return await act().finally(() => {
			simulator.onSubmit(() => undefined);
			simulator.faults.clear();
		});
	};
	return [
		{
			name: 'a worker killed in the middle of Wait: nothing is bought again, and its log has the task IDs',
			run: () =>
				withTasksOf(LONG_MS, async () => {
					const before = simulator.counters.tasksCreated;
					const id = await start('E2E queue: killed in Wait', 'wait');
					const { its, others } = await workersOf(stage, id);
					await until(
						() => boughtSince(stage, before).length === PROMPTS.length,
						'the tasks are not bought',
					);
					const unnamed = async (): Promise<string[]> =>
						notInLog(await its.log(), id, boughtSince(stage, before), PROMPTS);
					await until(
						async () => (await unnamed()).length === 0,
						'not every task is in the log of its worker',
					);
					await its.kill();
					const { status, error } = await ended(stage, id);
					assert.notEqual(status, 'success');
					assert.equal(
						boughtSince(stage, before).length,
						PROMPTS.length,
						'tasks were bought again',
					);
					for (const worker of others) assert.equal(await startsOf(worker, id), 0);
					assert.deepEqual(await unnamed(), []);
					const log = await its.log();
					assert.ok(!log.includes(SIMULATOR_KEYS.ai.shared), 'the key is in the log');
					return `${status}: ${error ?? 'no message'}`;
				}),
		},
		{
			name: 'a worker killed in the middle of a suspended run: another one goes on with it',
			run: () =>
				withTasksOf(SHORT_MS, async () => {
					const before = simulator.counters.tasksCreated;
					simulator.faults.add({ on: 'webhook', kind: 'lost', times: PROMPTS.length });
					const id = await start('E2E queue: killed while suspended', 'suspend');
					await suspended(session, id);
					const { its, others } = await workersOf(stage, id);
					await its.kill();
					await callBack(stage, before);
					const execution = await ended(stage, id);
					assertSucceeded(execution);
					const after = rows(execution, 'After');
					assert.equal(after.length, PROMPTS.length);
					for (const [place, prompt] of PROMPTS.entries()) assertPicture(after[place], prompt);
					assert.equal(boughtSince(stage, before).length, PROMPTS.length);
					const resumed = await Promise.all(others.map((worker) => startsOf(worker, id)));
					assert.deepEqual(resumed, [1]);
					return '';
				}),
		},
	];
}
