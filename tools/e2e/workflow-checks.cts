import assert from 'node:assert/strict';
import { asObject, asText } from '../../runninghub/json';
import { failWith } from '../../test/simulator/simulator.cts';
import type { CredentialReference, Execution } from '../n8n/rest.cts';
import type { Check } from './check.cts';
import { assertFailure, assertPicture, assertSucceeded, rows } from './outcome.cts';
import type { Stage } from './stage.cts';
import {
	type BinaryMode,
	followingNode,
	type NodeSetup,
	promptItems,
	runningHubNode,
	START,
	workflow,
} from './workflow.cts';

const PROMPTS = ['A red boat', 'A house [fail:1505]', 'A green tree'];
const GENERATE = { model: 'rhart-image-n-pro/text-to-image', form: { resolution: '1k' } };
const EDIT = { model: 'rhart-image-n-pro/edit', form: { resolution: '1k', imageUrls: 'data*' } };

/** Whole workflows, run by n8n. */
export function workflowChecks(
	stage: Pick<Stage, 'session' | 'simulator'>,
	credential: CredentialReference,
	binaryMode: BinaryMode,
): Check[] {
	const { session, simulator } = stage;
	const run = async (name: string, nodes: readonly NodeSetup[]): Promise<Execution> => {
		const id = await session.importWorkflow(workflow(`${name}, ${binaryMode}`, nodes, binaryMode));
		return await session.finished(await session.run(id, START), () => undefined);
	};
	const pictures = (setup: Pick<NodeSetup, 'settings' | 'to'>): NodeSetup =>
		runningHubNode('Pictures', credential, { ...GENERATE, prompt: '={{ $json.prompt }}' }, setup);

	const checks: Check[] = [
		{
			name: 'Continue on fail: the next node gets every row whole and in order',
			run: async () => {
				const execution = await run('E2E: continue', [
					...promptItems(PROMPTS),
					pictures({ settings: { onError: 'continueRegularOutput' } }),
					followingNode('After'),
				]);
				assertSucceeded(execution);
				const [first, second, third] = rows(execution, 'After');
				assertPicture(first, 'A red boat');
				assertFailure(second, 'A house [fail:1505]');
				assertPicture(third, 'A green tree');
			},
		},
		{
			name: 'error output: the failed row leaves there whole, the others are unharmed',
			run: async () => {
				const execution = await run('E2E: error output', [
					...promptItems(PROMPTS),
					pictures({
						settings: { onError: 'continueErrorOutput' },
						to: ['After', 'After the error output'],
					}),
					followingNode('After'),
					followingNode('After the error output'),
				]);
				assertSucceeded(execution);
				const good = rows(execution, 'After');
				const bad = rows(execution, 'After the error output');
				assert.deepEqual([good.length, bad.length], [2, 1]);
				assertPicture(good[0], 'A red boat');
				assertPicture(good[1], 'A green tree');
				// n8n adds the fields of the item that failed.
				assertFailure(bad[0], 'A house [fail:1505]', { prompt: 'A house [fail:1505]' });
			},
		},
		{
			name: 'two files of one item go into an edit model through data*',
			run: async () => {
				const uploads = simulator.requestsOf('upload').length;
				const execution = await run('E2E: two files', [
					...promptItems(['Two pictures [outputs:2]']),
					runningHubNode('Pictures', credential, {
						...GENERATE,
						prompt: '={{ $json.prompt }}',
						options: { output: 'perTask' },
					}),
					runningHubNode('Combine', credential, {
						...EDIT,
						operation: 'edit',
						prompt: 'Put both into one frame',
					}),
					followingNode('After'),
				]);
				assertSucceeded(execution);
				assert.deepEqual(Object.keys(asObject(rows(execution, 'Pictures')[0]?.['binary'])), [
					'data',
					'data_1',
				]);
				const sent = asObject(simulator.requestsOf('submit').at(-1)?.body)['imageUrls'];
				assert.equal(Array.isArray(sent) ? sent.length : 0, 2);
				// The simulator makes both pictures alike: the same content is uploaded once.
				assert.ok(simulator.requestsOf('upload').length > uploads, 'nothing was uploaded');
				assertPicture(rows(execution, 'After')[0], 'Two pictures [outputs:2]');
			},
		},
		{
			name: 'Retry On Fail buys again only what failed',
			run: async () => {
				const before = simulator.counters.tasksCreated;
				let failures = 1;
				simulator.onSubmit(({ body }) =>
					asText(body['prompt']) === 'A house' && failures-- > 0
						? { failure: failWith('1505') }
						: undefined,
				);
				const execution = await run('E2E: retry', [
					...promptItems(['A red boat', 'A house', 'A green tree']),
					pictures({ settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 } }),
					followingNode('After'),
				]).finally(() => simulator.onSubmit(() => undefined));
				assertSucceeded(execution);
				assert.equal(rows(execution, 'After').length, 3);
				for (const row of rows(execution, 'After')) {
					assertPicture(row, asText(asObject(row['json'])['from']));
				}
				assert.equal(simulator.counters.tasksCreated - before, 4);
			},
		},
		{
			name: 'no download ever carried the key',
			run: async () => {
				assert.ok(simulator.requestsOf('download').length > 0, 'nothing was downloaded');
				assert.equal(simulator.counters.authorizedDownloads, 0);
			},
		},
	];
	return checks.map(({ name, run: check }) => ({
		name: `${binaryMode} binary mode: ${name}`,
		run: check,
	}));
}
