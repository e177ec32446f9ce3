import { modelOperation } from '../../requests/model/model-operation';

/** Make a picture of what a text describes. */
export const generateFromText = modelOperation({
	resource: 'image',
	value: 'generateFromText',
	name: 'Generate From Text',
	action: 'Generate an image from text',
	description: 'Make a picture of what a text describes',
});
