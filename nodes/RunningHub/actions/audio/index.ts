import { modelResource } from '../model-operation';

/** Models that make or work on audio. */
export const audio = modelResource({
	value: 'audio',
	name: 'Audio',
	description: 'Make music and speech, change recordings, take sound out of a video',
	defaultOperation: 'generateSpeech',
	operations: [
		{
			value: 'extractFromVideo',
			name: 'Extract From Video',
			action: 'Extract audio from a video',
			description: 'Take the sound, or the voice, out of a video',
		},
		{
			value: 'generateMusic',
			name: 'Generate Music',
			action: 'Generate music',
			description: 'Compose a song or background music',
			prompt: {
				example: 'Warm lo-fi hip hop, slow, with piano and rain',
				description: 'What the music is like; for Suno Custom the words to sing',
				isLeftEmptyBySome: true,
			},
		},
		{
			value: 'generateSpeech',
			name: 'Generate Speech',
			action: 'Generate speech from text',
			description: 'Turn text into speech, or clone a voice',
			prompt: {
				example: 'Welcome back! Today we look at three new cameras.',
				description: 'The words to say; for Voice Design what the voice is like',
			},
		},
		{
			value: 'transform',
			name: 'Transform',
			action: 'Transform audio',
			description: 'Change, split or extend a recording',
			prompt: {
				example: 'A soft acoustic version with a female voice',
				description: 'What the recording is to become',
				isLeftEmptyBySome: true,
			},
		},
	],
});
