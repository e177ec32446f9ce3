import type { INodeProperties } from 'n8n-workflow';
import { listValue, MODEL_LISTS } from './model-lists';

/** The choice of every list. */
export const ALL_LISTS = 'all';

const CHOICES = [
	{ name: 'Everything', value: ALL_LISTS },
	...MODEL_LISTS.map((list) => ({
		name: `${list.resourceName}: ${list.operationName}`,
		value: listValue(list),
	})),
];

/** Which models to list. */
export const modelsForField: INodeProperties = {
	displayName: 'Models For',
	name: 'modelsFor',
	type: 'options',
	default: 'image.generateFromText',
	options: CHOICES,
	description: 'The resource and operation that the models are for',
};

/** Words to find models by. */
export const modelSearchField: INodeProperties = {
	displayName: 'Search',
	name: 'modelSearch',
	type: 'string',
	default: '',
	placeholder: 'e.g. google cheap',
	description:
		'Words in any order: a name, a maker, an endpoint, <code>cheap</code>, <code>fast</code>, <code>official</code>. Empty for all, the good ones to start with first.',
};

/** One model. */
export const endpointField: INodeProperties = {
	displayName: 'Endpoint or Name',
	name: 'endpoint',
	type: 'string',
	default: '',
	placeholder: 'e.g. seedream-v5-lite/text-to-image',
	description:
		"The model's endpoint, its name as the Model lists show it, or the URL of its API page",
};

/** Whether the items have the models' forms. */
export const includeParametersField: INodeProperties = {
	displayName: 'Include Parameters',
	name: 'includeParameters',
	type: 'boolean',
	default: true,
	description:
		'Whether each model comes with its parameters. Leaving them out saves an AI agent tokens.',
};

/** Whether RunningHub is asked for prices. */
export const askPriceField: INodeProperties = {
	displayName: 'Ask Price',
	name: 'askPrice',
	type: 'boolean',
	default: false,
	description:
		'Whether to ask RunningHub for the price of one task. Free; for the first 20 models of an execution.',
};

/** What is to be priced. */
export const priceValuesField: INodeProperties = {
	displayName: 'Values to Price',
	name: 'priceValues',
	type: 'json',
	typeOptions: { rows: 3 },
	default: '{}',
	displayOptions: { show: { askPrice: [true] } },
	description:
		'Parameters by their API name, with links as media, such as <code>{"resolution": "2k"}</code>. A model takes those it has; the others keep its defaults, and a short prompt stands in for a missing one.',
};
