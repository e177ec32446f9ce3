import { hintsOf } from '../../n8n/hints.cts';
import { APP_IDS, WORKFLOW_IDS } from '../../simulator/fixtures.cts';
import { filledIn, itemWithFiles, type NodeValues, onStage, pasted, type Stage } from './stage.cts';

const PNG = { content: 'a picture', mimeType: 'image/png', fileName: 'cat.png' };
const CLIP = { content: 'a clip', mimeType: 'video/mp4', fileName: 'walk.mp4' };
const SENTENCE = 'no file is given, and this operation works on files';

/** Why an item was refused; fails when anything was uploaded or submitted for it. */
async function refusal({ run, simulator }: Stage, values: NodeValues): Promise<string> {
	const before = simulator.requests.length;
	const { error } = await run(values);
	const asked = simulator.requests.slice(before).filter(({ method }) => method === 'POST');
	expect(asked.map(({ path }) => path)).toEqual([]);
	return `${error?.message} ${error?.description}`;
}

const REFERENCES: NodeValues = {
	resource: 'video',
	operation: 'generateFromReference',
	model: 'kling-video-o3-pro/reference-to-video',
	waitMode: 'submit',
	form: { duration: '5', keepOriginalSound: 'true' },
};

describe('a model that works on files', () => {
	it('is not run without any, and the operation for a text alone is named', async () => {
		await onStage(async (stage) => {
			const told = await refusal(stage, REFERENCES);
			expect(told).toContain(SENTENCE);
			expect(told).toMatch(/^Images, Video: /);
			expect(told).toContain('choose the operation Generate From Text');
			expect(told).toContain('Nothing was submitted or charged');
			// Where one is required, the same sentence stands in place of "a value is required".
			const required = await refusal(stage, {
				...REFERENCES,
				operation: 'generateFromImage',
				model: 'alibaba/happyhorse-1.0/image-to-video',
				form: { resolution: '720p', duration: '5' },
			});
			expect(required).toContain(`Image: ${SENTENCE}`);
			expect(required).not.toContain('a value is required');
			const audio = await refusal(stage, {
				resource: 'audio',
				operation: 'extractFromVideo',
				model: 'rhart-audio/extract-vocal',
				form: {},
			});
			expect(audio).toContain(SENTENCE);
			expect(audio).not.toContain('Generate From Text');
			const plain = { extraParameters: '{"seed": 7}' };
			expect(await refusal(stage, { ...REFERENCES, options: plain })).toContain(SENTENCE);
		});
	});

	it.each<[string, NodeValues]>([
		['JSON', { form: { ...REFERENCES.form, elementList: '[{"elementId": 7}]' } }],
		['a link', { form: { ...REFERENCES.form, imageUrls: 'asset://anna' } }],
		['Extra Parameters', { options: { extraParameters: '{"imageUrls": ["asset://anna"]}' } }],
	])('runs with %s', async (_, given) => {
		await onStage(async ({ run, simulator }) => {
			const { error } = await run({ ...REFERENCES, ...given });
			expect(error).toBeUndefined();
			expect(simulator.counters.tasksCreated).toBe(1);
		});
	});

	it('is not run without any where nobody knows its form', async () => {
		await onStage(async (stage) => {
			const unknown = { ...REFERENCES, model: 'brand-new/reference-to-video', form: {} };
			expect(await refusal(stage, unknown)).toMatch(
				/^Extra Parameters \(JSON\): no file is given.*Generate From Text/,
			);
		});
	});

	it('takes the file that its form was filled in with, and names what the item has instead', async () => {
		await onStage(async ({ run, simulator }) => {
			const form = { ...REFERENCES.form, imageUrls: 'data' };
			await run({ ...REFERENCES, form }, { items: [itemWithFiles({ data: PNG })] });
			expect(simulator.counters.tasksCreated).toBe(1);
			const { error } = await run(
				{ ...REFERENCES, form },
				{ items: [itemWithFiles({ photo: PNG })] },
			);
			expect(error?.message).toMatch(/^Images \(imageUrls\): "data" is not a file.*: photo\./);
			expect(simulator.counters.tasksCreated).toBe(1);
		});
	});

	it('leaves a choice at Default to RunningHub', async () => {
		await onStage(async ({ run, simulator }) => {
			const form = { ...REFERENCES.form, imageUrls: 'asset://anna', sound: '', multiShot: 'false' };
			await run({ ...REFERENCES, form });
			const [task] = simulator.tasks();
			expect(task?.body).toMatchObject({ multiShot: false, keepOriginalSound: true });
			expect(task?.body).not.toHaveProperty('sound');
		});
	});
});

describe('lyrics', () => {
	const SONG = { resource: 'audio', operation: 'generateMusic' };
	const words = '[Verse]\nThe tide is coming in';
	const fields = (endpoint: string, own: NonNullable<NodeValues['fields']>) => ({
		...SONG,
		fields: {
			model: { __rl: true, mode: 'list', value: endpoint },
			waitMode: 'submit',
			parameters: filledIn({ n: '1' }),
			...own,
		},
	});

	it('have a field of their own, with all their lines', async () => {
		await onStage(async ({ run, simulator }) => {
			await run(fields('mureka-ai/mureka-v9/generate-song', { prompt: 'pop', lyrics: words }));
			expect(simulator.tasks()[0]?.body).toMatchObject({ prompt: 'pop', lyrics: words });
			await run(
				fields('mureka-ai/mureka-v9/generate-song', {
					prompt: 'pop',
					parameters: filledIn({ n: '1', lyrics: 'one line' }),
				}),
			);
			expect(simulator.tasks()[1]?.body).toMatchObject({ lyrics: 'one line' });
		});
	});

	it('are asked for by name, and refused where the model has no place for them', async () => {
		await onStage(async (stage) => {
			const none = fields('mureka-ai/mureka-v9/generate-song', { prompt: 'pop' });
			expect(await refusal(stage, none)).toMatch(/^Lyrics(?: \(lyrics\))?: a value is required/);
			const other = fields('mureka-ai/mureka-v9/generate-bgm', { prompt: 'pop', lyrics: words });
			expect(await refusal(stage, other)).toMatch(/^Lyrics: this model has no field for them/);
		});
	});
});

describe("files that stay the author's own", () => {
	const AI_APP = { resource: 'aiApp', operation: 'run' };
	const WORKFLOW = { resource: 'workflow', operation: 'run' };

	it.each([
		['left empty', {}],
		['left as the form shows it', { '39.image': 'portrait-sample.png' }],
	])('are told with their label: %s', async (_, form) => {
		await onStage(async ({ run }) => {
			const fields = {
				aiApp: pasted(APP_IDS.allKinds, 'id'),
				appParameters: filledIn({ ...form, '41.video': 'data' }),
			};
			const items = [itemWithFiles({ data: CLIP })];
			const result = await run({ ...AI_APP, fields }, { items });
			expect(result.error).toBeUndefined();
			const hints = hintsOf(result).filter((hint) => hint.includes("author's own sample"));
			expect(hints).toEqual([
				expect.stringMatching(/^Photo \(39\.image\): .* is used: portrait-sample\.png\.$/),
				expect.stringMatching(/^Music \(40\.audio\): .* is used: rain-sample\.mp3\.$/),
			]);
		});
	});

	it('are not told of where one is given', async () => {
		await onStage(async ({ run }) => {
			const fields = {
				workflow: pasted(WORKFLOW_IDS.imageToImage, 'id'),
				workflowParameters: filledIn({ '10.image': 'data' }),
			};
			const items = [itemWithFiles({ data: PNG })];
			const result = await run({ ...WORKFLOW, fields }, { items });
			expect(result.error).toBeUndefined();
			expect(hintsOf(result).filter((hint) => hint.includes('sample'))).toEqual([]);
		});
	});
});
