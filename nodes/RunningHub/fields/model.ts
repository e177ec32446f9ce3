import type { INodeProperties } from 'n8n-workflow';

/** The model to run. */
export const modelField: INodeProperties = {
	displayName: 'Model',
	name: 'model',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The RunningHub model to run',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a model...',
			typeOptions: {
				searchListMethod: 'searchModels',
				searchable: true,
				// The list comes with the package, so that models can be browsed before there is a key.
				skipCredentialsCheckInRLC: true,
			},
		},
		{
			displayName: 'By Endpoint',
			name: 'endpoint',
			type: 'string',
			placeholder: 'e.g. rhart-image-n-pro/text-to-image',
			validation: [
				{
					type: 'regex',
					properties: {
						regex: '^\\s*(https?://[^/]+/openapi/v2/|/?openapi/v2/|/)?[A-Za-z0-9][^\\s?#]*\\s*$',
						errorMessage: 'An endpoint looks like rhart-image-n-pro/text-to-image',
					},
				},
			],
		},
	],
};
