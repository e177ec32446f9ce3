import { modelOperation } from '../../requests/model/model-operation';

/** Describe a picture, or answer a question about it. */
export const analyzeImage = modelOperation({
	resource: 'text',
	value: 'analyzeImage',
	name: 'Analyze Image',
	action: 'Analyze an image',
	description: 'Describe a picture, or answer a question about it',
	takesFiles: true,
});
