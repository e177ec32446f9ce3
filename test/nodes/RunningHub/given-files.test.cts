import { BINARY_STORAGE, FILE_CODE } from '../../n8n/binary-modes.cts';
import { APP_IDS, WORKFLOW_IDS } from '../../simulator/fixtures.cts';
import { filledIn, itemWithFiles, type NodeValues, onStage, pasted, type Stage } from './stage.cts';

const GRAPH = {
	'1': { class_type: 'LoadImage', inputs: { image: 'portrait-sample.png' } },
	'2': { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'Own' } },
};

/** All that takes the file of an item; each with what it has brought to RunningHub. */
const TAKERS: ReadonlyArray<
	readonly [what: string, values: (file: string) => NodeValues, arrived: (stage: Stage) => number]
> = [
	[
		'a model',
		(file) => ({
			operation: 'edit',
			model: 'rhart-image-n-pro/edit',
			form: { imageUrls: file, resolution: '1k' },
		}),
		({ simulator }) => simulator.requestsOf('upload').length,
	],
	[
		'an AI app',
		(file) => ({
			resource: 'aiApp',
			operation: 'run',
			fields: {
				aiApp: pasted(APP_IDS.documented, 'id'),
				appParameters: filledIn({ '39.image': file }),
			},
		}),
		({ simulator }) => simulator.requestsOf('upload').length,
	],
	[
		'a workflow',
		(file) => ({
			resource: 'workflow',
			operation: 'run',
			fields: {
				workflow: pasted(WORKFLOW_IDS.imageToImage, 'id'),
				workflowParameters: filledIn({ '10.image': file }),
			},
		}),
		({ simulator }) => simulator.requestsOf('upload').length,
	],
	[
		'Workflow → Run JSON',
		(file) => ({
			resource: 'workflow',
			operation: 'runJson',
			fields: {
				workflow: pasted(WORKFLOW_IDS.textToImage, 'id'),
				graphSource: 'file',
				graphFile: file,
			},
		}),
		({ simulator }) => simulator.tasks().filter(({ body }) => Boolean(body.workflow)).length,
	],
	[
		'File → Upload',
		(file) => ({ resource: 'file', operation: 'upload', fields: { files: file } }),
		({ simulator }) => simulator.requestsOf('upload').length,
	],
	[
		'File → Upload LoRA',
		(file) => ({ resource: 'file', operation: 'uploadLora', fields: { loraFile: file } }),
		({ simulator }) => simulator.requestsOf('loraTransfer').length,
	],
];

/** A file that every taker is content with. */
function itemFor(what: string) {
	const [content, mimeType, fileName] = what.includes('JSON')
		? [JSON.stringify(GRAPH), 'application/json', 'graph.json']
		: what.includes('LoRA')
			? ['a style', 'application/octet-stream', 'style.safetensors']
			: ['a picture', 'image/png', 'a.png'];
	return itemWithFiles({ data: { content, mimeType, fileName } });
}

type Way = readonly [as: string, file: string];

const WAYS: readonly Way[] = [
	['by the name of its field', 'data'],
	['by the path that combined mode shows', '_files.data'],
	['by the object that an expression gives', `={{ ${FILE_CODE} }}`],
];

describe.each(TAKERS)('%s takes the file of an item', (what, values, arrived) => {
	it.concurrent.each(WAYS)('%s', async (_as, file) => {
		await onStage(async (stage) => {
			const { error } = await stage.run(values(file), { items: [itemFor(what)] });
			expect(error).toBeUndefined();
			expect(arrived(stage)).toBe(1);
		});
	});

	it.concurrent('and names the fields there are when it is not there', async () => {
		await onStage(async (stage) => {
			const { error } = await stage.run(values('photo'), { items: [itemFor(what)] });
			expect(`${error?.message} ${error?.description}`).toMatch(/photo.*\bdata\b/s);
			expect(arrived(stage)).toBe(0);
		});
	});

	it.concurrent('but not one of several that look alike', async () => {
		const item = itemFor(what);
		const { data } = item.binary ?? {};
		const items = [{ ...item, binary: { ...(data && { data, again: data }) } }];
		await onStage(async (stage) => {
			const { error } = await stage.run(values(`={{ ${FILE_CODE} }}`), { items });
			if (BINARY_STORAGE === 'default') {
				expect(error?.message).toMatch(/Several files of the item.*: data, again\./);
				expect(arrived(stage)).toBe(0);
			} else {
				expect(error).toBeUndefined();
				expect(arrived(stage)).toBe(1);
			}
		});
	});
});
