import assert from 'node:assert/strict';
import { asObject, asText, type JsonObject } from '../../runninghub/json';
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

/** An execution that is under way when n8n is ended. */
interface Scene {
	readonly name: string;
	readonly place: Place;
	/** Whether n8n saves what each node gave when it is done. */
	readonly isSaved: boolean;
	readonly simulator: Simulator;
	readonly id: string;
}

/** n8n ended in the middle of executions, and its button Retry on what is left of them. */
export function restartChecks(stage: Stage): Check[] {
	const { session } = stage;
	const start = async (
		name: string,
		nodes: readonly NodeSetup[],
		settings: JsonObject = {},
	): Promise<string> => {
		const flow = workflow(name, [...promptItems(PROMPTS), ...nodes, followingNode('After')]);
		const whole = { ...flow, settings: { ...asObject(flow['settings']), ...settings } };
		return await session.run(await session.importWorkflow(whole), START);
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

	const begin = async (
		{ name, simulator, credential }: OwnService & { readonly name: string },
		place: Place,
		isSaved: boolean,
		gate: Gate,
	): Promise<Scene> => {
		const { waitMode, slots, duration, isAfter } = place;
		simulator.setConcurrency(KEY, slots);
		simulator.onSubmit(({ plan }) => ({ ...plan, duration }));
		const id = await start(
			`E2E: ${name}`,
			[pictures(credential, waitMode), ...(isAfter ? [behind(gate)] : [])],
			{ saveExecutionProgress: isSaved },
		);
		return { name, place, isSaved, simulator, id };
	};
	/** Looks at what is left of an execution, and presses Retry. */
	const pickUpThePieces = async (scene: Scene): Promise<void> => {
		const { place, isSaved, simulator, id } = scene;
		const { bought, isAfter } = place;
		assert.equal((await ended(id)).status, 'crashed');
		assert.equal(simulator.counters.tasksCreated, bought);
		await assertLogged(simulator, id);
		const retried = await session.retry(id).catch((error: unknown) => ({ error }));
		if (typeof retried === 'object') {
			assert.equal(isSaved, false, String(retried.error));
			assert.match(String(retried.error), /cannot be retried/);
		} else {
			const again = await ended(retried);
			const told = again.error ?? again.runs.find(({ error }) => error !== undefined)?.error ?? '';
			if (isAfter) {
				assertSucceeded(again);
				assert.equal(rows(again, 'After').length, PROMPTS.length);
			} else {
				assert.equal(again.status, 'error');
				assert.match(told, REFUSED);
				assert.ok(!again.runs.some(({ node }) => node === 'After'), 'the next node ran');
			}
		}
		assert.equal(simulator.counters.tasksCreated, bought, 'tasks were bought again');
		assert.equal(simulator.counters.charges, isAfter ? bought : 0);
	};

	const killed = (by: keyof typeof ENDS): Check => ({
		name: `restart: n8n ends by a ${ENDS[by]} in Wait, in Suspend while it submits, and after`,
		run: async () => {
			const plans = Object.entries(PLACES).flatMap(([where, place]) =>
				[true, false].map((isSaved) => ({
					name: `${ENDS[by]} ${where}, ${isSaved ? '' : 'not '}saved`,
					place,
					isSaved,
				})),
			);
			const names = plans.map(({ name }) => name);
			const gate = await startGate();
			try {
				await onOwnServices(stage, names, async (services) => {
					const scenes: Scene[] = [];
					for (const [index, service] of services.entries()) {
						const plan = plans[index];
						assert.ok(plan !== undefined);
						scenes.push(await begin(service, plan.place, plan.isSaved, gate));
					}
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
					const id = await start('E2E: honest failure', [pictures(credential, 'wait')]);
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

/** A node behind the RunningHub node that is at work until the gate opens. */
function behind({ url }: Gate): NodeSetup {
	return {
		name: 'Busy',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: { url, options: {} },
	};
}
