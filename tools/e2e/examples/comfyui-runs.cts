import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { asObject, asText, type JsonObject } from '../../../runninghub/json';
import { pngFile } from '../../../test/simulator/media-files.cts';
import { RECENT_N8N } from '../../n8n/installation.cts';
import { rows } from '../outcome.cts';
import { assertPairedInOrder, jsonOf, texts, type ExampleStage } from './example-stage.cts';
import { startLocalServer } from './local-server.cts';
import { assertFolder, assertPictures, savedPaths } from './saved-files.cts';

/** The inputs that an app or a workflow was run with, by `nodeId.fieldName`. All are sent as text. */
function inputsIn(body: JsonObject): JsonObject {
	const { nodeInfoList } = body;
	const inputs = Array.isArray(nodeInfoList) ? nodeInfoList.map(asObject) : [];
	return Object.fromEntries(
		inputs.map(({ nodeId, fieldName, fieldValue }) => [
			`${asText(nodeId)}.${asText(fieldName)}`,
			fieldValue,
		]),
	);
}

/** The same of each run, in the order of their arrival. */
function sentInputs({ asked }: ExampleStage): JsonObject[] {
	return asked.requests('appRun', 'workflowRun').map(({ body }) => inputsIn(asObject(body)));
}

async function assertSaved(stage: ExampleStage, saved: readonly JsonObject[]): Promise<void> {
	await assertPictures(stage, savedPaths(saved));
}

/** lora-upload-and-run.json. */
export async function loraUploadAndRun(stage: ExampleStage): Promise<string> {
	const { folder, asked } = stage;
	const lora = join(folder, 'ink.safetensors');
	await writeFile(lora, `A LoRA of ${stage.version}, ${stage.since}`);
	const settings = { folder, lora, loraName: 'ink', prompt: 'a lighthouse, in ink' };
	const first = await stage.run({ settings });

	const [stored] = jsonOf(rows(first, 'Upload the LoRA'));
	assert.match(asText(stored?.['fileName']), /^api-lora-cn\/[0-9a-f]{32}\.safetensors$/);
	assert.equal(stored?.['loraName'], 'ink');
	assert.deepEqual(sentInputs(stage), [
		{
			'12.file_name': stored['fileName'],
			'12.strength_model': '0.9',
			'6.text': 'a lighthouse, in ink',
		},
	]);
	const paths = savedPaths(rows(first, 'Save the pictures'));
	assert.equal(paths.length, 1);
	assert.ok(basename(paths[0] ?? '').startsWith('ink-'));
	await assertPictures(stage, paths);
	await assertFolder(folder, [...paths, lora]);
	assert.equal(asked.requests('loraTransfer').length, 1);

	await stage.run({ settings });
	assert.equal(asked.requests('loraTransfer').length, 1, 'the LoRA was sent again');
	assert.deepEqual([asked.tasks(), asked.charges()], [2, 2]);
	return 'two runs, one upload';
}

/** RunningHub's "Complete integration example". */
export async function officialApp(stage: ExampleStage): Promise<void> {
	const { folder, asked } = stage;
	const server = await startLocalServer(pngFile(3).bytes);
	const settings = { folder, photo: server.pictureUrl, prompt: 'make it snow' };
	const execution = await stage.run({ settings }).finally(() => server.close());

	const [told] = jsonOf(rows(execution, 'Look at the inputs of the app'));
	const { nodeInfoList } = told ?? {};
	assert.equal(Array.isArray(nodeInfoList) ? nodeInfoList.length : 0, 4);
	assert.ok(!JSON.stringify(told).includes('"curl"'), 'the sample call holds the key');
	const [sent, ...more] = sentInputs(stage);
	assert.deepEqual(more, []);
	const { '39.image': photo, ...rest } = sent ?? {};
	assert.match(asText(photo), /^(openapi|api)\//);
	assert.deepEqual(rest, {
		'37.model': 'flux-kontext-pro',
		'37.aspect_ratio': 'match_input_image',
		'52.prompt': 'make it snow',
	});
	assert.equal(asked.requests('upload').length, 1);
	const saved = rows(execution, 'Save the results');
	assert.equal(saved.length, 1);
	await assertSaved(stage, saved);
	assert.deepEqual([asked.tasks(), asked.charges()], [1, 1]);
}

/** RunningHub's "Complete integration example, advanced edition". */
export async function officialAppAdvanced(stage: ExampleStage): Promise<void> {
	const { folder, asked } = stage;
	await mkdir(join(folder, 'photos'));
	for (const seed of [1, 2, 3]) {
		await writeFile(join(folder, 'photos', `photo-${seed}.png`), pngFile(seed).bytes);
	}
	const photos = join(folder, 'photos', '*.png');
	const execution = await stage.run({ settings: { folder, photos, prompt: 'make it snow' } });

	const [account] = jsonOf(rows(execution, 'Look at the account'));
	assert.equal(account?.['currency'], 'USD');
	const uploaded = texts(rows(execution, 'Upload the photos'), 'fileName');
	assert.equal(new Set(uploaded).size, 3);
	const started = rows(execution, 'Start the app for each photo');
	assertPairedInOrder(started, 3);
	assert.deepEqual(
		asked.bodiesOf(started).map((body) => inputsIn(body)['39.image']),
		uploaded,
	);
	const fetched = rows(execution, 'Wait for the results');
	assertPairedInOrder(fetched, 3);
	assert.deepEqual(texts(fetched, 'taskId'), texts(started, 'taskId'));
	const saved = rows(execution, 'Save the results');
	assert.equal(saved.length, 3);
	await assertSaved(stage, saved);
	await assertFolder(folder, savedPaths(saved));
	assert.equal(asked.requests('upload').length, 3);
	assert.deepEqual([asked.tasks(), asked.charges()], [3, 3]);
}

const LONG_ENOUGH_TO_LOOK_MS = 5000;

/** RunningHub's "Task progress display example". */
export async function officialProgress(stage: ExampleStage): Promise<string> {
	const { folder, asked, simulator } = stage;
	simulator.onSubmit(({ plan }) => ({ ...plan, duration: LONG_ENOUGH_TO_LOOK_MS }));
	const execution = await stage.run({
		settings: { folder, prompt: 'a lighthouse in fog', lookEverySeconds: 1 },
	});

	const looks = jsonOf(rows(execution, 'Look at the task'));
	assert.ok(looks.length >= 2, 'nobody saw the task at work');
	assert.deepEqual(looks.at(-1)?.['status'], 'SUCCESS');
	assert.equal(looks.at(-1)?.['progress'], 100);
	const atWork = looks.slice(0, -1);
	for (const { status, progress, progressNote } of atWork) {
		assert.ok(['QUEUED', 'RUNNING'].includes(asText(status)), asText(status));
		assert.ok(typeof progress === 'number' || asText(progressNote) !== '');
	}
	// The older n8n runs on a Node.js without WebSocket.
	if (stage.version === RECENT_N8N) {
		assert.ok(
			atWork.some(({ progress }) => typeof progress === 'number'),
			'no progress was told',
		);
	}
	assert.deepEqual(sentInputs(stage), [{ '6.text': 'a lighthouse in fog' }]);
	const saved = rows(execution, 'Save the pictures');
	assert.equal(saved.length, 1);
	await assertSaved(stage, saved);
	assert.deepEqual([asked.tasks(), asked.charges()], [1, 1]);
	const told = looks.map(({ progress, status }) => asText(progress) || asText(status));
	return told.join(', ');
}

/** RunningHub's "Full workflow integration example". */
export async function officialWorkflow(stage: ExampleStage): Promise<void> {
	const { folder, asked } = stage;
	const photo = join(folder, 'photo.png');
	await writeFile(photo, pngFile(4).bytes);
	const execution = await stage.run({ settings: { folder, photo, prompt: 'in deep snow' } });

	assert.match(JSON.stringify(rows(execution, 'Get the graph of the workflow')), /"LoadImage"/);
	const [sent, ...more] = sentInputs(stage);
	assert.deepEqual(more, []);
	const { '10.image': image, ...rest } = sent ?? {};
	assert.match(asText(image), /^(openapi|api)\//);
	assert.deepEqual(rest, { '6.text': 'in deep snow', '3.denoise': '0.7' });
	const saved = rows(execution, 'Save the pictures');
	assert.equal(saved.length, 1);
	await assertSaved(stage, saved);
	await assertFolder(folder, [...savedPaths(saved), photo]);
	assert.equal(asked.requests('upload').length, 1);
	assert.deepEqual([asked.tasks(), asked.charges()], [1, 1]);
}
