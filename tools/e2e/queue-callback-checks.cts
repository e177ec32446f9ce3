import assert from 'node:assert/strict';
import { asObject, asText } from '../../runninghub/json';
import type { CredentialReference } from '../n8n/rest.cts';
import { PACKAGE_NAME } from '../project.cts';
import type { Check } from './check.cts';
import { sendCallbackAgain, submitElsewhere } from './elsewhere.cts';
import { assertPicture, assertSucceeded, rows } from './outcome.cts';
import type { QueueStage } from './queue-stage.cts';
import { boughtSince, callBack, ended, listening, pictures, startsOf } from './queue-work.cts';
import { suspended } from './suspend-checks.cts';
import { until } from './until.cts';
import {
	followingNode,
	type NodeSetup,
	promptItems,
	runningHubNode,
	START,
	workflow,
} from './workflow.cts';

const PROMPTS = ['One', 'Two', 'Three', 'Four', 'Five'];
const FRAME = 'A frame';

/** RunningHub's callbacks, which either of the webhook processes may get. */
export function queueCallbackChecks(stage: QueueStage, credential: CredentialReference): Check[] {
	const { session, simulator, balancer, workers } = stage;

	/** Waits until a worker has run an execution that begins now, and so whatever was queued before. */
	const queueIsDone = async (): Promise<void> => {
		const flow = workflow('E2E queue: nothing', [...promptItems(['Nothing'])]);
		const id = await session.run(await session.importWorkflow(flow), START);
		assertSucceeded(await ended(stage, id));
	};
	const answersTo = (path: RegExp, process: number): readonly number[] =>
		balancer.answers
			.filter((answer) => path.test(answer.path) && answer.process === process)
			.map(({ status }) => status);

	return [
		{
			name: 'a suspended run whose callbacks come to both webhook processes at once goes on once',
			run: async () => {
				const before = simulator.counters.tasksCreated;
				const downloads = simulator.requestsOf('download').length;
				const flow = workflow('E2E queue: suspended', [
					...promptItems(PROMPTS),
					pictures(credential, 'suspend'),
					// It reads the files that a webhook process has stored, and what it buys can be counted.
					runningHubNode('Edit', credential, {
						operation: 'edit',
						model: 'rhart-image-n-pro/edit',
						form: { resolution: '1k', imageUrls: 'data' },
						prompt: FRAME,
					}),
					followingNode('After'),
				]);
				// All callbacks come at once, and when n8n has put the execution away.
				simulator.faults.add({ on: 'webhook', kind: 'lost', times: PROMPTS.length });
				balancer.route = 'toAll';
				try {
					const id = await session.run(await session.importWorkflow(flow), START);
					await suspended(session, id);
					await callBack(stage, before);
					const execution = await ended(stage, id);
					assertSucceeded(execution);
					for (const [place, prompt] of PROMPTS.entries()) {
						assertPicture(rows(execution, 'After')[place], prompt);
					}
					// The node itself asks at the address of the execution, without an item.
					const path = new RegExp(`/webhook-waiting/${id}\\?.*runninghub=`);
					const answers = (process: number) => answersTo(path, process);
					await until(
						() =>
							balancer.targets.every(
								(_target, process) => answers(process).length >= PROMPTS.length,
							),
						'not every callback is answered',
					);
					await queueIsDone();
					assert.equal(rows(execution, 'After').length, PROMPTS.length);
					const starts = await Promise.all(workers.map((worker) => startsOf(worker, id)));
					assert.equal(
						starts.reduce((sum, count) => sum + count, 0),
						2,
						'not begun once and resumed once',
					);
					const edits = boughtSince(stage, before).filter(({ prompt }) => prompt === FRAME);
					assert.equal(edits.length, PROMPTS.length);
					const downloaded = simulator.requestsOf('download').length - downloads;
					return `answered with ${answers(0).join(' ')} and ${answers(1).join(' ')}, ${downloaded} downloads`;
				} finally {
					simulator.faults.clear();
					balancer.route = 'inTurns';
				}
			},
		},
		{
			name: 'the trigger starts once, though the callback comes again at the other webhook process',
			run: async () => {
				const path = 'queue-trigger/webhook';
				const called = new RegExp(path);
				const workflowId = await session.importWorkflow(
					workflow('E2E queue: trigger', [], 'separate', trigger(credential)),
				);
				await session.activate(workflowId);
				await listening(stage, path);
				const started = async (count: number): Promise<void> => {
					await until(
						async () => (await session.executionsOf(workflowId)).length >= count,
						'the trigger does not start',
					);
					const [newest = ''] = await session.executionsOf(workflowId);
					assertSucceeded(await ended(stage, newest));
				};
				const submit = async (): Promise<string> =>
					await submitElsewhere(simulator, 'rhart-image-n-pro/text-to-image', {
						prompt: 'A red boat',
						resolution: '1k',
						webhookUrl: `${balancer.url}/webhook/${path}`,
					});
				try {
					balancer.route = 0;
					const taskId = await submit();
					await started(1);
					balancer.route = 1;
					await sendCallbackAgain(simulator, taskId);
					await until(() => answersTo(called, 1).length > 0, 'the other process does not answer');
					// What begins after it must come second, not third.
					const another = await submit();
					await started(2);
					await queueIsDone();
					const ids = await session.executionsOf(workflowId);
					const tasks = await Promise.all(
						ids.map(async (id) =>
							rows(await session.execution(id), START).map((row) =>
								asText(asObject(row['json'])['taskId']),
							),
						),
					);
					assert.deepEqual(tasks, [[another], [taskId]]);
					const answers = [...answersTo(called, 0), ...answersTo(called, 1)];
					assert.ok(answers.length >= 3);
					assert.deepEqual([...new Set(answers)], [200]);
				} finally {
					balancer.route = 'inTurns';
					await session.deactivate(workflowId);
				}
			},
		},
	];
}

function trigger({ id, name }: CredentialReference): NodeSetup {
	return {
		name: START,
		type: `${PACKAGE_NAME}.runningHubTrigger`,
		typeVersion: 2,
		parameters: {},
		settings: { webhookId: 'queue-trigger', credentials: { runningHubApi: { id, name } } },
	};
}
