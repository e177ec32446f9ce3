import assert from 'node:assert/strict';
import { asObject, asText, type JsonObject } from '../../runninghub/json';
import { failWith, SIMULATOR_KEYS } from '../../test/simulator/simulator.cts';
import type { CredentialReference, Execution } from '../n8n/rest.cts';
import type { Check } from './check.cts';
import { assertPicture, assertSucceeded, rows } from './outcome.cts';
import type { Stage } from './stage.cts';
import { until } from './until.cts';
import {
	followingNode,
	promptItems,
	runningHubNode,
	START,
	workflow,
	type NodeSetup,
} from './workflow.cts';

const PROMPTS = ['One', 'Two', 'Three', 'Four', 'Five'];
const KEY = SIMULATOR_KEYS.ai.shared;
/** How many tasks the key may run at a time where submissions are to wait. */
const FEW_SLOTS = 2;
const SLOTS = 50;
const OVER = ['SUCCESS', 'FAILED', 'CANCEL'];
/** Longer than n8n takes to end and to start. */
const LONG_MS = 600_000;
const REFUSED = /n8n was stopped while this node ran[^]*log of n8n[^]*Task → Wait/;

/** When n8n is ended. */
interface Moment {
	readonly name: string;
	readonly waitMode: string;
	/** How many tasks are bought by then. */
	readonly bought: number;
	readonly slots: number;
	readonly duration: number;
	/** The node behind the RunningHub node keeps the execution busy. */
	readonly isAfter?: boolean;
}

const MOMENTS: readonly Moment[] = [
	{ name: 'in Wait', waitMode: 'wait', bought: 5, slots: SLOTS, duration: LONG_MS },
	{
		name: 'in Suspend while it submits',
		waitMode: 'suspend',
		bought: FEW_SLOTS,
		slots: FEW_SLOTS,
		duration: LONG_MS,
	},
	{
		name: 'after the node',
		waitMode: 'wait',
		bought: 5,
		slots: SLOTS,
		duration: 100,
		isAfter: true,
	},
];

/** Waits in n8n's memory, as it is shorter than 65 seconds. */
const BUSY: NodeSetup = {
	name: 'Busy',
	type: 'n8n-nodes-base.wait',
	typeVersion: 1.1,
	parameters: { resume: 'timeInterval', amount: 60, unit: 'seconds' },
};

/** n8n ended in the middle of executions, and its button Retry on what is left of them. */
export function restartChecks(stage: Stage, credential: CredentialReference): Check[] {
	const { session, simulator } = stage;
	const pictures = (waitMode: string): NodeSetup =>
		runningHubNode('Pictures', credential, {
			model: 'rhart-image-n-pro/text-to-image',
			form: { resolution: '1k' },
			prompt: '={{ $json.prompt }}',
			waitMode,
		});
	const start = async (name: string, nodes: readonly NodeSetup[], settings: JsonObject = {}) => {
		const flow = workflow(name, [...promptItems(PROMPTS), ...nodes, followingNode('After')]);
		const whole = { ...flow, settings: { ...asObject(flow['settings']), ...settings } };
		return await session.run(await session.importWorkflow(whole), START);
	};
	const ended = async (id: string): Promise<Execution> =>
		await session.finished(id, () => undefined);
	/** Every task from that one on is in the log with the execution, the node and its item. */
	const assertLogged = async (from: number, execution: string): Promise<void> => {
		const log = await stage.log();
		for (const { id, body } of simulator.tasks().slice(from)) {
			const line = log.split('\n').find((each) => each.includes(id)) ?? '';
			const item = PROMPTS.indexOf(asText(body['prompt']));
			assert.ok(
				line.includes(`execution ${execution}, node "Pictures", item ${item}`),
				`task ${id} of item ${item} is not in the log: ${line}`,
			);
		}
		assert.ok(!log.includes(KEY), 'the key is in the log');
	};

	const killed = (by: 'powerCut' | 'deployment', moment: Moment): Check => ({
		name: `restart: n8n ends by a ${by === 'powerCut' ? 'power cut' : 'deployment'} ${moment.name}`,
		run: async () => {
			const { waitMode, bought, slots, duration, isAfter = false } = moment;
			const before = simulator.counters.tasksCreated;
			// What earlier checks have left behind still runs at RunningHub.
			const running = simulator.tasks().filter(({ state }) => !OVER.includes(state)).length;
			simulator.setConcurrency(KEY, running + slots);
			simulator.onSubmit(({ plan }) => ({ ...plan, duration }));
			const isSaved = by === 'deployment';
			const id = await start(
				`E2E: restart ${by} ${moment.name}`,
				[pictures(waitMode), ...(isAfter ? [BUSY] : [])],
				{ saveExecutionProgress: isSaved },
			);
			await until(
				() => simulator.counters.tasksCreated - before === bought,
				'the tasks are not bought',
			);
			if (isAfter) {
				await until(
					() =>
						simulator
							.tasks()
							.slice(before)
							.every(({ state }) => state === 'SUCCESS'),
					'the tasks do not end',
				);
				await new Promise((resolve) => setTimeout(resolve, 3000));
			}
			await stage.crash(by);
			simulator.onSubmit(() => undefined);
			simulator.setConcurrency(KEY, running + SLOTS);
			const crashed = await ended(id);
			assert.equal(crashed.status, 'crashed');
			await assertLogged(before, id);
			const retried = await session.retry(id).catch((error: unknown) => ({ error }));
			if (typeof retried === 'object') {
				assert.equal(isSaved, false, String(retried.error));
				assert.match(String(retried.error), /cannot be retried/);
				assert.equal(simulator.counters.tasksCreated - before, bought);
				return `${bought} tasks in the log, and n8n itself refuses Retry`;
			}
			const again = await ended(retried);
			const followed = again.runs.some(({ node }) => node === 'After');
			const told = again.error ?? again.runs.find(({ error }) => error !== undefined)?.error ?? '';
			assert.equal(simulator.counters.tasksCreated - before, bought, 'tasks were bought again');
			if (isAfter && isSaved) {
				assertSucceeded(again);
				return 'goes on behind the node';
			}
			assert.equal(again.status, 'error');
			assert.match(told, REFUSED);
			assert.equal(followed, false);
			const { charges } = simulator.counters;
			return `${bought} tasks in the log, Retry refused, ${charges} charges`;
		},
	});

	return [
		...(['powerCut', 'deployment'] as const).flatMap((by) =>
			MOMENTS.map((moment) => killed(by, moment)),
		),
		{
			name: 'restart: Retry of an execution that failed buys what failed, and picks up the rest',
			run: async () => {
				const before = simulator.counters;
				let failures = 1;
				simulator.onSubmit(({ body, plan }) =>
					asText(body['prompt']) === 'Three' && failures-- > 0
						? { ...plan, failure: failWith('1505') }
						: undefined,
				);
				const id = await start('E2E: honest failure', [pictures('wait')]);
				const failed = await ended(id).finally(() => simulator.onSubmit(() => undefined));
				assert.equal(failed.status, 'error');
				await assertLogged(before.tasksCreated, id);
				const retried = await ended(await session.retry(id));
				assertSucceeded(retried);
				const good = rows(retried, 'After');
				assert.equal(good.length, PROMPTS.length);
				for (const [place, prompt] of PROMPTS.entries()) assertPicture(good[place], prompt);
				const { tasksCreated, charges } = simulator.counters;
				assert.equal(tasksCreated - before.tasksCreated, PROMPTS.length + 1);
				assert.equal(charges - before.charges, PROMPTS.length);
			},
		},
	];
}
