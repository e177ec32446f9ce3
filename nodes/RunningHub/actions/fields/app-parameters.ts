import type { INodeProperties } from 'n8n-workflow';

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
