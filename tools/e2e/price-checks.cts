import assert from 'node:assert/strict';
import { asObject, asText } from '../../runninghub/json';
import type { Check } from './check.cts';
import { rows } from './outcome.cts';
import { onOwnServices } from './own-service.cts';
import type { Stage } from './stage.cts';
import { followingNode, promptItems, runningHubNode, START, workflow } from './workflow.cts';

/** Each fails, so that each of three tries buys anew. */
const PROMPTS = ['One [fail:1505]', 'Two [fail:1505]'];
const TRIES = 3;
/** Tasks that the limit allows, of the six that the tries would buy. */
const ALLOWED = 4;

/** What an execution may cost, over all it does. */
export function priceChecks(stage: Stage): Check[] {
	const { session } = stage;
	return [
		{
			name: 'Maximum Total Price holds over two rounds of a loop with three tries each',
			run: async () =>
				await onOwnServices(stage, ['loop with a limit'], async ([service]) => {
					assert.ok(service !== undefined);
					const { simulator, credential } = service;
					const run = async (name: string, maxTotalPrice: number) => {
						const flow = workflow(`E2E: ${name}`, [
							...promptItems(PROMPTS),
							{
								name: 'Loop',
								type: 'n8n-nodes-base.splitInBatches',
								typeVersion: 3,
								parameters: { options: {} },
								to: ['After', 'Pictures'],
							},
							runningHubNode(
								'Pictures',
								credential,
								{
									model: 'rhart-image-n-pro/text-to-image',
									form: { resolution: '1k' },
									prompt: '={{ $json.prompt }}',
									options: { maxTotalPrice },
								},
								{
									to: ['Loop'],
									settings: {
										onError: 'continueRegularOutput',
										retryOnFail: true,
										maxTries: TRIES,
										waitBetweenTries: 100,
									},
								},
							),
							followingNode('After'),
						]);
						const id = await session.run(await session.importWorkflow(flow), START);
						const execution = await session.finished(id, () => undefined);
						assert.equal(execution.status, 'success', execution.error);
						return rows(execution, 'Pictures').map((row) => asText(asObject(row['json'])['error']));
					};
					await run('loop without a limit', 1000);
					const [{ price } = { price: 0 }] = simulator.tasks();
					assert.equal(simulator.counters.tasksCreated, TRIES * PROMPTS.length);
					const limit = (ALLOWED + 0.5) * price;
					const errors = await run('loop with a limit', limit);
					const bought = simulator.tasks().slice(TRIES * PROMPTS.length);
					const spent = bought.reduce((sum, task) => sum + task.price, 0);
					assert.equal(bought.length, ALLOWED);
					assert.ok(spent <= limit, `${spent} spent of ${limit}`);
					assert.match(errors[1] ?? '', /spent before in this execution/);
					return `${ALLOWED} tasks bought of ${TRIES * PROMPTS.length}`;
				}),
		},
	];
}
