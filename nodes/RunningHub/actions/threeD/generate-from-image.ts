import { modelOperation } from '../../requests/model/model-operation';

/** Make a 3D model of what one or several pictures show. */
export const generateFromImage = modelOperation({
	resource: 'threeD',
	value: 'generateFromImage',
	name: 'Generate From Image',
	action: 'Generate a 3D model from images',
	description: 'Make a 3D model of what one or several pictures show',
	takesFiles: true,
});
