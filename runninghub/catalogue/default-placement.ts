import type { ModelOperation, Resource } from './operations';
import type { RegistryField, RegistryModel } from './registry-data';

/** Where a model is found in the node, and which of its inputs is the main text. */
export interface Placement {
	readonly resource: Resource;
	readonly operation: ModelOperation;
	/** Key of the input, or `null` when the model has no main text. */
	readonly promptKey: string | null;
}

const PROMPT_KEYS = ['prompt', 'text', 'textPrompt', 'text_prompt', 'description', 'lyrics'];
const NODE_PROMPT_KEY = /^\d+##(?:text|prompt|positive_prompt)$/;

function promptKey(fields: readonly RegistryField[]): string | null {
	const texts = fields.filter(({ type, multiple }) => type === 'string' && multiple !== true);
	const ids = texts.map(({ id }) => id);
	const known = PROMPT_KEYS.find((key) => ids.includes(key));
	return known ?? ids.find((id) => NODE_PROMPT_KEY.test(id)) ?? null;
}

function place(model: RegistryModel): Pick<Placement, 'resource' | 'operation'> {
	const words = `${model.endpoint} ${model.name}`.toLowerCase();
	const takes = (type: RegistryField['type']) => model.fields.some((field) => field.type === type);
	const needs = (type: RegistryField['type']) =>
		model.fields.some((field) => field.type === type && field.required);
	const fromImage = needs('image') || /image-to-/.test(words);
	switch (model.output) {
		case '3d':
			if (takes('video')) return { resource: 'threeD', operation: 'generateFromVideo' };
			return {
				resource: 'threeD',
				operation: fromImage ? 'generateFromImage' : 'generateFromText',
			};
		case 'audio':
			if (needs('video')) return { resource: 'audio', operation: 'extractFromVideo' };
			if (/music|song|suno|bgm|instrumental/.test(words) && !needs('audio')) {
				return { resource: 'audio', operation: 'generateMusic' };
			}
			return { resource: 'audio', operation: needs('audio') ? 'transform' : 'generateSpeech' };
		case 'image':
			if (/upscal|enhance|gigapixel|denoise/.test(words)) {
				return { resource: 'image', operation: 'enhance' };
			}
			return { resource: 'image', operation: fromImage ? 'edit' : 'generateFromText' };
		case 'text':
			if (/lyrics/.test(words)) return { resource: 'text', operation: 'writeLyrics' };
			if (needs('image')) return { resource: 'text', operation: 'analyzeImage' };
			if (needs('video')) return { resource: 'text', operation: 'analyzeVideo' };
			return {
				resource: 'text',
				operation: needs('audio') ? 'analyzeAudio' : 'generateFromText',
			};
		case 'video':
			if (/lip-?sync|avatar/.test(words)) return { resource: 'video', operation: 'lipSync' };
			if (/motion-control/.test(words)) return { resource: 'video', operation: 'controlMotion' };
			if (/reference-to|multimodal|omni-ref/.test(words)) {
				return { resource: 'video', operation: 'generateFromReference' };
			}
			if (/extend|extension/.test(words)) return { resource: 'video', operation: 'extend' };
			if (/upscal|enhance|fps|denoise|interpolation/.test(words)) {
				return { resource: 'video', operation: 'enhance' };
			}
			if (needs('video')) return { resource: 'video', operation: 'edit' };
			return {
				resource: 'video',
				operation: fromImage ? 'generateFromImage' : 'generateFromText',
			};
	}
}

/**
 * Where a model goes until somebody has looked at it, guessed from what it gives, what it needs
 * and how it is called.
 */
export function defaultPlacement(model: RegistryModel): Placement {
	return { ...place(model), promptKey: promptKey(model.fields) };
}
