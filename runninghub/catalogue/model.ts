import type { FormField } from '../forms/form-field';

/** Where models are found: a resource of the node and, within it, what the model is used for. */
export const OPERATIONS = {
	threeD: ['generateFromImage', 'generateFromText', 'generateFromVideo'],
	audio: ['extractFromVideo', 'generateMusic', 'generateSpeech', 'transform'],
	image: ['edit', 'enhance', 'generateFromText'],
	text: ['analyzeAudio', 'analyzeImage', 'analyzeVideo', 'generateFromText', 'writeLyrics'],
	video: [
		'controlMotion',
		'edit',
		'enhance',
		'extend',
		'generateFromImage',
		'generateFromReference',
		'generateFromText',
		'lipSync',
	],
} as const;

/** A group of models by the kind of media they are about. */
export type Resource = keyof typeof OPERATIONS;

/** What a model of a resource is used for. */
export type Operation = (typeof OPERATIONS)[Resource][number];

/** The kind of result a model gives. */
export type OutputKind = '3d' | 'audio' | 'image' | 'text' | 'video';

const OUTPUT_OF_RESOURCE: Readonly<Record<Resource, OutputKind>> = {
	threeD: '3d',
	audio: 'audio',
	image: 'image',
	text: 'text',
	video: 'video',
};

/** One standard model (docs/runninghub-api.md, section 3). */
export interface Model {
	/** Path after `/openapi/v2/`; unique, and never changed by us. */
	readonly endpoint: string;
	/** The name RunningHub's own menu has for it, or its English name where the menu lacks it. */
	readonly name: string;
	/** RunningHub's Chinese name; the same as `name` where there is none. */
	readonly nameZh: string;
	/** The family it belongs to, such as `Kling`. */
	readonly provider: string;
	readonly resource: Resource;
	readonly operation: Operation;
	/** Differs from the resource's own kind for models that return an id or a text for another model. */
	readonly output: OutputKind;
	readonly deprecated: boolean;
	/**
	 * RunningHub's documentation of the China site lacks it, which is a hint and no proof that it is
	 * offered on the International site only (docs/runninghub-api.md, section 11).
	 */
	readonly maybeInternationalOnly?: true;
	/** The number in the address of its API page, where it is known (docs/runninghub-api.md, section 11). */
	readonly skuId?: string;
	/** Its form, in RunningHub's order. Made on first use. */
	readonly fields: readonly FormField[];
}

/** Whether a text is one of the resources that hold models. */
export function isResource(value: string): value is Resource {
	return Object.hasOwn(OPERATIONS, value);
}

/** The operation of that name, when the resource has it. */
export function findOperation(resource: Resource, name: string): Operation | undefined {
	return OPERATIONS[resource].find((operation) => operation === name);
}

/**
 * Whether a model may run under a resource: it belongs there, or it gives that kind of result.
 * A model chosen before the user switched from Image to Video does neither.
 */
export function fitsResource(model: Model, resource: Resource): boolean {
	return model.resource === resource || model.output === OUTPUT_OF_RESOURCE[resource];
}
