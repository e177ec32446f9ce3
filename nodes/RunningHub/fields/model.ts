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
			displayName: 'By Endpoint or URL',
			name: 'endpoint',
			type: 'string',
			placeholder: 'e.g. rhart-image-n-pro/text-to-image or the URL of its API page',
			hint: 'The endpoint of the model, or the URL of its API page on the RunningHub site',
			validation: [
				{
					type: 'regex',
					properties: {
						regex:
							'^\\s*(https?://[^/\\s]+/(\\S*/)?api-detail/\\d+\\S*|(https?://[^/]+/openapi/v2/|/?openapi/v2/|/)?[A-Za-z0-9][^\\s?#:]*)\\s*$',
						errorMessage:
							'An endpoint looks like rhart-image-n-pro/text-to-image, an API page like https://www.runninghub.ai/call-api/api-detail/2004543847939751938',
					},
				},
			],
		},
	],
};
