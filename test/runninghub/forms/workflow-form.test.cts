import { uploadFile } from '../../../runninghub/api/upload';
import { getWorkflow, submitWorkflow } from '../../../runninghub/api/workflows';
import { type WorkflowField, workflowForm } from '../../../runninghub/forms/workflow-form';
import { asObject, type JsonObject, type JsonValue, parseJson } from '../../../runninghub/json';
import { STORED_LORA, WORKFLOW_IDS } from '../../simulator/fixtures.cts';
import { mp3File, mp4File, pngFile } from '../../simulator/media-files.cts';
import { type Bench, createBench } from '../bench.cts';
import { fileOf } from '../file-of.cts';
import { filmGraph } from './film-graph.cts';
import { nodeInputsOf, problemOf } from './node-inputs-of.cts';

function one(className: string, inputs: JsonObject, title?: string): WorkflowField[] {
	return workflowForm({
		'7': { class_type: className, inputs, ...(title !== undefined && { _meta: { title } }) },
	});
}

function labelsOf(fields: readonly WorkflowField[]): string[] {
	return fields.map(({ label }) => label);
}

async function formOf({ transport }: Bench, workflowId: string): Promise<WorkflowField[]> {
	return workflowForm(await getWorkflow(transport, workflowId));
}

describe('a literal', () => {
	it('becomes a field with a stable id and its value for a default', () => {
		expect(one('CLIPTextEncode', { text: 'a fox' }, 'Positive Prompt')).toEqual([
			{
				id: '7.text',
				nodeId: '7',
				fieldName: 'text',
				label: 'Positive Prompt: text',
				type: 'string',
				required: false,
				multiple: false,
				saved: 'a fox',
				sentAsText: true,
				prominent: true,
				default: 'a fox',
			},
		]);
	});

	it.each<[JsonValue, string]>([
		['', 'string'],
		['euler', 'string'],
		[0, 'number'],
		[7.5, 'number'],
		[false, 'boolean'],
	])('%j is a %s', (value, type) => {
		expect(one('Any', { value })).toMatchObject([{ type, default: value }]);
	});

	it.each<[string, JsonValue]>([
		['a link', ['4', 0]],
		['a link of a number', [4, 0]],
		['a list', ['a', 'b', 'c']],
		['an empty list', []],
		['an object', { on: true }],
		['null', null],
	])('%s is none', (_about, value) => {
		expect(one('Any', { value, name: 'x' }).map(({ id }) => id)).toEqual(['7.name']);
	});

	it.each([
		'control_after_generate',
		'control_before_generate',
		'upload',
		'choose file to upload',
		'choose video to upload',
		'audioUI',
	])('%s is for the editor only', (name) => {
		expect(one('Any', { [name]: 'image' })).toEqual([]);
	});

	it('beyond 2^53 keeps every digit', () => {
		const graph = asObject(parseJson('{"7":{"class_type":"A","inputs":{"id":9007199254740993}}}'));
		expect(workflowForm(graph)).toMatchObject([{ type: 'string', default: '9007199254740993' }]);
	});
});

describe('a seed', () => {
	it.each(['seed', 'noise_seed', 'rand_seed'])('%s has no default', (name) => {
		const [field] = one('KSampler', { [name]: 156_680_208_700_286 });
		expect(field).toMatchObject({ id: `7.${name}`, type: 'number', prominent: false });
		expect(field).not.toHaveProperty('default');
	});

	it('is drawn for each run unless it is given', async () => {
		const bench = createBench();
		const form = await formOf(bench, WORKFLOW_IDS.textToImage);
		const seedWith = async (values: JsonObject): Promise<unknown> => {
			const inputs = nodeInputsOf(form, values);
			await submitWorkflow(bench.transport, { workflowId: WORKFLOW_IDS.textToImage, inputs });
			return bench.simulator.tasks().at(-1)?.execution?.graph.get('3')?.inputs['seed'];
		};
		const drawn = [await seedWith({}), await seedWith({}), await seedWith({ '3.steps': 5 })];
		expect(new Set([...drawn, 156_680_208_700_286]).size).toBe(4);
		expect(await seedWith({ '3.seed': 42 })).toBe('42');
		expect(await seedWith({ '3.seed': '9007199254740991' })).toBe('9007199254740991');
	});

	it('that a number cannot hold is taken as text only, and not rounded', () => {
		const [field] = one('KSampler', { seed: 1 });
		if (field === undefined) throw new Error('no field');
		expect(problemOf(field, '9007199254740993')).toBeUndefined();
		expect(problemOf(field, 2 ** 53)).toMatch(/9007199254740992 is not allowed\..* as text\./);
	});
});

describe('media', () => {
	it.each([
		['LoadImage', 'image', 'image'],
		['LoadImageMask', 'image', 'image'],
		['LoadVideo', 'video', 'video'],
		['LoadVideo', 'file', 'video'],
		['VHS_LoadVideo', 'video', 'video'],
		['LoadAudio', 'audio', 'audio'],
		['VHS_LoadAudioUpload', 'audio', 'audio'],
	])('%s takes a file for %s: %s', (className, name, type) => {
		const [field] = one(className, { [name]: 'sample.bin' });
		expect(field).toMatchObject({ type, prominent: true });
		expect(field).not.toHaveProperty('default');
	});

	it.each([
		['LoadImageFromUrl', 'image'],
		['VHS_LoadVideoPath', 'video'],
		['LoraLoader', 'lora_name'],
		['CheckpointLoaderSimple', 'ckpt_name'],
		['ImageOnlyCheckpointLoader', 'image'],
		['LoadLatent', 'image'],
		['SaveImage', 'image'],
		['VHS_LoadVideo', 'format'],
	])('%s takes text for %s', (className, name) => {
		expect(one(className, { [name]: 'sample.bin' })).toMatchObject([
			{ type: 'string', prominent: false, default: 'sample.bin' },
		]);
	});

	it.each([
		[WORKFLOW_IDS.imageToImage, '10.image', 'photo.png', pngFile(1).bytes],
		[WORKFLOW_IDS.video, '1.video', 'clip.mp4', mp4File().bytes],
		[WORKFLOW_IDS.video, '2.audio', 'song.mp3', mp3File().bytes],
	])('of workflow %s, %s, is an upload', async (workflowId, id, name, content) => {
		const bench = createBench();
		const form = await formOf(bench, workflowId);
		const { fileName } = await uploadFile(bench.transport, fileOf(content, name));
		const inputs = nodeInputsOf(form, { [id]: fileName });
		expect(inputs).toMatchObject([{ fieldValue: fileName }]);
		await submitWorkflow(bench.transport, { workflowId, inputs });
		expect(bench.simulator.tasks()[0]?.execution?.accepted).toBe(true);
		const field = form.find((each) => each.id === id);
		if (field === undefined) throw new Error(`no field ${id}`);
		expect(problemOf(field, 'a red fox')).toMatch(/is not a file/);
		expect(problemOf(field, 'openapi/a.png\nopenapi/b.png')).toMatch(/2 files .* at most 1/);
	});
});

describe('labels', () => {
	it.each<[string, string | undefined, string, string]>([
		['KSampler', 'Sampler', 'steps', 'Sampler: steps'],
		['KSampler', undefined, 'steps', 'KSampler: steps'],
		['KSampler', '', 'steps', 'KSampler: steps'],
		['', undefined, 'steps', 'Node 7: steps'],
		['A', 'CLIP Text Encode (Positive Prompt)', 'text', 'CLIP Text Encode (Pos…: text'],
		['A', 'A title of some length', 'an_input_of_some_length', 'A title…: an_input_of_some_…'],
	])('of a %j with the title %j', (className, title, name, label) => {
		expect(labelsOf(one(className, { [name]: 1 }, title))).toEqual([label]);
	});

	it('of nodes with the same title have their ids', () => {
		const node = { class_type: 'CLIPTextEncode', inputs: { text: '' }, _meta: { title: 'Prompt' } };
		const long = { ...node, _meta: { title: 'CLIP Text Encode (Prompt)' } };
		expect(labelsOf(workflowForm({ '6': node, '7': node, '61': long, '71': long }))).toEqual([
			'#6 Prompt: text',
			'#7 Prompt: text',
			'#61: text',
			'#71: text',
		]);
	});

	it('of inputs that start alike are numbered', () => {
		const inputs = { number_of_frames_before_it: 1, number_of_frames_behind_it: 2 };
		expect(labelsOf(one('A', inputs))).toEqual([
			'#7 A: number_of_frames_…',
			'#7 A: number_of_frames_… (2)',
		]);
	});
});

describe('the order', () => {
	it('is that of the ids as numbers, then of the inputs', () => {
		const node = { class_type: 'A', inputs: { b: 1, a: 2 } };
		const form = workflowForm({ '57:2': node, '10': node, '9': node, '57:10': node });
		expect(form.map(({ id }) => id)).toEqual(
			['9', '10', '57:2', '57:10'].flatMap((id) => [`${id}.b`, `${id}.a`]),
		);
	});
});

describe('a graph with holes', () => {
	it.each<[string, JsonObject]>([
		['no nodes', {}],
		['a node that is none', { '1': 'text', '2': null, '3': [] }],
		['no inputs', { '1': { class_type: 'A' } }],
		['inputs that are none', { '1': { class_type: 'A', inputs: ['a'] } }],
	])('%s gives no fields', (_about, graph) => {
		expect(workflowForm(graph)).toEqual([]);
	});
});

/** The inputs of a graph that a person can set, counted in another way. */
function settable(graph: JsonObject): string[] {
	const hidden = ['upload', 'choose audio to upload', 'control_after_generate'];
	return Object.entries(graph).flatMap(([id, node]) =>
		Object.entries(asObject(asObject(node).inputs))
			.filter(([name, value]) => !hidden.includes(name) && !Array.isArray(value))
			.map(([name]) => `${id}.${name}`),
	);
}

describe('a large graph', () => {
	const graph = filmGraph();
	const form = workflowForm(graph);

	it('gives each literal once, and no link', () => {
		expect(form.length).toBeGreaterThan(600);
		expect(form.map(({ id }) => id).sort()).toEqual(settable(graph).sort());
	});

	it('has short and distinct labels', () => {
		const labels = labelsOf(form);
		expect(new Set(labels).size).toBe(labels.length);
		expect(Math.max(...labels.map(({ length }) => length))).toBeLessThanOrEqual(28);
		expect(Math.min(...labels.map((label) => label.trim().length))).toBeGreaterThan(2);
	});

	it('puts forward media and texts alone', () => {
		const prominent = form.filter((field) => field.prominent);
		const kinds = new Set(prominent.map(({ fieldName, type }) => `${fieldName} ${type}`));
		expect([...kinds].sort()).toEqual(['audio audio', 'image image', 'text string']);
		expect(prominent).toHaveLength(30 + 31 + 1);
	});

	it('leaves the seeds alone', () => {
		const seeds = form.filter(({ fieldName }) => fieldName === 'noise_seed');
		expect(seeds).toHaveLength(30);
		expect(seeds.filter((field) => 'default' in field)).toEqual([]);
	});
});

const LEGAL: ReadonlyArray<readonly [id: string, value: unknown, sent: string]> = [
	['6.text', 'a red fox', 'a red fox'],
	['6.text', 5, '5'],
	['3.steps', 30, '30'],
	['3.steps', '30', '30'],
	['3.cfg', '7.5', '7.5'],
	['3.denoise', 0, '0'],
	['3.sampler_name', 'ddim', 'ddim'],
	['11.zsnr', true, 'true'],
	['11.zsnr', 'false', 'false'],
	['11.zsnr', 0, 'false'],
	['12.file_name', STORED_LORA.fileName, STORED_LORA.fileName],
];

const ILLEGAL: ReadonlyArray<readonly [id: string, value: unknown, allowed: string]> = [
	['6.text', { a: 1 }, 'text'],
	['3.steps', 'many', 'a number'],
	['3.cfg', '7,5', 'a number'],
	['3.cfg', true, 'a number'],
	['11.zsnr', 'yes', 'true or false'],
	['11.zsnr', 'off', 'true or false'],
	['12.file_name', ['a', 'b'], 'text'],
];

describe('an input of every kind', () => {
	it.each(LEGAL)('%s takes %j, and the run sends %j', async (id, value, sent) => {
		const bench = createBench();
		const workflowId = WORKFLOW_IDS.textToImage;
		const inputs = nodeInputsOf(await formOf(bench, workflowId), { [id]: value });
		const [nodeId, fieldName] = id.split('.');
		expect(inputs).toEqual([{ nodeId, fieldName, fieldValue: sent }]);
		await submitWorkflow(bench.transport, { workflowId, inputs });
		expect(bench.simulator.tasks()[0]?.execution?.accepted).toBe(true);
	});

	it.each(ILLEGAL)('%s refuses %j', async (id, value, allowed) => {
		const form = await formOf(createBench(), WORKFLOW_IDS.textToImage);
		const field = form.find((each) => each.id === id);
		if (field === undefined) throw new Error(`no field ${id}`);
		const problem = problemOf(field, value) ?? '';
		expect(problem.startsWith(`${field.label} (${id}): `)).toBe(true);
		expect(problem.endsWith(` is not allowed. Allowed: ${allowed}.`)).toBe(true);
	});
});
