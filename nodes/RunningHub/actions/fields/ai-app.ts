import type { INodeProperties } from 'n8n-workflow';

/** The AI app to run or to look at. */
export const aiAppField: INodeProperties = {
	displayName: 'AI App',
	name: 'aiApp',
	type: 'resourceLocator',
	default: { mode: 'url', value: '' },
	required: true,
	description: 'The RunningHub AI app',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a public AI app...',
			typeOptions: { searchListMethod: 'searchAiApps', searchable: true },
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://www.runninghub.ai/ai-detail/1937084629516193794',
		},
		{
			displayName: 'ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 1937084629516193794',
		},
	],
};
