import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { JsonObject } from '../../../runninghub/json';
import { glbFile, mp4File, PICTURE_SIDE } from '../../../test/simulator/media-files.cts';
import { checkPicture } from '../../demo/picture.cts';
import type { ExampleStage } from './example-stage.cts';
import { texts } from './example-stage.cts';

/** The files that rows of a node that writes them name. */
export function savedPaths(rows: readonly JsonObject[]): string[] {
	return texts(rows, 'fileName');
}

/** @throws AssertionError or Error unless all these files are whole pictures that this run made. */
export async function assertPictures(
	{ since }: Pick<ExampleStage, 'since'>,
	paths: readonly string[],
): Promise<void> {
	assert.equal(new Set(paths).size, paths.length, 'a picture took the place of another');
	for (const path of paths) {
		const { type, width } = await checkPicture(path, since);
		assert.deepEqual([type, width], ['png', PICTURE_SIDE], path);
	}
}

/** @throws AssertionError unless all these files are the video that the simulator makes. */
export async function assertVideos(paths: readonly string[]): Promise<void> {
	for (const path of paths) {
		assert.match(path, /\.mp4$/);
		assert.ok(mp4File().bytes.equals(await readFile(path)), `${path} is not the whole video`);
	}
}

/** @throws AssertionError unless the file is the model that the simulator makes. */
export async function assertGlb(path: string): Promise<void> {
	assert.match(path, /\.glb$/);
	assert.ok(glbFile().bytes.equals(await readFile(path)), `${path} is not the whole model`);
}

/** @throws AssertionError unless a folder holds just these files, and those that were there before. */
export async function assertFolder(folder: string, paths: readonly string[]): Promise<void> {
	const expected = paths.map((path) => basename(path)).sort();
	const found = await readdir(folder, { withFileTypes: true });
	const names = found.filter((entry) => entry.isFile()).map(({ name }) => name);
	assert.deepEqual(names.sort(), expected, join(folder, '…'));
}
