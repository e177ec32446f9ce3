import assert from 'node:assert/strict';
import { asObject, asText } from '../../runninghub/json';
import { SIMULATOR_KEYS } from '../../test/simulator/simulator.cts';
import type { CredentialReference } from '../n8n/rest.cts';
import type { Check } from './check.cts';
import { assertFailure, assertPicture, assertSucceeded, rows } from './outcome.cts';
import type { QueueStage } from './queue-stage.cts';
import { boughtSince, ended, listening, pictures, startsOf } from './queue-work.cts';
import { until } from './until.cts';
import { followingNode, promptItems, START, webhookTrigger, workflow } from './workflow.cts';

const KEY = SIMULATOR_KEYS.ai.shared;
const SLOTS = 50;
const FEW_SLOTS = 5;
const TASK_MS = 1500;
const EXECUTIONS = 10;
const ITEMS = 5;

/** Executions that workers run. */
export function queueRunChecks(stage: QueueStage, credential: CredentialReference): Check[] {
	const { session, simulator, balancer, workers } = stage;
	return [
		{
			name: 'a batch, its files in the database',
			run: async () => {
				const prompts = Array.from({ length: 20 }, (_item, place) =>
					place === 7 ? 'A house [fail:1505]' : `Picture ${place}`,
				);
				const before = simulator.counters.tasksCreated;
				const setup = {
					settings: { onError: 'continueErrorOutput' },
					to: ['After', 'After the error output'],
				};
				const id = await session.run(
					await session.importWorkflow(
						workflow('E2E queue: batch', [
							...promptItems(prompts),
							pictures(credential, 'wait', setup),
							followingNode('After'),
							followingNode('After the error output'),
						]),
					),
					START,
				);
				const execution = await ended(stage, id);
				assertSucceeded(execution);
				const good = rows(execution, 'After');
				const succeeded = prompts.filter((prompt) => !prompt.includes('[fail'));
				assert.equal(good.length, succeeded.length);
				for (const [place, prompt] of succeeded.entries()) {
					assertPicture(good[place], prompt);
					const { data } = asObject(good[place]?.['binary']);
					assert.match(asText(asObject(data)['id']), /^database:/);
				}
				const [bad, ...more] = rows(execution, 'After the error output');
				assertFailure(bad, 'A house [fail:1505]', { prompt: 'A house [fail:1505]' });
				assert.equal(more.length, 0);
				assert.equal(simulator.counters.tasksCreated - before, prompts.length);
			},
		},
		{
			name: `${EXECUTIONS} executions at once share ${FEW_SLOTS} slots over both workers`,
			run: async () => {
				const path = 'ten-at-once';
				const prompts = Array.from({ length: ITEMS }, (_item, place) => `Picture ${place}`);
				const workflowId = await session.importWorkflow(
					workflow(
						'E2E queue: ten at once',
						[...promptItems(prompts), pictures(credential, 'wait'), followingNode('After')],
						'separate',
						webhookTrigger(path),
					),
				);
				await session.activate(workflowId);
				await listening(stage, path);
				simulator.setConcurrency(KEY, FEW_SLOTS);
				simulator.onSubmit(({ plan }) => ({ ...plan, duration: TASK_MS }));
				const before = simulator.counters.tasksCreated;
				const submissions = simulator.requestsOf('submit').length;
				const started = Date.now();
				try {
					const calls = Array.from({ length: EXECUTIONS }, () =>
						fetch(`${balancer.url}/webhook/${path}`, { method: 'POST' }),
					);
					for (const { status } of await Promise.all(calls)) assert.equal(status, 200);
					await until(
						async () => (await session.executionsOf(workflowId)).length === EXECUTIONS,
						'not every call has started an execution',
					);
					const ids = await session.executionsOf(workflowId);
					const taskIds = new Set<string>();
					for (const id of ids) {
						const execution = await ended(stage, id);
						assertSucceeded(execution);
						const pictureRows = rows(execution, 'After');
						assert.equal(pictureRows.length, ITEMS);
						for (const [place, prompt] of prompts.entries()) {
							assertPicture(pictureRows[place], prompt);
							taskIds.add(asText(asObject(pictureRows[place]?.['json'])['taskId']));
						}
					}
					const seconds = (Date.now() - started) / 1000;
					assert.equal(taskIds.size, EXECUTIONS * ITEMS);
					assert.equal(boughtSince(stage, before).length, EXECUTIONS * ITEMS);
					for (const worker of workers) {
						const starts = await Promise.all(ids.map((id) => startsOf(worker, id)));
						assert.ok(starts.includes(1), 'one worker did it all');
					}
					const refused = simulator.requestsOf('submit').length - submissions - taskIds.size;
					const least = (EXECUTIONS * ITEMS * TASK_MS) / FEW_SLOTS / 1000;
					return `${seconds.toFixed(1)} s (at least ${least} s), ${refused} refused submissions`;
				} finally {
					simulator.onSubmit(() => undefined);
					simulator.setConcurrency(KEY, SLOTS);
					await session.deactivate(workflowId);
				}
			},
		},
	];
}
