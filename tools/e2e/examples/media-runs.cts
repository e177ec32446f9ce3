import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mp4File, pngFile } from '../../../test/simulator/media-files.cts';
import { rows } from '../outcome.cts';
import { jsonOf, texts, type ExampleStage } from './example-stage.cts';
import { startLocalServer } from './local-server.cts';
import { assertFolder, assertGlb, assertVideos, savedPaths } from './saved-files.cts';

/** image-to-video-and-post.json. */
export async function imageToVideoAndPost(stage: ExampleStage): Promise<void> {
	const { folder, asked } = stage;
	const server = await startLocalServer(pngFile(1).bytes);
	const settings = { folder, postUrl: server.postUrl, caption: 'Rain, or shine?' };
	const execution = await stage.run({ settings }).finally(() => server.close());

	const [picture] = texts(rows(execution, 'Generate the first frame'), 'url');
	const [frame, video, ...more] = asked.submits();
	assert.deepEqual(more, []);
	assert.equal(frame?.['size'], '1080*1920');
	assert.equal(video?.['firstImageUrl'], picture);
	assert.match(String(video?.['prompt']), /drifts slowly/);
	assert.equal(asked.requests('upload').length, 0, 'the picture was uploaded again');
	const paths = savedPaths(rows(execution, 'Save the video'));
	assert.equal(paths.length, 1);
	await assertVideos(paths);
	await assertFolder(folder, paths);
	const [post, ...others] = server.posts;
	assert.deepEqual(others, []);
	assert.deepEqual(post?.fields, { caption: 'Rain, or shine?' });
	const { fileName, mimeType, content } = post?.files['video'] ?? {};
	assert.match(fileName ?? '', /\.mp4$/);
	assert.equal(mimeType, 'video/mp4');
	assert.ok(content?.equals(mp4File().bytes), 'the post has another video');
	assert.deepEqual(jsonOf(rows(execution, 'Post the video')), [{ id: 1 }]);
	assert.deepEqual([asked.tasks(), asked.charges()], [2, 2]);
}

/** script-to-lip-sync.json. */
export async function scriptToLipSync(stage: ExampleStage): Promise<void> {
	const { folder, asked } = stage;
	const portrait = join(folder, 'presenter.png');
	await writeFile(portrait, pngFile(9).bytes);
	const script = 'Good morning. It is half past nine.';
	const execution = await stage.run({ settings: { folder, portrait, script } });

	const [spoken] = texts(rows(execution, 'Speak the script'), 'url');
	assert.match(spoken ?? '', /\.mp3$/);
	const [speech, video, ...more] = asked.submits();
	assert.deepEqual(more, []);
	assert.equal(speech?.['text'], script);
	assert.equal(video?.['audioUrl'], spoken);
	assert.notEqual(video?.['imageUrl'], 'data');
	assert.equal(asked.requests('upload').length, 1);
	assert.equal(asked.requests('download').length, 1, 'the speech was downloaded');
	const paths = savedPaths(rows(execution, 'Save the video'));
	assert.equal(paths.length, 1);
	await assertVideos(paths);
	await assertFolder(folder, [...paths, portrait]);
	assert.deepEqual([asked.tasks(), asked.charges()], [2, 2]);
}

/** text-to-3d.json. */
export async function textTo3d(stage: ExampleStage): Promise<void> {
	const { folder, asked } = stage;
	const execution = await stage.run({ settings: { folder, object: 'A brass key' } });
	const paths = savedPaths(rows(execution, 'Save the model'));
	assert.equal(paths.length, 1);
	await assertGlb(paths[0] ?? '');
	await assertFolder(folder, paths);
	assert.deepEqual(asked.submits(), [
		{ prompt: 'A brass key', faceCount: 100000, enablePbr: true, generateType: 'Normal' },
	]);
	assert.deepEqual([asked.tasks(), asked.charges()], [1, 1]);
}
