import type { JsonObject } from '../../../runninghub/json';

const SCENES = 30;

function node(className: string, title: string, inputs: JsonObject): JsonObject {
	return { inputs, class_type: className, _meta: { title } };
}

/** The nodes of one scene, whose ids start at `first`. */
function scene(index: number, first: number): Array<[id: string, node: JsonObject]> {
	const id = (offset: number): string => String(first + offset);
	return [
		[
			id(0),
			node('LoadImage', `First frame of scene ${index}`, { image: 'a.png', upload: 'image' }),
		],
		[
			id(1),
			node('CLIPTextEncode', 'CLIP Text Encode (Positive Prompt)', {
				text: `scene ${index}: 镜头缓慢推进，电影感`,
				clip: ['2', 0],
			}),
		],
		[
			id(2),
			node('WanImageToVideo', 'WanImageToVideo', {
				width: 832,
				height: 480,
				length: 81,
				batch_size: 1,
				positive: [id(1), 0],
				negative: ['3', 0],
				vae: ['4', 0],
				start_image: [id(0), 0],
			}),
		],
		[
			id(3),
			node('KSamplerAdvanced', 'KSampler (Advanced)', {
				add_noise: 'enable',
				noise_seed: 1_125_899_906_842_624,
				steps: 20,
				cfg: 3.5,
				sampler_name: 'euler',
				scheduler: 'simple',
				start_at_step: 0,
				end_at_step: 10_000,
				return_with_leftover_noise: 'disable',
				control_after_generate: 'randomize',
				model: ['1', 0],
				latent_image: [id(2), 2],
			}),
		],
		[
			`57:${index}`,
			node('VHS_VideoCombine', '🎬 合并视频 – the final cut of this scene', {
				frame_rate: 16,
				loop_count: 0,
				filename_prefix: `scene-${index}`,
				format: 'video/h264-mp4',
				pingpong: false,
				save_output: true,
				images: [id(3), 0],
			}),
		],
		[
			id(5),
			node('InterpolationSettings', 'Interpolation', {
				number_of_frames_to_interpolate_before: 2,
				number_of_frames_to_interpolate_after: 2,
			}),
		],
	];
}

/** A graph of the size that makers of films run: 30 scenes, models, music. */
export function filmGraph(): JsonObject {
	return {
		...Object.fromEntries(
			Array.from({ length: SCENES }, (_unused, index) => scene(index, 100 + index * 10)).flat(),
		),
		'1': node('UNETLoader', 'Load Diffusion Model', {
			unet_name: 'wan2.2_i2v_14B.safetensors',
			weight_dtype: 'default',
		}),
		'2': node('CLIPLoader', 'Load CLIP', { clip_name: 'umt5_xxl.safetensors', type: 'wan' }),
		'3': node('CLIPTextEncode', 'CLIP Text Encode (Negative Prompt)', {
			text: 'blurry, 静止',
			clip: ['2', 0],
		}),
		'4': node('VAELoader', 'Load VAE', { vae_name: 'wan_2.1_vae.safetensors' }),
		'5': node('VHS_LoadAudioUpload', 'Load Audio (Upload)', {
			audio: 'song.mp3',
			start_time: 0,
			duration: 0,
			'choose audio to upload': 'image',
		}),
	};
}
