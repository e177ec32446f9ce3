import { modelOperation } from '../../requests/model/model-operation';

/** Let a voice speak a text, or clone a voice. */
export const generateSpeech = modelOperation({
	resource: 'audio',
	value: 'generateSpeech',
	name: 'Generate Speech',
	action: 'Generate speech from text',
	description: 'Let a voice speak a text, or clone a voice',
});
