import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { asObject, asText } from '../../../runninghub/json';
import type { Execution } from '../../n8n/rest.cts';
import { assertSucceeded, rows } from '../outcome.cts';
import { suspended } from '../suspend-checks.cts';
import { texts, type ExampleStage } from './example-stage.cts';
import { assertFolder, assertVideos, savedPaths } from './saved-files.cts';

const SHOTS = ['shot-1', 'shot-2', 'shot-3', 'shot-4', 'shot-5'];

/** Long enough for n8n to put the execution away before the first callback. */
const FIRST_END_MS = 3500;
const BETWEEN_ENDS_MS = 300;
/** The last clip is not over yet when the callback of the one before is taken up. */
const LAST_LATER_BY_MS = 3000;

/** n8n's timer looks once a minute. */
const SHORTEST_DEADLINE_MINUTES = 0.05;

/** The clips end in the opposite order of their submits. */
async function runSuspended(stage: ExampleStage, timeoutMinutes: number): Promise<Execution> {
	const { session, simulator, folder } = stage;
	const places = simulator.tasks().length + SHOTS.length;
	simulator.onSubmit(({ plan, sequence }) => {
		const after = places - 1 - sequence;
		const later = after === SHOTS.length - 1 ? LAST_LATER_BY_MS : 0;
		return { ...plan, duration: FIRST_END_MS + after * BETWEEN_ENDS_MS + later };
	});
	const { workflowId, trigger } = await stage.importExample({
		settings: { folder, timeoutMinutes },
	});
	const id = await session.run(workflowId, trigger);
	await suspended(session, id);
	const execution = await session.finished(id, () => undefined);
	assertSucceeded(execution);
	return execution;
}

async function assertClips(stage: ExampleStage, execution: Execution): Promise<void> {
	const { folder, asked } = stage;
	const paths = savedPaths(rows(execution, 'Save the clips'));
	assert.deepEqual(
		paths.map((path) => basename(path).slice(0, 'shot-1'.length)),
		SHOTS,
	);
	await assertVideos(paths);
	await assertFolder(folder, paths);
	assert.ok(!execution.runs.some(({ node }) => node === 'List the failed shots'));
	assert.deepEqual([asked.tasks(), asked.charges()], [5, 5]);
}

/** storyboard-to-video-clips.json, when RunningHub calls back for every clip. */
export async function storyboardWithAllCallbacks(stage: ExampleStage): Promise<void> {
	const execution = await runSuspended(stage, 60);
	await assertClips(stage, execution);
	assert.ok(!execution.runs.some(({ node }) => node === 'Fetch the missing clips'));
}

/** storyboard-to-video-clips.json, when one callback is lost: its error output fetches the clip. */
export async function storyboardWithoutLastCallback(stage: ExampleStage): Promise<string> {
	const lost = stage.simulator.faults.add({ on: 'webhook', kind: 'lost', skip: 4 });
	const execution = await runSuspended(stage, SHORTEST_DEADLINE_MINUTES);
	assert.equal(lost.hits(), 1, 'no callback was lost');
	const clips = execution.runs.filter(({ node }) => node === 'Generate the clips').at(-1);
	const [good = [], notConfirmed = []] = clips?.outputs ?? [];
	assert.deepEqual([good.length, notConfirmed.length], [0, 5]);
	const ids = notConfirmed.map(({ json }) => {
		const { error, details, message } = asObject(json);
		assert.match(asText(error), /not confirmed/);
		return asText(asObject(details ?? message)['taskId']);
	});
	assert.deepEqual(texts(rows(execution, 'Fetch the missing clips'), 'taskId'), ids);
	await assertClips(stage, execution);
	return 'five clips fetched by their task IDs';
}
