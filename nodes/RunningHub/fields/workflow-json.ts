import type { INodeProperties } from 'n8n-workflow';

/** Where the graph comes from. */
export const graphSourceField: INodeProperties = {
	displayName: 'Workflow From',
	name: 'graphSource',
	type: 'options',
	default: 'json',
	options: [
		{ name: 'Binary File', value: 'file', description: 'A JSON file of the input item' },
		{ name: 'JSON', value: 'json', description: 'Pasted below, or given by an expression' },
	],
};

/** The graph itself. */
export const graphField: INodeProperties = {
	displayName: 'Workflow JSON',
	name: 'graphJson',
	type: 'json',
	typeOptions: { rows: 8 },
	default: '',
	required: true,
	description: 'The graph in API format, as ComfyUI exports it with Save (API Format)',
};

/** The same where a file may hold it instead. */
export const graphJsonField: INodeProperties = {
	...graphField,
	default: '',
	displayOptions: { show: { graphSource: ['json'] } },
};

/** The file that holds the graph. */
export const graphFileField: INodeProperties = {
	displayName: 'Input Binary Field',
	name: 'graphFile',
	type: 'string',
	default: 'data',
	required: true,
	hint: 'The name of the input binary field that holds the JSON file',
	displayOptions: { show: { graphSource: ['file'] } },
};
