import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { unzipSync } from 'fflate';
import { PNG } from 'pngjs';
import { asText } from '../../../runninghub/json';
import { PICTURE_SIDE, pngFile } from '../../../test/simulator/media-files.cts';
import { failWith } from '../../../test/simulator/simulator.cts';
import { rows } from '../outcome.cts';
import { assertPairedInOrder, jsonOf, texts, type ExampleStage } from './example-stage.cts';
import { assertFolder, assertPictures, savedPaths } from './saved-files.cts';

/** image-from-text.json. */
export async function imageFromText(stage: ExampleStage): Promise<void> {
	const { folder } = stage;
	const execution = await stage.run({ settings: { folder } });
	const paths = savedPaths(rows(execution, 'Write the image file'));
	assert.equal(paths.length, 1);
	await assertPictures(stage, paths);
	assert.deepEqual([stage.asked.tasks(), stage.asked.charges()], [1, 1]);
}

/** product-photo-edits.json. */
export async function productPhotoEdits(stage: ExampleStage): Promise<string> {
	const { folder, asked } = stage;
	const photo = join(folder, 'product.png');
	await writeFile(photo, pngFile(5).bytes);
	const execution = await stage.run({ settings: { photo, folder } });

	const edited = rows(execution, 'Edit the photo');
	assertPairedInOrder(edited, 4);
	const paths = savedPaths(rows(execution, 'Save the pictures'));
	assert.deepEqual(
		paths.map((path) => /^[a-z-]+(?=-ComfyUI)/.exec(basename(path))?.[0]),
		['white', 'kitchen', 'beach', 'flat-lay'],
	);
	await assertPictures(stage, paths);
	await assertFolder(folder, [...paths, photo]);
	const prompts = texts(rows(execution, 'Make one item of each edit'), 'prompt');
	assert.deepEqual(
		asked.bodiesOf(edited).map(({ prompt }) => prompt),
		prompts,
	);
	assert.equal(asked.requests('upload').length, 1, 'the photo was not uploaded once');
	const given = new Set(asked.submits().map(({ imageUrls }) => JSON.stringify(imageUrls)));
	assert.equal(given.size, 1);
	assert.deepEqual([asked.tasks(), asked.charges()], [4, 4]);
	return `${paths.length} pictures`;
}

const TABLE = `name,prompt,format
harbour,"A small harbour, before sunrise",16:9
hands,"Old hands untie a rope, ""close-up""",1:1
boat,A boat alone on a golden sea,9:16
`;

/** prompt-table-to-zip.json. */
export async function promptTableToZip(stage: ExampleStage): Promise<string> {
	const { folder, asked } = stage;
	const table = join(folder, 'prompts.csv');
	const zip = join(folder, 'pictures.zip');
	await writeFile(table, TABLE);
	const execution = await stage.run({ settings: { table, zip } });

	const generated = rows(execution, 'Generate the pictures');
	assertPairedInOrder(generated, 3);
	assert.equal(rows(execution, 'Collect the pictures').length, 1);
	assert.deepEqual(savedPaths(rows(execution, 'Save the zip')), [zip]);
	const packed = Object.entries(unzipSync(await readFile(zip)));
	assert.deepEqual(
		packed.map(([name]) => /^[a-z]+(?=-ComfyUI.*\.png$)/.exec(name)?.[0]),
		['harbour', 'hands', 'boat'],
	);
	for (const [name, content] of packed) {
		assert.equal(PNG.sync.read(Buffer.from(content)).width, PICTURE_SIDE, name);
	}
	assert.deepEqual(
		asked.bodiesOf(generated).map(({ prompt, size }) => [prompt, size]),
		[
			['A small harbour, before sunrise', '1920*1080'],
			['Old hands untie a rope, "close-up"', '1536*1536'],
			['A boat alone on a golden sea', '1080*1920'],
		],
	);
	assert.deepEqual([asked.tasks(), asked.charges()], [3, 3]);
	return `${packed.length} pictures in the zip`;
}

const SOFTER = 'A foggy field after the fight, tired knights rest under torn banners';

/** One prompt is refused, and its softer form is not. */
export async function retryWithSofterPrompt(stage: ExampleStage): Promise<void> {
	const { folder, asked, simulator } = stage;
	simulator.onSubmit(({ endpoint, body, plan }) => {
		if (endpoint.endsWith('/text-to-text')) return { ...plan, text: SOFTER };
		return asText(body['prompt']).includes('blood') ? { failure: failWith('1501') } : undefined;
	});
	const execution = await stage.run({ settings: { folder } });

	const paths = savedPaths(rows(execution, 'Save the pictures'));
	await assertPictures(stage, paths);
	await assertFolder(folder, paths);
	assert.equal(paths.filter((path) => basename(path).startsWith('softer-')).length, 1);
	assert.equal(paths.length, 3);
	assert.deepEqual(texts(rows(execution, 'Soften the prompt'), 'text'), [SOFTER]);
	const [toText, ...others] = asked.bodiesOf(rows(execution, 'Soften the prompt'));
	assert.deepEqual(others, []);
	assert.match(asText(toText?.['prompt']), /covered in blood$/);
	const [softer] = asked.bodiesOf(rows(execution, 'Generate the softer pictures'));
	assert.equal(softer?.['prompt'], SOFTER);
	const tried = asked.submits().map(({ prompt }) => asText(prompt));
	assert.equal(new Set(tried).size, 5, 'a prompt was tried twice');
	assert.ok(!execution.runs.some(({ node }) => node === 'List what failed'));
	assert.deepEqual([asked.tasks(), asked.charges()], [5, 4]);
}

/** One prompt stays refused, and one fails for another reason: both are listed with their reasons. */
export async function retryInVain(stage: ExampleStage): Promise<void> {
	const { folder, asked, simulator } = stage;
	simulator.onSubmit(({ endpoint, body, plan }) => {
		const prompt = asText(body['prompt']);
		if (endpoint.endsWith('/text-to-text')) return { ...plan, text: SOFTER };
		if (prompt.includes('feast')) return { failure: failWith('1504') };
		return /blood|torn banners/.test(prompt) ? { failure: failWith('1501') } : undefined;
	});
	const execution = await stage.run({ settings: { folder } });

	const failed = jsonOf(rows(execution, 'List what failed'));
	assert.deepEqual(failed.map(({ prompt }) => prompt).sort(), [
		'A battlefield after the fight, knights covered in blood',
		'A feast in the great hall of the castle, candle light',
	]);
	for (const { reason } of failed) assert.notEqual(asText(reason), '');
	const paths = savedPaths(rows(execution, 'Save the pictures'));
	assert.equal(paths.length, 1);
	await assertPictures(stage, paths);
	assert.deepEqual([asked.tasks(), asked.charges()], [5, 2]);
}
