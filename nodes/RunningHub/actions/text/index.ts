import { modelResource } from '../model-operation';

/** Models that make or work on text. */
export const text = modelResource({
	value: 'text',
	name: 'Text',
	description: 'Describe pictures, videos and recordings; write texts and lyrics',
	defaultOperation: 'generateFromText',
	operations: [
		{
			value: 'analyzeAudio',
			name: 'Analyze Audio',
			action: 'Analyze audio',
			description: 'Get text from a recording, such as a transcript',
		},
		{
			value: 'analyzeImage',
			name: 'Analyze Image',
			action: 'Analyze an image',
			description: 'Describe a picture, or answer a question about it',
			prompt: {
				example: 'Describe this product for a web shop in two sentences',
				description: 'What you want to know about the picture',
			},
		},
		{
			value: 'analyzeVideo',
			name: 'Analyze Video',
			action: 'Analyze a video',
			description: 'Describe a video, or answer a question about it',
			prompt: {
				example: 'Sum up what happens, scene by scene',
				description: 'What you want to know about the video',
			},
		},
		{
			value: 'generateFromText',
			name: 'Generate From Text',
			action: 'Generate text',
			description: 'Write a text with a language model',
			prompt: {
				example: 'Write three taglines for a bakery',
				description: 'What to write',
			},
		},
		{
			value: 'writeLyrics',
			name: 'Write Lyrics',
			action: 'Write lyrics',
			description: 'Write the words of a song',
			prompt: {
				example: 'A love song about the last train home',
				description: 'What the song is about',
			},
		},
	],
});
