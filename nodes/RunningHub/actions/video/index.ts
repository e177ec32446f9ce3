import { modelResource } from '../model-operation';

/** Models that make or work on video. */
export const video = modelResource({
	value: 'video',
	name: 'Video',
	description: 'Make, edit, extend and enlarge videos; lip sync',
	defaultOperation: 'generateFromText',
	operations: [
		{
			value: 'controlMotion',
			name: 'Control Motion',
			action: 'Control the motion of a character',
			description: 'Make a character in a picture move like someone in a video',
		},
		{
			value: 'edit',
			name: 'Edit',
			action: 'Edit a video',
			description: 'Change what a video shows as a text says',
			prompt: {
				example: 'Turn the day into a rainy night',
				description: 'What to change in the video, and what to keep',
				isLeftEmptyBySome: true,
			},
		},
		{
			value: 'enhance',
			name: 'Enhance',
			action: 'Enhance a video',
			description: 'Make a video larger, sharper or smoother',
		},
		{
			value: 'extend',
			name: 'Extend',
			action: 'Extend a video',
			description: 'Continue a video beyond its end',
			prompt: {
				example: 'The boat sails on into the fog',
				description: 'How the video goes on',
			},
		},
		{
			value: 'generateFromImage',
			name: 'Generate From Image',
			action: 'Generate a video from an image',
			description: 'Set a picture in motion, or lead from a first picture to a last one',
			prompt: {
				example: 'The camera moves in slowly while her hair blows in the wind',
				description: 'What moves in the picture, and how the camera moves',
				isLeftEmptyBySome: true,
			},
		},
		{
			value: 'generateFromReference',
			name: 'Generate From References',
			action: 'Generate a video from references',
			description: 'Make a video with the people, things or styles of your pictures and clips',
			prompt: {
				example: 'The woman of image 1 wears the jacket of image 2 and walks through Rome',
				description: 'What the video shows, and which reference is what in it',
				isLeftEmptyBySome: true,
			},
		},
		{
			value: 'generateFromText',
			name: 'Generate From Text',
			action: 'Generate a video from text',
			description: 'Make a video of what a text describes',
			prompt: {
				example: 'A paper boat drifts down a flooded street, seen from above',
				description: 'What the video is to show',
			},
		},
		{
			value: 'lipSync',
			name: 'Lip Sync',
			action: 'Sync lips to audio',
			description: 'Make a face speak or sing what a recording says',
		},
	],
});
