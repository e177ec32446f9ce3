import { modelOperation } from '../../requests/model/model-operation';

/** Write a text with a language model. */
export const generateFromText = modelOperation({
	resource: 'text',
	value: 'generateFromText',
	name: 'Generate From Text',
	action: 'Generate text',
	description: 'Write a text with a language model',
});
