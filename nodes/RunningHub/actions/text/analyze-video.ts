import { modelOperation } from '../../requests/model/model-operation';

/** Describe a video, or answer a question about it. */
export const analyzeVideo = modelOperation({
	resource: 'text',
	value: 'analyzeVideo',
	name: 'Analyze Video',
	action: 'Analyze a video',
	description: 'Describe a video, or answer a question about it',
	takesFiles: true,
});
