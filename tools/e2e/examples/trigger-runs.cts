import assert from 'node:assert/strict';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { asObject, parseJson, type JsonObject } from '../../../runninghub/json';
import { submitElsewhere } from '../elsewhere.cts';
import { listening } from '../listening.cts';
import { assertSucceeded } from '../outcome.cts';
import { until } from '../until.cts';
import type { ExampleStage } from './example-stage.cts';
import { assertGlb, assertPictures, assertVideos } from './saved-files.cts';

const FOLDERS = ['pictures', 'videos', 'other', 'failed'];
/** An execution that should not be there would be by then. */
const NOTHING_COMES_MS = 1500;

/** Tasks that somebody else submits, by the endpoint of their model. */
const TASKS: ReadonlyArray<readonly [endpoint: string, body: JsonObject]> = [
	['rhart-image-n-pro/text-to-image', { prompt: 'A red boat', resolution: '1k' }],
	[
		'alibaba/wan-2.7/text-to-video',
		{ prompt: 'A red boat', duration: '5', resolution: '720P', aspectRatio: '16:9' },
	],
	['hunyuan3d-v3.1/text-to-3d', { prompt: 'A red boat', enablePbr: false, generateType: 'Normal' }],
	['rhart-image-n-pro/text-to-image', { prompt: 'A house [fail:1501]', resolution: '1k' }],
];

/** file-results-from-anywhere.json. */
export async function fileResultsFromAnywhere(stage: ExampleStage): Promise<void> {
	const { folder, session, asked, simulator } = stage;
	for (const name of FOLDERS) await mkdir(join(folder, name));
	const { workflowId, webhookPath } = await stage.importExample({ settings: { folder } });
	const address = `${stage.url}${webhookPath}`;
	const executions = async (): Promise<string[]> => await session.executionsOf(workflowId);

	await session.activate(workflowId);
	await listening(address);
	const taskIds: string[] = [];
	for (const [endpoint, body] of TASKS) {
		taskIds.push(await submitElsewhere(simulator, endpoint, { ...body, webhookUrl: address }));
		await until(
			async () => (await executions()).length === taskIds.length,
			'the trigger did not start the workflow',
		);
	}
	for (const id of await executions()) {
		assertSucceeded(await session.finished(id, () => undefined));
	}
	const [pictures = [], videos = [], other = [], failed = []] = await Promise.all(
		FOLDERS.map(async (name) =>
			(await readdir(join(folder, name))).map((file) => join(folder, name, file)),
		),
	);
	assert.deepEqual(
		[pictures, videos, other, failed].map(({ length }) => length),
		[1, 1, 1, 1],
	);
	await assertPictures(stage, pictures);
	await assertVideos(videos);
	await assertGlb(other[0] ?? '');
	assert.equal(failed[0], join(folder, 'failed', `${taskIds[3] ?? ''}.json`));
	const reason = asObject(parseJson(await readFile(failed[0] ?? '', 'utf8')));
	assert.deepEqual(
		[reason['taskId'], reason['status'], reason['code']],
		[taskIds[3], 'FAILED', '1501'],
	);

	const again = simulator.webhookOf(taskIds[0] ?? '')?.body ?? '';
	const unknown = '{"event":"TASK_END","taskId":"1990000000000000001","eventData":"{}"}';
	const strange = [again, unknown, '{"event":"TASK_END"}', '{"hello":"world"}', '[]'];
	for (const body of strange) assert.ok((await post(address, body)).status < 500, body);
	await sleep(NOTHING_COMES_MS);
	assert.equal((await executions()).length, TASKS.length, 'a stranger started something');

	await session.deactivate(workflowId);
	// n8n 2.x answers first and stops listening a moment later.
	await until(async () => (await post(address, again)).status === 404, 'it listens for ever');
	assert.equal((await executions()).length, TASKS.length);
	assert.deepEqual([asked.tasks(), asked.charges()], [4, 3]);
}

/** catch-forgotten-tasks.json. */
export async function catchForgottenTasks(stage: ExampleStage): Promise<string> {
	const { folder, session, asked, simulator } = stage;
	const { workflowId, trigger, webhookPath } = await stage.importExample({
		// Longer than the run takes: three seconds.
		settings: (path) => ({ folder, address: `${stage.url}${path}`, minutes: 0.05 }),
	});
	const started = async (count: number): Promise<void> => {
		await until(
			async () => (await session.executionsOf(workflowId)).length === count,
			'a callback did not start the workflow',
		);
		for (const id of await session.executionsOf(workflowId)) {
			assertSucceeded(await session.finished(id, () => undefined));
		}
	};
	const files = async (): Promise<string[]> =>
		(await readdir(folder)).map((file) => join(folder, file));

	await session.activate(workflowId);
	await listening(`${stage.url}${webhookPath}`);
	await session.run(workflowId, trigger);
	await started(2);
	assert.equal((await files()).length, 1, 'the file that came home was saved twice');

	// Nobody waits for this one, as if its execution had died with n8n.
	const [[endpoint, body] = ['', {}]] = TASKS;
	await submitElsewhere(simulator, endpoint, { ...body, webhookUrl: `${stage.url}${webhookPath}` });
	await started(3);
	await session.deactivate(workflowId);
	await assertPictures(stage, await files());
	assert.equal((await files()).length, 2, 'the forgotten file was not saved');
	assert.deepEqual([asked.tasks(), asked.charges()], [2, 2]);
	return 'one file came home, one was caught';
}

async function post(url: string, body: string): Promise<Response> {
	const headers = { 'content-type': 'application/json' };
	return await fetch(url, { method: 'POST', headers, body });
}
