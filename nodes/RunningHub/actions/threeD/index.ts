import { modelResource } from '../model-operation';

/** Models that make or work on 3D. */
export const threeD = modelResource({
	value: 'threeD',
	name: '3D',
	description: 'Make 3D models and worlds',
	defaultOperation: 'generateFromText',
	operations: [
		{
			value: 'generateFromImage',
			name: 'Generate From Image',
			action: 'Generate a 3D model from images',
			description: 'Make a 3D model of what one or several pictures show',
		},
		{
			value: 'generateFromText',
			name: 'Generate From Text',
			action: 'Generate a 3D model from text',
			description: 'Make a 3D model of what a text describes',
			prompt: {
				example: 'A low-poly treasure chest with iron fittings',
				description: 'What the 3D model is to be',
			},
		},
		{
			value: 'generateFromVideo',
			name: 'Generate From Video',
			action: 'Generate a 3D world from a video',
			description: 'Make a 3D world of what a video shows',
		},
	],
});
