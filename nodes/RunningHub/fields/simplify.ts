import type { INodeProperties } from 'n8n-workflow';

/** Whether the answer of RunningHub is left out of the item. */
export const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};
