import type { INodeProperties } from 'n8n-workflow';

/** The machine behind the proxy. */
export const serverSizeField: INodeProperties = {
	displayName: 'Server',
	name: 'serverSize',
	type: 'options',
	default: 'proxy',
	options: [
		{ name: '24 GB', value: 'proxy' },
		{ name: '48 GB', value: 'proxy-plus' },
	],
	description: 'The machine that stands in for a ComfyUI server of your own. For enterprise keys.',
};

/** A prompt on the server. */
export const promptIdField: INodeProperties = {
	displayName: 'Prompt ID',
	name: 'promptId',
	type: 'string',
	default: '',
	required: true,
	description: 'The ID that Queue Prompt returned as <code>taskId</code>',
};

/** A class of nodes. */
export const nodeClassField: INodeProperties = {
	displayName: 'Node Class',
	name: 'nodeClass',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. KSampler',
	description: 'The class of ComfyUI nodes, case-sensitive',
};
