import type { INodeProperties } from 'n8n-workflow';

/** What to upload. */
export const filesField: INodeProperties = {
	displayName: 'Files',
	name: 'files',
	type: 'string',
	default: 'data',
	required: true,
	description:
		'The name of a binary field of the input, a URL or a data URI; several separated by commas. <code>data*</code> takes all binary fields whose name starts with <code>data</code>.',
};

/** The file that holds a LoRA. */
export const loraFileField: INodeProperties = {
	displayName: 'Input Binary Field',
	name: 'loraFile',
	type: 'string',
	default: 'data',
	required: true,
	hint: 'The name of the input binary field that holds the LoRA (.safetensors)',
};

/** The name of a LoRA at RunningHub. */
export const loraNameField: INodeProperties = {
	displayName: 'LoRA Name',
	name: 'loraName',
	type: 'string',
	default: '',
	placeholder: 'e.g. my-style',
	description: 'The name to store it under. Leave it empty for the name of the file.',
};

/** Part of a LoRA's name. */
export const loraSearchField: INodeProperties = {
	displayName: 'Search',
	name: 'search',
	type: 'string',
	default: '',
	placeholder: 'e.g. anime',
	description: 'Part of the name. Leave it empty for all.',
};
