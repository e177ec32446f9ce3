import type { INodeProperties } from 'n8n-workflow';

/** The AI app to run or to look at. */
export const aiAppField: INodeProperties = {
	displayName: 'AI App',
	name: 'aiApp',
	type: 'resourceLocator',
	default: { mode: 'url', value: '' },
	required: true,
	description: 'A public AI app, or one of your own',
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
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 1937084629516193794',
		},
	],
};

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

/** The form of the chosen AI app. */
export const appParametersField: INodeProperties = {
	displayName: 'Inputs',
	name: 'appParameters',
	type: 'resourceMapper',
	noDataExpression: true,
	default: { mappingMode: 'defineBelow', value: null },
	description:
		"The app's own inputs. What you leave empty keeps the app's value. For media give a URL, or the name of a binary field of the input such as <code>data</code>.",
	typeOptions: {
		loadOptionsDependsOn: ['resource', 'aiApp.value'],
		resourceMapper: {
			resourceMapperMethod: 'getAiAppFields',
			mode: 'add',
			valuesLabel: 'Inputs',
			fieldWords: { singular: 'input', plural: 'inputs' },
			addAllFields: true,
			supportAutoMap: false,
			noFieldsError: 'Paste the URL of an AI app to see its inputs.',
		},
	},
};
