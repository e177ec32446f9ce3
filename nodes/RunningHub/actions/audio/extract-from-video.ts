import { modelOperation } from '../../requests/model/model-operation';

/** Take the sound, or the voice, out of a video. */
export const extractFromVideo = modelOperation({
	resource: 'audio',
	value: 'extractFromVideo',
	name: 'Extract From Video',
	action: 'Extract audio from a video',
	description: 'Take the sound, or the voice, out of a video',
	withoutPrompt: true,
	takesFiles: true,
});
