import { caseText } from '../cases/case-files.cts';
import { readGraph } from './graph.cts';
import type { Graph } from './graph.cts';
import type { Json, JsonObject } from './json.cts';
import { STORED_LORA } from './lora-store.cts';

/** A workflow on the simulated site. */
export interface StoredWorkflow {
	/** 19 digits, above 2^53. */
	readonly id: string;
	readonly graph: Graph;
	readonly password?: string;
	/** Never saved and run on the web: 810. */
	readonly neverRun?: boolean;
}

function node(className: string, title: string, inputs: JsonObject): JsonObject {
	return { inputs, class_type: className, _meta: { title } };
}

function sampler(model: Json, latent: Json, denoise: number): JsonObject {
	return node('KSampler', 'KSampler', {
		seed: 156_680_208_700_286,
		steps: 20,
		cfg: 8,
		sampler_name: 'euler',
		scheduler: 'normal',
		denoise,
		model,
		positive: ['6', 0],
		negative: ['7', 0],
		latent_image: latent,
	});
}

const CHECKPOINT = node('CheckpointLoaderSimple', 'Load Checkpoint', {
	ckpt_name: 'sd_xl_base_1.0.safetensors',
});
const DECODE = node('VAEDecode', 'VAE Decode', { samples: ['3', 0], vae: ['4', 2] });

function prompts(clip: Json): JsonObject {
	return {
		'6': node('CLIPTextEncode', 'Positive Prompt', { text: 'a lighthouse at dusk', clip }),
		'7': node('CLIPTextEncode', 'Negative Prompt', { text: 'text, watermark', clip }),
	};
}

const EMPTY_LATENT = node('EmptyLatentImage', 'Empty Latent Image', {
	width: 1024,
	height: 1024,
	batch_size: 1,
});

const TEXT_TO_IMAGE: JsonObject = {
	'3': sampler(['11', 0], ['5', 0], 1),
	'4': CHECKPOINT,
	'5': EMPTY_LATENT,
	...prompts(['12', 1]),
	'8': DECODE,
	'9': node('SaveImage', 'Save Image', { filename_prefix: 'ComfyUI', images: ['8', 0] }),
	'11': node('ModelSamplingDiscrete', 'Model Sampling', {
		sampling: 'eps',
		zsnr: false,
		model: ['12', 0],
	}),
	'12': node('RHLoraLoader', 'LoRA', {
		file_name: STORED_LORA.fileName,
		strength_model: 0.8,
		strength_clip: 1,
		model: ['4', 0],
		clip: ['4', 1],
	}),
};

const IMAGE_TO_IMAGE: JsonObject = {
	'3': sampler(['4', 0], ['13', 0], 0.6),
	'4': CHECKPOINT,
	...prompts(['4', 1]),
	'8': DECODE,
	'9': node('SaveImage', 'Save Image', { filename_prefix: 'ComfyUI', images: ['8', 0] }),
	'10': node('LoadImage', 'Photo', { image: 'portrait-sample.png', upload: 'image' }),
	'13': node('VAEEncode', 'VAE Encode', { pixels: ['10', 0], vae: ['4', 2] }),
};

const VIDEO: JsonObject = {
	'1': node('LoadVideo', 'Clip', { video: 'walk-sample.mp4' }),
	'2': node('LoadAudio', 'Music', { audio: 'rain-sample.mp3' }),
	'3': node('GetVideoComponents', 'Frames', { video: ['1', 0] }),
	'4': node('VHS_VideoCombine', 'Combine', {
		frame_rate: 24,
		loop_count: 0,
		filename_prefix: 'Clip',
		format: 'video/h264-mp4',
		pingpong: false,
		save_output: true,
		images: ['3', 0],
		audio: ['2', 0],
	}),
};

const SMALL: JsonObject = {
	'3': sampler(['4', 0], ['5', 0], 1),
	'4': CHECKPOINT,
	'5': EMPTY_LATENT,
	...prompts(['4', 1]),
	'8': DECODE,
};

const SAVING: JsonObject = {
	...SMALL,
	'9': node('SaveImage', 'Save Image', { filename_prefix: 'ComfyUI', images: ['8', 0] }),
};

/** Ids of the stored workflows. They differ by less than a double can tell apart. */
export const WORKFLOW_IDS = {
	/** The sample of RunningHub's own pages: seed, texts, numbers, an option, a boolean, a LoRA. */
	textToImage: '1904136902449209346',
	/** Has a LoadImage. */
	imageToImage: '1904136902449209347',
	/** Has a LoadVideo and a LoadAudio. */
	video: '1904136902449209348',
	/** Needs `WORKFLOW_PASSWORD`. */
	protected: '1904136902449209349',
	/** Never run on the web: 810. */
	neverRun: '1904136902449209350',
	/** Only previews its picture: SUCCESS with no results. */
	withoutSave: '1904136902449209351',
	/** Shortened graphs of other people, for the setting `nodeClasses: 'accept'`. */
	noneSlots: '1904136902449209352',
	subgraphIds: '1904136902449209353',
	noMeta: '1904136902449209354',
	/** Has inputs with a dot in their names, at a node of a subgraph. */
	dottedNames: '1904136902449209355',
} as const;

/** Opens the workflow that has a password. */
export const WORKFLOW_PASSWORD = 'open sesame';

const DOTTED_NAMES: JsonObject = {
	'57:250': node('ComfyMathExpression', 'Math', { expression: 'a * 2', 'values.a': 3 }),
	'9': node('SaveImage', 'Save Image', { filename_prefix: 'A', images: ['57:250', 0] }),
};

function reported(file: string): JsonObject {
	const graph: JsonObject = JSON.parse(caseText(file));
	return graph;
}

function stored(id: string, graph: JsonObject, more: Partial<StoredWorkflow> = {}): StoredWorkflow {
	const read = readGraph(graph);
	if (read === undefined) throw new Error(`Workflow ${id} has no graph`);
	return { id, graph: read, ...more };
}

/** The workflows of the simulated site, the same on both sites. */
export const STORED_WORKFLOWS: ReadonlyMap<string, StoredWorkflow> = new Map(
	[
		stored(WORKFLOW_IDS.textToImage, TEXT_TO_IMAGE),
		stored(WORKFLOW_IDS.imageToImage, IMAGE_TO_IMAGE),
		stored(WORKFLOW_IDS.video, VIDEO),
		stored(WORKFLOW_IDS.protected, SAVING, { password: WORKFLOW_PASSWORD }),
		stored(WORKFLOW_IDS.neverRun, SAVING, { neverRun: true }),
		stored(WORKFLOW_IDS.withoutSave, {
			...SMALL,
			'9': node('PreviewImage', 'Preview', { images: ['8', 0] }),
		}),
		stored(WORKFLOW_IDS.noneSlots, reported('graph-none-slots.json')),
		stored(WORKFLOW_IDS.subgraphIds, reported('graph-subgraph-ids.json')),
		stored(WORKFLOW_IDS.noMeta, reported('graph-no-meta.json')),
		stored(WORKFLOW_IDS.dottedNames, DOTTED_NAMES),
	].map((workflow) => [workflow.id, workflow]),
);
