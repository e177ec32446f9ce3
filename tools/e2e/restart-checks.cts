import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { asObject, asText } from '../../runninghub/json';
import { failWith, type Simulator, SIMULATOR_KEYS } from '../../test/simulator/simulator.cts';
import type { CredentialReference, Execution } from '../n8n/rest.cts';
import type { Check } from './check.cts';
import { type Gate, startGate } from './gate.cts';
import { assertPicture, assertSucceeded, rows } from './outcome.cts';
import { onOwnServices, type OwnService } from './own-service.cts';
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
const ENDS = { powerCut: 'power cut', deployment: 'deployment' } as const;
/** Longer than n8n takes to end and to start. */
const LONG_MS = 600_000;
const REFUSED = /n8n was stopped while this node ran[^]*log of n8n[^]*Task → Wait/;

/** Where an execution is when n8n is ended. */
interface Place {
	readonly waitMode: 'wait' | 'suspend';
	readonly slots: number;
	/** How many tasks are bought by then. */
	readonly bought: number;
	/** Milliseconds that a task takes. */
	readonly duration: number;
	/** Whether the node is done, and one behind it is at work. */
	readonly isAfter: boolean;
}

const PLACES = {
	'in Wait': { waitMode: 'wait', slots: 50, bought: 5, duration: LONG_MS, isAfter: false },
	'in Suspend while it submits': {
		waitMode: 'suspend',
		slots: 2,
		bought: 2,
		duration: LONG_MS,
		isAfter: false,
	},
	'after the node': { waitMode: 'wait', slots: 50, bought: 5, duration: 100, isAfter: true },
} as const satisfies Record<string, Place>;

/** From the editor, with what each node gave saved at once, or by a call, as n8n is set up unless told. */
type Start = 'by hand' | 'by a webhook';

/** An execution that is under way when n8n is ended. */
interface Scene {
	readonly name: string;
	readonly place: Place;
	readonly start: Start;
	readonly simulator: Simulator;
	readonly id: string;
}

/** n8n ended in the middle of executions, and its button Retry on what is left of them. */
export function restartChecks(stage: Stage): Check[] {
	const { session } = stage;
	/** A workflow that is ready; what is given starts it and tells the execution. */
	const prepare = async (
		name: string,
		nodes: readonly NodeSetup[],
		by: Start = 'by hand',
	): Promise<() => Promise<string>> => {
		const path = randomUUID();
		const flow = workflow(name, [
			...promptItems(PROMPTS),
			...nodes,
			followingNode('After'),
			called(path),
		]);
		const settings = { ...asObject(flow['settings']), saveExecutionProgress: by === 'by hand' };
		const workflowId = await session.importWorkflow({ ...flow, settings });
		if (by === 'by hand') return async () => await session.run(workflowId, START);
		await session.activate(workflowId);
		const call = async () => await fetch(`${stage.url}/webhook/${path}`, { method: 'POST' });
		return async () => {
			// n8n listens a moment after it has said that the workflow is active.
			await until(async () => (await call()).status !== 404, 'the webhook does not listen');
			const [id = ''] = await session.executionsOf(workflowId);
			return id;
		};
	};
	const ended = async (id: string): Promise<Execution> =>
		await session.finished(id, () => undefined);
	/** Every task is in the log with the execution, the node and its item. */
	const assertLogged = async (simulator: Simulator, execution: string): Promise<void> => {
		const log = await stage.log();
		for (const { id, body } of simulator.tasks()) {
			const item = PROMPTS.indexOf(asText(body['prompt']));
			const line = `RunningHub task ${id} submitted: execution ${execution}, node "Pictures", item ${item}`;
			assert.ok(log.includes(line), `not in the log: ${line}`);
		}
		assert.ok(!log.includes(KEY), 'the key is in the log');
	};

	const setUp = async (
		{ name, simulator, credential }: OwnService & { readonly name: string },
		place: Place,
		by: Start,
		gate: Gate,
	): Promise<() => Promise<Scene>> => {
		const { waitMode, slots, duration, isAfter } = place;
		simulator.setConcurrency(KEY, slots);
		simulator.onSubmit(({ plan }) => ({ ...plan, duration }));
		const start = await prepare(
			`E2E: ${name}`,
			[pictures(credential, waitMode), ...(isAfter ? [behind(gate)] : [])],
			by,
		);
		return async () => ({ name, place, start: by, simulator, id: await start() });
	};
	/** Looks at what is left of an execution, and presses Retry. */
	const pickUpThePieces = async (scene: Scene): Promise<void> => {
		const { place, start: by, simulator, id } = scene;
		const { bought, isAfter } = place;
		assert.equal((await ended(id)).status, 'crashed');
		assert.equal(simulator.counters.tasksCreated, bought);
		await assertLogged(simulator, id);
		const again = await ended(await session.retry(id));
		if (isAfter && by === 'by hand') {
			assertSucceeded(again);
			assert.equal(rows(again, 'After').length, PROMPTS.length);
		} else {
			const told = again.error ?? again.runs.find(({ error }) => error !== undefined)?.error ?? '';
			assert.equal(again.status, 'error');
			assert.match(told, REFUSED);
			assert.ok(!again.runs.some(({ node }) => node === 'After'), 'the next node ran');
		}
		assert.equal(simulator.counters.tasksCreated, bought, 'tasks were bought again');
		assert.equal(simulator.counters.charges, isAfter ? bought : 0);
	};

	const killed = (by: keyof typeof ENDS): Check => ({
		name: `restart: n8n ends by a ${ENDS[by]} in Wait, in Suspend while it submits, and after`,
		run: async () => {
			const plans = Object.entries(PLACES).flatMap(([where, place]) =>
				(['by hand', 'by a webhook'] as const).map((started) => ({
					name: `${ENDS[by]} ${where}, started ${started}`,
					place,
					start: started,
				})),
			);
			const names = plans.map(({ name }) => name);
			const gate = await startGate();
			try {
				await onOwnServices(stage, names, async (services) => {
					const starts: Array<() => Promise<Scene>> = [];
					for (const [index, service] of services.entries()) {
						const plan = plans[index];
						assert.ok(plan !== undefined);
						starts.push(await setUp(service, plan.place, plan.start, gate));
					}
					const scenes: Scene[] = [];
					for (const start of starts) scenes.push(await start());
					await until(
						() =>
							scenes.every(
								({ simulator, place }) => simulator.counters.tasksCreated === place.bought,
							),
						'the tasks are not bought',
					);
					const after = scenes.filter(({ place }) => place.isAfter);
					await until(
						() => gate.callers >= after.length * PROMPTS.length,
						'the node behind is not at work',
					);
					await stage.crash(by);
					gate.open();
					const problems: string[] = [];
					for (const scene of scenes) {
						await pickUpThePieces(scene).catch((error: unknown) => {
							problems.push(`${scene.name}: ${String(error)}`);
						});
					}
					assert.deepEqual(problems, []);
				});
			} finally {
				await gate.close();
				await stage.revive();
			}
			return `${plans.length} executions, all tasks in the log, none bought again`;
		},
	});

	return [
		killed('powerCut'),
		killed('deployment'),
		{
			name: 'restart: Retry of an execution that failed buys what failed, and picks up the rest',
			run: async () =>
				await onOwnServices(stage, ['honest failure'], async ([service]) => {
					assert.ok(service !== undefined);
					const { simulator, credential } = service;
					let failures = 1;
					simulator.onSubmit(({ body, plan }) =>
						asText(body['prompt']) === 'Three' && failures-- > 0
							? { ...plan, failure: failWith('1505') }
							: undefined,
					);
					const start = await prepare('E2E: honest failure', [pictures(credential, 'wait')]);
					const id = await start();
					assert.equal((await ended(id)).status, 'error');
					await assertLogged(simulator, id);
					const retried = await ended(await session.retry(id));
					assertSucceeded(retried);
					const good = rows(retried, 'After');
					assert.equal(good.length, PROMPTS.length);
					for (const [place, prompt] of PROMPTS.entries()) assertPicture(good[place], prompt);
					const { tasksCreated, charges } = simulator.counters;
					assert.deepEqual([tasksCreated, charges], [PROMPTS.length + 1, PROMPTS.length]);
				}),
		},
	];
}

function pictures(credential: CredentialReference, waitMode: string): NodeSetup {
	return runningHubNode('Pictures', credential, {
		model: 'rhart-image-n-pro/text-to-image',
		form: { resolution: '1k' },
		prompt: '={{ $json.prompt }}',
		waitMode,
	});
}

/** Starts the workflow once it is active, beside the node that starts it by hand. */
function called(path: string): NodeSetup {
	return {
		name: 'Called',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		parameters: { path, httpMethod: 'POST', options: {} },
		settings: { webhookId: path },
		to: ['List of prompts'],
	};
}

/** A node behind the RunningHub node that is at work until the gate opens. */
function behind({ url }: Gate): NodeSetup {
	return {
		name: 'Busy',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: { url, options: {} },
	};
}
