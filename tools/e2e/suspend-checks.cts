import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { asObject, asText, type JsonObject } from '../../runninghub/json';
import type { CredentialReference, N8nSession } from '../n8n/rest.cts';
import type { Check } from './check.cts';
import { sendCallbackAgain } from './elsewhere.cts';
import { assertFailure, assertPicture, assertSucceeded, rows } from './outcome.cts';
import type { Stage } from './stage.cts';
import { until } from './until.cts';
import {
	type BinaryMode,
	followingNode,
	promptItems,
	runningHubNode,
	START,
	workflow,
	type NodeSetup,
} from './workflow.cts';

const PROMPTS = ['One', 'Two', 'Three [fail:1505]', 'Four', 'Five'];
const SUSPENDED = {
	model: 'rhart-image-n-pro/text-to-image',
	form: { resolution: '1k' },
	prompt: '={{ $json.prompt }}',
	waitMode: 'suspend',
};

/** Long enough for n8n to put the execution away before the first callback. */
const FIRST_END_MS = 3500;
const BETWEEN_ENDS_MS = 700;
const LATE_BY_MS = 2 * BETWEEN_ENDS_MS;
/** Longer than a call that goes on looking trusts n8n's own check. */
const NOT_FRESH_MS = 11_000;
/** Longer than a look, with all that comes of it. */
const LOOK_MS = 3000;
const RESUMED_WITHIN_MS = 150_000;
const DEADLINE_MINUTES = 0.2;
const DETAILS = ['hint', 'kind', 'status', 'taskId'];

/** Executions that wait outside n8n's memory for RunningHub's callbacks. */
export function suspendChecks(
	stage: Stage,
	credential: CredentialReference,
	binaryMode: BinaryMode,
): Check[] {
	const { session, simulator } = stage;

	/** Starts five tasks that end in that order, and waits until n8n has put the execution away. */
	const start = async (
		name: string,
		order: readonly string[],
		options: JsonObject = {},
	): Promise<string> => {
		simulator.onSubmit(({ plan, body }) => {
			const place = order.findIndex((word) => asText(body['prompt']).startsWith(word));
			return { ...plan, duration: FIRST_END_MS + place * BETWEEN_ENDS_MS };
		});
		const nodes: NodeSetup[] = [
			...promptItems(PROMPTS),
			runningHubNode(
				'Pictures',
				credential,
				{ ...SUSPENDED, options },
				{
					settings: { onError: 'continueErrorOutput' },
					to: ['After', 'After the error output'],
				},
			),
			followingNode('After'),
			followingNode('After the error output'),
		];
		const file = workflow(`${name}, ${binaryMode}`, nodes, binaryMode);
		const id = await session.run(await session.importWorkflow(file), START);
		await suspended(session, id);
		return id;
	};
	/** Holds what n8n has saved of the execution against the last five tasks. */
	const assertNoted = async (id: string): Promise<void> => {
		const { customData } = await session.execution(id);
		const noted = asText(customData['RunningHub_task_IDs']).split(', ');
		const known = simulator.tasks().slice(-PROMPTS.length);
		// Nobody knows the ID of a task whose answer got lost.
		assert.ok(noted.length >= PROMPTS.length - 1, `custom data: ${JSON.stringify(customData)}`);
		assert.deepEqual(
			noted.filter((taskId) => known.every((task) => task.id !== taskId)),
			[],
		);
	};
	/** The last five tasks whose callbacks stand so. */
	const callbacks = (status: string): string[] =>
		simulator
			.tasks()
			.slice(-PROMPTS.length)
			.filter((task) => simulator.webhookOf(task.id)?.callbackStatus === status)
			.map((task) => task.id);
	/** What n8n answered to the callbacks of the last five tasks. */
	const told = (): string =>
		simulator
			.tasks()
			.slice(-PROMPTS.length)
			.map(({ id }) => {
				const { callbackStatus, callbackResponse, retryCount } = simulator.webhookOf(id) ?? {};
				return [callbackStatus, retryCount, callbackResponse].join(' ');
			})
			.join(', ');
	/** Waits until RunningHub has called for all tasks and will not call again. */
	const callbacksFail = async (): Promise<void> => {
		await until(
			() => callbacks('FAILED').length + callbacks('SUCCESS').length === PROMPTS.length,
			'RunningHub has not called for all tasks',
		);
		assert.notEqual(callbacks('FAILED').length, 0);
	};
	const assertAllRight = async (id: string): Promise<void> => {
		const giveUpAt = Date.now() + RESUMED_WITHIN_MS;
		const execution = await session.finished(id, ({ status }) => {
			assert.ok(Date.now() < giveUpAt, `${status}, though called back: ${told()}`);
		});
		assertSucceeded(execution);
		const good = rows(execution, 'After');
		assert.equal(good.length, 4);
		for (const [place, prompt] of ['One', 'Two', 'Four', 'Five'].entries()) {
			assertPicture(good[place], prompt);
		}
		const bad = rows(execution, 'After the error output');
		assert.equal(bad.length, 1);
		assertFailure(bad[0], 'Three [fail:1505]', { prompt: 'Three [fail:1505]' });
	};
	const check = (name: string, run: () => Promise<void>): Check => ({
		name: `${binaryMode} binary mode, suspended: ${name}`,
		run: async () => {
			const tasks = simulator.counters.tasksCreated;
			const { webhookLateBy } = simulator.settings;
			simulator.settings.webhookLateBy = LATE_BY_MS;
			await run().finally(() => {
				simulator.faults.clear();
				simulator.onSubmit(() => undefined);
				simulator.settings.webhookLateBy = webhookLateBy;
			});
			assert.equal(simulator.counters.tasksCreated - tasks, PROMPTS.length);
		},
	});

	return [
		check('callbacks late, twice and in odd order, and one task failed', async () => {
			simulator.faults.add({ on: 'webhook', kind: 'duplicate', times: 2 });
			simulator.faults.add({ on: 'webhook', kind: 'late', times: 2 });
			simulator.faults.add({ on: 'webhook', kind: 'duplicate' });
			await assertAllRight(
				await start('E2E: odd callbacks', ['Four', 'One', 'Five', 'Three', 'Two']),
			);
		}),
		check('without the callback of a middle task', async () => {
			simulator.faults.add({ on: 'webhook', kind: 'lost', skip: 2 });
			await assertAllRight(
				await start('E2E: lost callback', ['Five', 'Three', 'One', 'Two', 'Four']),
			);
		}),
		check('strangers change nothing', async () => {
			const id = await start('E2E: strangers', ['One', 'Two', 'Three', 'Four', 'Five']);
			const address = new URL(
				asText(asObject(simulator.requestsOf('submit').at(-1)?.body)['webhookUrl']),
			);
			const strange = [...address.searchParams.keys()].flatMap((key) => {
				const without = new URL(address);
				without.searchParams.delete(key);
				const wrong = new URL(address);
				wrong.searchParams.set(key, 'wrong');
				return [without, wrong];
			});
			for (const url of strange) {
				const { status } = await post(url);
				assert.ok([401, 403].includes(status), `a stranger was answered with ${status}`);
			}
			assert.equal((await post(address, 'no JSON at all')).status < 500, true);
			assert.equal((await post(address)).status, 503, 'the task cannot be over yet');
			assert.equal((await session.execution(id)).status, 'waiting');
			await assertAllRight(id);
		}),
		check('one answer to a submission is lost, and its callback brings the task home', async () => {
			// Not the one that ends last: nobody would wait for it.
			simulator.faults.add({
				on: 'submit',
				kind: 'reset',
				taskCreated: true,
				match: ({ body }) => asText(asObject(body)['prompt']).startsWith('Four'),
			});
			await assertAllRight(
				await start('E2E: lost answer', ['One', 'Four', 'Two', 'Three', 'Five']),
			);
		}),
		check('RunningHub cannot be asked when it calls back, and does not call again', async () => {
			const id = await start('E2E: no answers', ['One', 'Two', 'Three', 'Four', 'Five']);
			const outage = simulator.faults.add({ on: 'query', kind: 'badGateway', times: Infinity });
			await callbacksFail();
			assert.equal((await session.execution(id)).status, 'waiting');
			outage.remove();
			await assertAllRight(id);
		}),
		check('stopped while RunningHub cannot be asked, it stays stopped', async () => {
			const id = await start('E2E: stopped', ['One', 'Two', 'Three', 'Four', 'Five']);
			const outage = simulator.faults.add({ on: 'query', kind: 'badGateway', times: Infinity });
			await callbacksFail();
			await session.stop(id);
			await sleep(NOT_FRESH_MS);
			const asked = simulator.requestsOf('query').length;
			outage.remove();
			await until(
				() => simulator.requestsOf('query').length >= asked + PROMPTS.length,
				'nobody asks on',
			);
			await sleep(LOOK_MS);
			const { status, runs } = await session.execution(id);
			assert.equal(status, 'canceled');
			await assertNoted(id);
			assert.equal(
				runs.some(({ node }) => node.startsWith('After')),
				false,
			);
		}),
		check('n8n is killed while RunningHub cannot be asked', async () => {
			const id = await start('E2E: killed in vain', ['One', 'Two', 'Three', 'Four', 'Five']);
			const outage = simulator.faults.add({ on: 'query', kind: 'badGateway', times: Infinity });
			await callbacksFail();
			await stage.crash();
			outage.remove();
			const [last = ''] = callbacks('FAILED');
			await sendCallbackAgain(simulator, last);
			await assertAllRight(id);
		}),
		check('the deadline hands on what the error output documents, and nothing else', async () => {
			simulator.faults.add({ on: 'webhook', kind: 'lost', times: Infinity });
			const id = await start('E2E: deadline', ['One', 'Two', 'Three', 'Four', 'Five'], {
				timeoutMinutes: DEADLINE_MINUTES,
			});
			await assertNoted(id);
			const execution = await session.finished(id, () => undefined);
			assertSucceeded(execution);
			assert.equal(
				execution.runs.some(({ node }) => node === 'After'),
				false,
			);
			const bad = rows(execution, 'After the error output').map((row) => asObject(row['json']));
			assert.equal(bad.length, PROMPTS.length);
			for (const { from, prompt, error, details, message = details, ...rest } of bad) {
				assert.deepEqual(rest, {});
				assert.match(asText(error), /^Task \d+ is not confirmed within the time limit$/);
				assert.deepEqual(Object.keys(asObject(message)).sort(), DETAILS);
				assert.equal(from, prompt);
			}
		}),
		check('n8n is killed in the middle and goes on after its restart', async () => {
			const before = 2;
			const after = PROMPTS.length - before;
			simulator.faults.add({ on: 'webhook', kind: 'lost', skip: before, times: after });
			const id = await start('E2E: killed', ['Two', 'Four', 'Three', 'Five', 'One']);
			await until(() => callbacks('SUCCESS').length === before, 'no callback arrives');
			await stage.crash();
			await until(() => callbacks('PENDING').length === after, 'the tasks do not end');
			for (const taskId of callbacks('PENDING')) await sendCallbackAgain(simulator, taskId);
			await assertAllRight(id);
		}),
	];
}

/** Waits until n8n has put an execution away. */
export async function suspended(session: N8nSession, id: string): Promise<void> {
	await until(
		async () => (await session.execution(id)).status === 'waiting',
		'the execution is not suspended',
	);
}

async function post(url: URL, body = '{"event":"TASK_END"}'): Promise<Response> {
	return await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body,
	});
}
