import type { INodeProperties } from 'n8n-workflow';

/** The main text of a model, whatever its key is there. */
export const promptField: INodeProperties = {
	displayName: 'Prompt',
	name: 'prompt',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	placeholder: 'Describe what you want, or write the words to say or sing',
	description:
		'The text the model works from: what to show, say or sing. Leave it empty for models that take none.',
};
