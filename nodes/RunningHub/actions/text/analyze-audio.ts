import { modelOperation } from '../../requests/model/model-operation';

/** Get text from a recording, such as a transcript. */
export const analyzeAudio = modelOperation({
	resource: 'text',
	value: 'analyzeAudio',
	name: 'Analyze Audio',
	action: 'Analyze audio',
	description: 'Get text from a recording, such as a transcript',
	withoutPrompt: true,
	takesFiles: true,
});
