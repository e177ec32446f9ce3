import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoggedRequest, RouteKind } from '../../../test/simulator/simulator.cts';
import { asObject, asText, type JsonObject } from '../../../runninghub/json';
import { loadExample, type Example, type ExampleChanges } from '../../examples/example.cts';
import type { CredentialReference, Execution } from '../../n8n/rest.cts';
import { assertSucceeded } from '../outcome.cts';
import type { Stage } from '../stage.cts';

/** Where one example runs. */
export interface ExampleStage extends Stage {
	/** A folder of its own, which n8n may read and write. */
	readonly folder: string;
	/** When this example began, in milliseconds since the epoch. */
	readonly since: number;
	/** What RunningHub was asked for since then. */
	readonly asked: Asked;
	/** Imports the example with the given settings. */
	importExample(changes?: ExampleChanges): Promise<ImportedExample>;
	/** Imports the example, starts it, waits until it is over and makes sure that it succeeded. */
	run(changes?: ExampleChanges): Promise<Execution>;
}

/** An example in n8n. */
export interface ImportedExample extends Pick<Example, 'trigger' | 'webhookPath' | 'formPath'> {
	readonly workflowId: string;
}

/** What an example did at RunningHub. */
export interface Asked {
	/** Tasks that were made. */
	tasks(): number;
	/** Tasks that were charged for. */
	charges(): number;
	/** The requests of some kinds, in their order. */
	requests(...kinds: readonly RouteKind[]): LoggedRequest[];
	/** The bodies of the submits to models, in the order of their arrival. */
	submits(): JsonObject[];
	/** What the task of each of these rows was submitted with. */
	bodiesOf(rows: readonly JsonObject[]): JsonObject[];
}

/** A stage for one run of one example. */
export async function exampleStage(
	stage: Stage,
	file: string,
	name: string,
	credential: CredentialReference,
): Promise<ExampleStage> {
	const { simulator, session, filesFolder } = stage;
	const folder = join(filesFolder, name.replace(/\W+/g, '-'));
	await mkdir(folder, { recursive: true });
	const before = simulator.counters;
	const logged = simulator.requests.length;
	const asked: Asked = {
		tasks: () => simulator.counters.tasksCreated - before.tasksCreated,
		charges: () => simulator.counters.charges - before.charges,
		requests: (...kinds) =>
			simulator.requests.slice(logged).filter(({ kind }) => kinds.includes(kind)),
		submits: () => asked.requests('submit').map(({ body }) => asObject(body)),
		bodiesOf: (rows) =>
			texts(rows, 'taskId').map((taskId) =>
				asObject(simulator.tasks().find(({ id }) => id === taskId)?.body),
			),
	};
	const importExample: ExampleStage['importExample'] = async (changes) => {
		const { workflow, ...example } = await loadExample(file, credential, changes);
		return { ...example, workflowId: await session.importWorkflow(workflow) };
	};
	return {
		...stage,
		folder,
		since: Date.now(),
		asked,
		importExample,
		run: async (changes) => {
			const { workflowId, trigger } = await importExample(changes);
			const id = await session.run(workflowId, trigger);
			const execution = await session.finished(id, () => undefined);
			assertSucceeded(execution);
			return execution;
		},
	};
}

/** The json of rows. */
export function jsonOf(rows: readonly JsonObject[]): JsonObject[] {
	return rows.map(({ json }) => asObject(json));
}

/** One field of the json of rows, as text. */
export function texts(rows: readonly JsonObject[], field: string): string[] {
	return jsonOf(rows).map((json) => asText(json[field]));
}

/** @throws AssertionError unless each row was made of the item at the same place, and counts as many. */
export function assertPairedInOrder(rows: readonly JsonObject[], count: number): void {
	const items = rows.map(({ pairedItem }) =>
		typeof pairedItem === 'number' ? pairedItem : asObject(pairedItem)['item'],
	);
	assert.deepEqual(
		items,
		Array.from({ length: count }, (_unused, index) => index),
	);
}
