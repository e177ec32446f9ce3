import { modelOperation } from '../../requests/model/model-operation';

/** Make a 3D model of what a text describes. */
export const generateFromText = modelOperation({
	resource: 'threeD',
	value: 'generateFromText',
	name: 'Generate From Text',
	action: 'Generate a 3D model from text',
	description: 'Make a 3D model of what a text describes',
});
