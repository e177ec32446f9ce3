import type { INodeProperties } from 'n8n-workflow';

/** How public AI apps are ordered. */
export const aiAppOrderField: INodeProperties = {
	displayName: 'Sort',
	name: 'sort',
	type: 'options',
	default: 'RECOMMEND',
	options: [
		{ name: 'Hottest of the Week', value: 'HOTTEST' },
		{ name: 'Newest', value: 'NEWEST' },
		{ name: 'Recommended', value: 'RECOMMEND' },
	],
	description: 'Which AI apps come first',
};
