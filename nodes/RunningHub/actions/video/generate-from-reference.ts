import { modelOperation } from '../../requests/model/model-operation';

/** Make a video with the people, things or styles of your pictures and clips. */
export const generateFromReference = modelOperation({
	resource: 'video',
	value: 'generateFromReference',
	name: 'Generate From References',
	action: 'Generate a video from references',
	description: 'Make a video with the people, things or styles of your pictures and clips',
	takesFiles: true,
});
