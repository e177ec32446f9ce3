import assert from 'node:assert/strict';
import { asObject, asText } from '../../runninghub/json';
import type { RowOutcome } from '../../test/faults/outcome.cts';
import { faultRule, type FaultRow, faultRows, promptsOf, titleOf } from '../../test/faults/row.cts';
import { verdict } from '../../test/faults/verdict.cts';
import type { CredentialReference, Execution } from '../n8n/rest.cts';
import type { Check } from './check.cts';
import type { Stage } from './stage.cts';
import { until } from './until.cts';
import { promptItems, runningHubNode, START, workflow } from './workflow.cts';

const MOST_MINUTES = 0.1;

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
	// Last, for afterwards nothing more is submitted with this key for a minute.
	'lost at submit, lasting: 8 items, continueRegularOutput',
];

/** A few rows of the fault matrix, in the whole of n8n. */
export function faultChecks(stage: Stage, credential: CredentialReference): Check[] {
	const { session, simulator } = stage;
	const all = new Map(faultRows().map((row) => [titleOf(row), row]));

	const run = async (row: FaultRow): Promise<Execution> => {
		const { place, onError, tries } = row;
		const options = {
			timeoutMinutes: MOST_MINUTES,
			...(place === 'price' && { maxPrice: 100 }),
		};
		const flow = workflow(`E2E: ${titleOf(row)}`, [
			...promptItems(promptsOf(row)),
			runningHubNode(
				'Pictures',
				credential,
				{
					model: 'rhart-image-n-pro/text-to-image',
					form: { resolution: '1k' },
					prompt: '={{ $json.prompt }}',
					options,
				},
				{
					settings: {
						onError,
						...(tries > 0 && { retryOnFail: true, maxTries: tries, waitBetweenTries: 100 }),
					},
				},
			),
		]);
		const id = await session.run(await session.importWorkflow(flow), START);
		return await session.finished(id, () => undefined);
	};

	return ROWS.map((title) => ({
		name: `fault: ${title}`,
		run: async () => {
			const row = all.get(title);
			assert.ok(row !== undefined, `the matrix has no row "${title}"`);
			const { counters } = simulator;
			const before = (await stage.log()).length;
			const fault = simulator.faults.add(faultRule(row));
			const execution = await run(row).finally(() => fault.remove());
			const ours = () => simulator.tasks().slice(counters.tasksCreated);
			await until(() => ours().every(({ state }) => state === 'SUCCESS'), 'a task does not end');
			const log = (await stage.log()).slice(before).split('\n');
			const outcome: RowOutcome = {
				...outcomeOf(execution),
				tasks: ours(),
				counters: {
					tasksCreated: ours().length,
					charges: simulator.counters.charges - counters.charges,
				},
				log: log.filter((line) => line.includes('RunningHub task')),
			};
			assert.deepEqual(verdict(row, outcome), []);
		},
	}));
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
