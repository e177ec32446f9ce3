import { modelOperation } from '../../requests/model/model-operation';

/** Compose a song or background music. */
export const generateMusic = modelOperation({
	resource: 'audio',
	value: 'generateMusic',
	name: 'Generate Music',
	action: 'Generate music',
	description: 'Compose a song or background music',
});
