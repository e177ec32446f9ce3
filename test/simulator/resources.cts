/** A model of the public library. */
export interface Resource {
	readonly id: string;
	readonly type: 'UNET' | 'CHECKPOINT' | 'LORA' | 'GGUF';
	readonly name: string;
	/** What a loader node takes. */
	readonly fileName: string;
	readonly baseModel: string;
	readonly tags: readonly number[];
	readonly triggerWords: string;
}

const LORA_COUNT = 70;
const FIRST_RESOURCE_ID = 1_871_234_567_890_123_777n;
const STYLES = [
	'Ink Wash',
	'Film Grain',
	'Clay',
	'Neon City',
	'Pencil Sketch',
	'Porcelain',
	'Retro Anime',
];
const BASES = ['SDXL 1.0', 'FLUX.1', 'Qwen-Image', 'Wan 2.2'];

function loras(): Resource[] {
	return Array.from({ length: LORA_COUNT }, (_unused, index): Resource => {
		const name = `${STYLES[index % STYLES.length] ?? ''} ${Math.floor(index / STYLES.length) + 1}`;
		return {
			id: String(FIRST_RESOURCE_ID + BigInt(index)),
			type: 'LORA',
			name,
			fileName: `${name.toLowerCase().replaceAll(' ', '_')}.safetensors`,
			baseModel: BASES[index % BASES.length] ?? '',
			tags: [1 + (index % 3)],
			triggerWords: name.toLowerCase(),
		};
	});
}

function others(): Resource[] {
	const list: ReadonlyArray<readonly [Resource['type'], string, string]> = [
		['CHECKPOINT', 'sd_xl_base_1.0.safetensors', 'SDXL 1.0'],
		['CHECKPOINT', 'dreamshaperXL_v21.safetensors', 'SDXL 1.0'],
		['UNET', 'flux1-dev.safetensors', 'FLUX.1'],
		['GGUF', 'flux1-dev-Q8_0.gguf', 'FLUX.1'],
	];
	return list.map(([type, fileName, baseModel], index) => ({
		id: String(FIRST_RESOURCE_ID + BigInt(LORA_COUNT + index)),
		type,
		name: fileName.replace(/\.\w+$/, ''),
		fileName,
		baseModel,
		tags: [9],
		triggerWords: '',
	}));
}

/** The public library: 70 LoRAs and a few other models (docs/runninghub-api.md, section 15). */
export const RESOURCES: readonly Resource[] = [...loras(), ...others()];

/** Whether the library has a LoRA whose file has this name. */
export function hasResourceFile(fileName: string): boolean {
	return RESOURCES.some((entry) => entry.type === 'LORA' && entry.fileName === fileName);
}
