import { modelOperation } from '../../requests/model/model-operation';

/** Make a video of what a text describes. */
export const generateFromText = modelOperation({
	resource: 'video',
	value: 'generateFromText',
	name: 'Generate From Text',
	action: 'Generate a video from text',
	description: 'Make a video of what a text describes',
});
