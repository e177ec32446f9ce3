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
export type ModelOperation = (typeof OPERATIONS)[Resource][number];

/** Whether a text is one of the resources that hold models. */
export function isResource(value: string): value is Resource {
	return Object.hasOwn(OPERATIONS, value);
}

/** The operation of that name, when the resource has it. */
export function findOperation(resource: Resource, name: string): ModelOperation | undefined {
	return OPERATIONS[resource].find((operation) => operation === name);
}
