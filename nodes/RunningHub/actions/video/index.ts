import { modelResource } from '../../requests/model/model-resource';

/** Models that make or work on video. */
export const video = modelResource({
	value: 'video',
	name: 'Video',
	defaultOperation: 'generateFromText',
	operations: [
		{
			value: 'controlMotion',
			name: 'Control Motion',
			action: 'Control the motion of a character',
			description: 'Let a character in a picture move like someone in a video',
			takesFiles: true,
		},
		{
			value: 'edit',
			name: 'Edit',
			action: 'Edit a video',
			description: 'Change what a video shows as a text says',
			takesFiles: true,
		},
		{
			value: 'enhance',
			name: 'Enhance',
			action: 'Enhance a video',
			description: 'Make a video larger, sharper or smoother',
			withoutPrompt: true,
			takesFiles: true,
		},
		{
			value: 'extend',
			name: 'Extend',
			action: 'Extend a video',
			description: 'Continue a video beyond its end',
			takesFiles: true,
		},
		{
			value: 'generateFromImage',
			name: 'Generate From Image',
			action: 'Generate a video from an image',
			description: 'Set a picture in motion, or lead from a first picture to a last one',
			takesFiles: true,
		},
		{
			value: 'generateFromReference',
			name: 'Generate From References',
			action: 'Generate a video from references',
			description: 'Make a video with the people, things or styles of your pictures and clips',
			takesFiles: true,
		},
		{
			value: 'generateFromText',
			name: 'Generate From Text',
			action: 'Generate a video from text',
			description: 'Make a video of what a text describes',
		},
		{
			value: 'lipSync',
			name: 'Lip Sync',
			action: 'Sync lips to audio',
			description: 'Let a face speak or sing a recording',
			takesFiles: true,
		},
	],
});
