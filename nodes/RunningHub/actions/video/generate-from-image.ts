import { modelOperation } from '../../requests/model/model-operation';

/** Set a picture in motion, or lead from a first picture to a last one. */
export const generateFromImage = modelOperation({
	resource: 'video',
	value: 'generateFromImage',
	name: 'Generate From Image',
	action: 'Generate a video from an image',
	description: 'Set a picture in motion, or lead from a first picture to a last one',
	takesFiles: true,
});
