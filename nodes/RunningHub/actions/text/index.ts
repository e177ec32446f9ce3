import { modelResource } from '../../requests/model/model-resource';

/** Models that make or work on text. */
export const text = modelResource({
	value: 'text',
	name: 'Text',
	defaultOperation: 'generateFromText',
	operations: [
		{
			value: 'analyzeAudio',
			name: 'Analyze Audio',
			action: 'Analyze audio',
			description: 'Get text from a recording, such as a transcript',
			withoutPrompt: true,
			takesFiles: true,
		},
		{
			value: 'analyzeImage',
			name: 'Analyze Image',
			action: 'Analyze an image',
			description: 'Describe a picture, or answer a question about it',
			takesFiles: true,
		},
		{
			value: 'analyzeVideo',
			name: 'Analyze Video',
			action: 'Analyze a video',
			description: 'Describe a video, or answer a question about it',
			takesFiles: true,
		},
		{
			value: 'generateFromText',
			name: 'Generate From Text',
			action: 'Generate text',
			description: 'Write a text with a language model',
		},
		{
			value: 'writeLyrics',
			name: 'Write Lyrics',
			action: 'Write lyrics',
			description: 'Write the words of a song',
		},
	],
});
