import type { OutputKind } from './catalogue.cts';
import type { InputRule } from './input-rules.cts';
import type { Json, JsonObject } from './json.cts';

/** A ComfyUI node class, as far as the simulator knows it. */
export interface NodeClass {
	readonly inputs: Readonly<Record<string, InputRule>>;
	readonly optional?: readonly string[];
	/** Types of its outputs, by slot. */
	readonly outputs: readonly string[];
	/** Of output nodes: what they save, or that they only show. */
	readonly saves?: OutputKind | 'nothing';
}

const LARGEST_SEED = 18_446_744_073_709_551_615;
const SAMPLERS = ['euler', 'euler_ancestral', 'dpmpp_2m', 'dpmpp_2m_sde', 'ddim', 'uni_pc'];
const SCHEDULERS = ['normal', 'karras', 'exponential', 'sgm_uniform', 'simple'];

const link = (of: string): InputRule => ({ type: 'LINK', of });
const combo = (...options: string[]): InputRule => ({ type: 'COMBO', options });
const text = (multiline = false): InputRule => ({ type: 'STRING', default: '', multiline });
const int = (usual: number, min: number, max: number): InputRule => ({
	type: 'INT',
	default: usual,
	min,
	max,
	step: 1,
});
const float = (usual: number, min: number, max: number, step = 0.01): InputRule => ({
	type: 'FLOAT',
	default: usual,
	min,
	max,
	step,
});
const file = (media: 'image' | 'video' | 'audio'): InputRule => ({ type: 'FILE', media });
const boolean = (usual: boolean): InputRule => ({ type: 'BOOLEAN', default: usual });

/** The classes whose inputs the simulator checks. Graphs may use others, which it takes as they are. */
export const NODE_CLASSES: Readonly<Record<string, NodeClass>> = {
	CheckpointLoaderSimple: {
		inputs: {
			ckpt_name: combo('sd_xl_base_1.0.safetensors', 'dreamshaperXL_v21.safetensors'),
		},
		outputs: ['MODEL', 'CLIP', 'VAE'],
	},
	RHLoraLoader: {
		inputs: {
			model: link('MODEL'),
			clip: link('CLIP'),
			file_name: { type: 'LORA' },
			strength_model: float(1, -100, 100),
			strength_clip: float(1, -100, 100),
		},
		outputs: ['MODEL', 'CLIP'],
	},
	ModelSamplingDiscrete: {
		inputs: {
			model: link('MODEL'),
			sampling: combo('eps', 'v_prediction', 'lcm', 'x0'),
			zsnr: boolean(false),
		},
		outputs: ['MODEL'],
	},
	CLIPTextEncode: {
		inputs: { text: text(true), clip: link('CLIP') },
		outputs: ['CONDITIONING'],
	},
	EmptyLatentImage: {
		inputs: {
			width: int(512, 16, 16_384),
			height: int(512, 16, 16_384),
			batch_size: int(1, 1, 4_096),
		},
		outputs: ['LATENT'],
	},
	KSampler: {
		inputs: {
			model: link('MODEL'),
			seed: int(0, 0, LARGEST_SEED),
			steps: int(20, 1, 10_000),
			cfg: float(8, 0, 100, 0.1),
			sampler_name: combo(...SAMPLERS),
			scheduler: combo(...SCHEDULERS),
			positive: link('CONDITIONING'),
			negative: link('CONDITIONING'),
			latent_image: link('LATENT'),
			denoise: float(1, 0, 1),
		},
		outputs: ['LATENT'],
	},
	VAEDecode: {
		inputs: { samples: link('LATENT'), vae: link('VAE') },
		outputs: ['IMAGE'],
	},
	VAEEncode: {
		inputs: { pixels: link('IMAGE'), vae: link('VAE') },
		outputs: ['LATENT'],
	},
	LoadImage: {
		inputs: { image: file('image') },
		outputs: ['IMAGE', 'MASK'],
	},
	LoadVideo: {
		inputs: { video: file('video') },
		outputs: ['VIDEO'],
	},
	VHS_LoadVideo: {
		inputs: {
			video: file('video'),
			force_rate: float(0, 0, 60, 1),
			frame_load_cap: int(0, 0, 100_000),
		},
		outputs: ['IMAGE', 'INT', 'AUDIO', 'VHS_VIDEOINFO'],
	},
	LoadAudio: {
		inputs: { audio: file('audio') },
		outputs: ['AUDIO'],
	},
	GetVideoComponents: {
		inputs: { video: link('VIDEO') },
		outputs: ['IMAGE', 'AUDIO', 'FLOAT'],
	},
	VHS_VideoCombine: {
		inputs: {
			images: link('IMAGE'),
			audio: link('AUDIO'),
			frame_rate: float(8, 1, 120, 1),
			loop_count: int(0, 0, 100),
			filename_prefix: text(),
			format: combo('video/h264-mp4', 'video/h265-mp4', 'image/gif'),
			pingpong: boolean(false),
			save_output: boolean(true),
		},
		optional: ['audio'],
		outputs: ['VHS_FILENAMES'],
		saves: 'video',
	},
	SaveImage: {
		inputs: { images: link('IMAGE'), filename_prefix: text() },
		outputs: [],
		saves: 'image',
	},
	PreviewImage: {
		inputs: { images: link('IMAGE') },
		outputs: [],
		saves: 'nothing',
	},
	SaveVideo: {
		inputs: {
			video: link('VIDEO'),
			filename_prefix: text(),
			format: combo('auto', 'mp4'),
			codec: combo('auto', 'h264'),
		},
		outputs: [],
		saves: 'video',
	},
	SaveAudioMP3: {
		inputs: {
			audio: link('AUDIO'),
			filename_prefix: text(),
			quality: combo('V0', '128k', '320k'),
		},
		outputs: [],
		saves: 'audio',
	},
	SaveGLB: {
		inputs: { mesh: link('MESH'), filename_prefix: text() },
		outputs: [],
		saves: '3d',
	},
	PreviewAny: {
		inputs: { source: link('*') },
		outputs: [],
		saves: 'text',
	},
	PrimitiveString: {
		inputs: { value: text() },
		outputs: ['STRING'],
	},
};

function inputConfig(rule: InputRule): Json {
	switch (rule.type) {
		case 'STRING':
			return ['STRING', { default: rule.default ?? '', multiline: rule.multiline ?? false }];
		case 'INT':
		case 'FLOAT':
			return [
				rule.type,
				{ default: rule.default, min: rule.min, max: rule.max, step: rule.step ?? 1 },
			];
		case 'BOOLEAN':
			return ['BOOLEAN', { default: rule.default ?? false }];
		case 'COMBO':
			return [[...rule.options], {}];
		case 'SWITCH':
			return [rule.options.map(String), {}];
		case 'FILE':
			return [['example.png'], { [`${rule.media}_upload`]: true }];
		case 'LORA':
			return ['STRING', { default: '' }];
		case 'LINK':
			return [rule.of, {}];
	}
}

/** A class as ComfyUI's `object_info` describes it; `undefined`: not known. */
export function objectInfo(name: string): JsonObject | undefined {
	const known = Object.hasOwn(NODE_CLASSES, name) ? NODE_CLASSES[name] : undefined;
	if (known === undefined) return undefined;
	const entries = Object.entries(known.inputs);
	const isOptional = ([input]: readonly [string, InputRule]): boolean =>
		known.optional?.includes(input) === true;
	const configs = (list: typeof entries): JsonObject =>
		Object.fromEntries(list.map(([input, rule]) => [input, inputConfig(rule)]));
	const required = entries.filter((entry) => !isOptional(entry));
	const optional = entries.filter(isOptional);
	return {
		input: { required: configs(required), optional: configs(optional) },
		input_order: {
			required: required.map(([input]) => input),
			optional: optional.map(([input]) => input),
		},
		output: [...known.outputs],
		output_is_list: known.outputs.map(() => false),
		output_name: [...known.outputs],
		name,
		display_name: name,
		description: '',
		python_module: 'nodes',
		category: 'simulator',
		output_node: known.saves !== undefined,
	};
}
