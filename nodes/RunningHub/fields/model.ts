import type { INodeProperties } from 'n8n-workflow';
import type { ModelOperation, Resource } from '../../../runninghub/catalogue/operations';

/**
 * The model that a new node starts with, and the only list it belongs to. Both sites have it, it is
 * cheap, and it needs nothing but a prompt. n8n saves no value that equals a default: another model
 * here would change every workflow that kept this one.
 */
export const DEFAULT_MODEL: {
	readonly endpoint: string;
	readonly shownAs: string;
	readonly resource: Resource;
	readonly operation: ModelOperation;
} = {
	endpoint: 'seedream-v5-lite/text-to-image',
	shownAs: '★ Seedream 5.0 Lite',
	resource: 'image',
	operation: 'generateFromText',
};

/** The model to run. */
export const modelField: INodeProperties = {
	displayName: 'Model',
	name: 'model',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description:
		'The RunningHub model to run. ★ marks good ones to start with. Search by name, maker (google, openai …), or words such as cheap, fast and official.',
	// Without it a model chosen for another operation would stay, and be paid for.
	typeOptions: { loadOptionsDependsOn: ['resource', 'operation'] },
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
			placeholder: 'e.g. seedream-v4.5/text-to-image or the URL of its API page',
			hint: 'The endpoint of the model, or the URL of its API page on the RunningHub site',
			validation: [
				{
					type: 'regex',
					properties: {
						regex:
							'^\\s*(https?://[^/\\s]+/(\\S*/)?api-detail/\\d+\\S*|(https?://[^/]+/openapi/v2/|/?openapi/v2/|/)?[A-Za-z0-9][^\\s?#:]*)\\s*$',
						errorMessage:
							'An endpoint looks like seedream-v4.5/text-to-image, an API page like https://www.runninghub.ai/call-api/api-detail/2011729237939384321',
					},
				},
			],
		},
	],
};

/** The same field where a new node starts. */
export const firstModelField: INodeProperties = {
	...modelField,
	default: {
		mode: 'list',
		value: DEFAULT_MODEL.endpoint,
		cachedResultName: DEFAULT_MODEL.shownAs,
	},
};
