import { modelResource } from '../../requests/model/model-resource';

/** Models that make or work on audio. */
export const audio = modelResource({
	value: 'audio',
	name: 'Audio',
	defaultOperation: 'generateSpeech',
	operations: [
		{
			value: 'extractFromVideo',
			name: 'Extract From Video',
			action: 'Extract audio from a video',
			description: 'Take the sound, or the voice, out of a video',
			withoutPrompt: true,
			takesFiles: true,
		},
		{
			value: 'generateMusic',
			name: 'Generate Music',
			action: 'Generate music',
			description: 'Compose a song or background music',
		},
		{
			value: 'generateSpeech',
			name: 'Generate Speech',
			action: 'Generate speech from text',
			description: 'Let a voice speak a text, or clone a voice',
		},
		{
			value: 'transform',
			name: 'Transform',
			action: 'Transform audio',
			description: 'Change, split or extend a recording',
			takesFiles: true,
		},
	],
});
