import type { INodeProperties } from 'n8n-workflow';
import {
	fetchPrivateLinks,
	inOrder,
	optionsCollection,
	RUN_OPTIONS,
	webhookUrl,
} from './run-options';

/** Parameters by their API name. */
export const extraParameters: INodeProperties = {
	displayName: 'Extra Parameters (JSON)',
	name: 'extraParameters',
	type: 'json',
	default: '{}',
	description:
		'Parameters by their API name, such as {"seed": 7}, which take precedence over the form. They are sent as they are, whether the form knows them or not; names of binary fields become files.',
};

/** Most that one task may cost. */
export const maxPrice: INodeProperties = {
	displayName: 'Maximum Price',
	name: 'maxPrice',
	type: 'number',
	typeOptions: { minValue: 0, numberPrecision: 4 },
	default: 1,
	description:
		"Most that one task may cost, in the account's currency. A task whose price preview is higher, or that has none, is not submitted.",
};

/** Most that all tasks of an execution may cost. */
export const maxTotalPrice: INodeProperties = {
	displayName: 'Maximum Total Price',
	name: 'maxTotalPrice',
	type: 'number',
	typeOptions: { minValue: 0, numberPrecision: 4 },
	default: 10,
	description:
		"Most that all tasks of an execution may cost together, over all items, rounds of a loop and tries, in the account's currency. Failed tasks count. Nothing is submitted when the price previews add up to more, or one is missing.",
};

/** The options of model runs. */
export const optionsField = optionsCollection(
	inOrder([
		...RUN_OPTIONS,
		extraParameters,
		fetchPrivateLinks,
		maxPrice,
		maxTotalPrice,
		webhookUrl,
	]),
);
