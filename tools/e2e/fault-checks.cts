import assert from 'node:assert/strict';
import { asObject, asText } from '../../runninghub/json';
import type { RowOutcome } from '../../test/faults/outcome.cts';
import { faultRule, type FaultRow, faultRows, promptsOf, titleOf } from '../../test/faults/row.cts';
import { verdict } from '../../test/faults/verdict.cts';
import type { Simulator } from '../../test/simulator/simulator.cts';
import type { Execution } from '../n8n/rest.cts';
import type { Check } from './check.cts';
import { onOwnServices, type OwnService } from './own-service.cts';
import type { Stage } from './stage.cts';
import { until } from './until.cts';
import { promptItems, runningHubNode, START, workflow } from './workflow.cts';

/** For rows in which nothing but the time limit ends the wait, and for all others. */
const SHORT_MINUTES = 0.1;
const LONG_MINUTES = 5;

/** Rows of the fault matrix of `npm run test:faults` that take no minutes of real time. */
const ROWS: readonly string[] = [
	'html200 at submit, once: 8 items, stopWorkflow, 3 tries',
	'html5xx at submit, once: 8 items, continueErrorOutput',
	'lost at submit, once: 8 items, stopWorkflow',
	'cut at submit, once: 8 items, continueRegularOutput',
	'reset at query, once: 8 items, stopWorkflow',
	'html5xx at query, lasting: 8 items, continueErrorOutput',
	'1003 at query, once: 1 item, stopWorkflow',
	'html200 at download, lasting: 8 items, stopWorkflow',
	'cut at download, once: 8 items, continueErrorOutput',
	'429 at price, once: 8 items, stopWorkflow',
	'html5xx at price, lasting: 1 item, stopWorkflow, 3 tries',
	'lost at submit, lasting: 8 items, continueRegularOutput',
];

/** A few rows of the fault matrix, in the whole of n8n: side by side, each with a RunningHub of its own. */
export function faultChecks(stage: Stage): Check[] {
	const all = new Map(faultRows().map((row) => [titleOf(row), row]));
	return [
		{
			name: 'fault: a dozen rows of the fault matrix',
			run: async () => {
				const problems = await onOwnServices(stage, ROWS, async (services) => {
					const ready: Array<{ readonly row: FaultRow; readonly start: Starter }> = [];
					// Older n8n mixes up what several requests at a time save in SQLite.
					for (const { name, ...service } of services) {
						const row = all.get(name);
						assert.ok(row !== undefined, `the matrix has no row "${name}"`);
						ready.push({ row, start: await prepareRow(stage, service, row) });
					}
					const under = [];
					for (const { row, start } of ready) under.push({ row, outcome: (await start()).outcome });
					return await Promise.all(
						under.map(async ({ row, outcome }) =>
							verdict(row, await outcome).map((problem) => `${titleOf(row)}: ${problem}`),
						),
					);
				});
				assert.deepEqual(problems.flat(), []);
				return `${ROWS.length} rows`;
			},
		},
	];
}

/** Starts a row that is ready, and gives what comes of it. */
type Starter = () => Promise<{ readonly outcome: Promise<RowOutcome> }>;

async function prepareRow(
	stage: Stage,
	{ simulator, credential }: OwnService,
	row: FaultRow,
): Promise<Starter> {
	const { session } = stage;
	const { place, times, onError, tries } = row;
	const isShort = place === 'query' && times === 'lasting';
	const flow = workflow(`E2E: ${titleOf(row)}`, [
		...promptItems(promptsOf(row)),
		runningHubNode(
			'Pictures',
			credential,
			{
				model: 'rhart-image-n-pro/text-to-image',
				form: { resolution: '1k' },
				prompt: '={{ $json.prompt }}',
				options: {
					timeoutMinutes: isShort ? SHORT_MINUTES : LONG_MINUTES,
					...(place === 'price' && { maxPrice: 100 }),
				},
			},
			{
				settings: {
					onError,
					...(tries > 0 && { retryOnFail: true, maxTries: tries, waitBetweenTries: 100 }),
				},
			},
		),
	]);
	simulator.faults.add(faultRule(row));
	const workflowId = await session.importWorkflow(flow);
	return async () => {
		const id = await session.run(workflowId, START);
		const outcome = comesOf(stage, simulator, id);
		// It is met when all rows are under way.
		outcome.catch(() => undefined);
		return { outcome };
	};
}

async function comesOf(
	{ session, log }: Stage,
	simulator: Simulator,
	id: string,
): Promise<RowOutcome> {
	const execution = await session.finished(id, () => undefined);
	await until(
		() => simulator.tasks().every(({ state }) => state === 'SUCCESS'),
		'a task does not end',
	);
	const lines = (await log()).split('\n');
	return {
		...outcomeOf(execution),
		tasks: simulator.tasks(),
		counters: simulator.counters,
		log: lines.filter(
			(line) => line.includes('RunningHub task') && line.includes(`execution ${id},`),
		),
	};
}

function outcomeOf({ runs }: Execution): Pick<RowOutcome, 'items' | 'atErrorOutput' | 'error'> {
	const run = runs.filter(({ node }) => node === 'Pictures').at(-1);
	assert.ok(run !== undefined, 'the node did not run');
	const [message = '', ...description] = run.error?.split('\n') ?? [];
	return {
		items: run.outputs.flat().map(({ json, binary }) => ({
			json: asObject(json),
			mimeType: asText(asObject(asObject(binary)['data'])['mimeType']),
			fileSize: asText(asObject(asObject(binary)['data'])['fileSize']),
		})),
		atErrorOutput: run.outputs[1]?.length ?? 0,
		error:
			run.error === undefined
				? undefined
				: {
						message,
						description: description.join('\n'),
						messages: run.messages,
					},
	};
}
