import { modelOperation } from '../../requests/model/model-operation';

/** Make a 3D world of what a video shows. */
export const generateFromVideo = modelOperation({
	resource: 'threeD',
	value: 'generateFromVideo',
	name: 'Generate From Video',
	action: 'Generate a 3D world from a video',
	description: 'Make a 3D world of what a video shows',
	takesFiles: true,
});
