import type { IDataObject } from 'n8n-workflow';
import { makerOf } from '../../../runninghub/catalogue/families';
import type { Model } from '../../../runninghub/catalogue/model';
import { modelPage } from '../../../runninghub/catalogue/model-page';
import type { FormField } from '../../../runninghub/forms/form-field';

/** What the editor calls a list of models. */
interface ListNames {
	readonly resource: string;
	readonly operation: string;
	readonly resourceName: string;
	readonly operationName: string;
}

/**
 * A model as an item: what it is, where it is in the node, what it costs as of a day on the China
 * site, whether it can be had, and its parameters. What is not known is missing.
 */
export function modelItem(model: Model, lists: readonly ListNames[]): IDataObject {
	const { title, endpoint, provider, resource, operation, output, price, fields } = model;
	const list = lists.find((each) => each.resource === resource && each.operation === operation);
	return {
		name: title,
		endpoint,
		maker: makerOf(provider),
		resource: list?.resourceName ?? resource,
		operation: list?.operationName ?? operation,
		output,
		goodStart: model.goodStart !== undefined,
		...(price !== undefined && {
			price: price.amount,
			priceCurrency: 'CNY',
			priceUnit: price.unit,
			priceIsLowest: price.from,
			priceAsOf: price.asOf,
		}),
		availability: availabilityOf(model),
		...(model.keywords !== undefined && { keywords: [...model.keywords] }),
		link: modelPage(model),
		parameters: fields.map(parameter),
	};
}

function availabilityOf({
	deprecated,
	unavailable,
	maybeInternationalOnly,
	helper,
}: Model): string {
	if (deprecated) return 'withdrawn';
	if (unavailable === true) return 'unavailable for now';
	if (maybeInternationalOnly === true) return 'perhaps on the International site only';
	return helper === true ? 'available, as a helper step' : 'available';
}

function parameter(field: FormField): IDataObject {
	const { id, label, type, required, multiple, options, role } = field;
	const { default: preset, min, max, maxLength, maxItems, accept, maxSizeMb } = field;
	return {
		key: id,
		label,
		type,
		required,
		...(role === 'prompt' && { isPrompt: true }),
		...(multiple && { multiple }),
		...(options !== undefined && { options: options.map(({ value }) => value) }),
		...(preset !== undefined && { default: preset }),
		...(min !== undefined && { min }),
		...(max !== undefined && { max }),
		...(maxLength !== undefined && { maxLength }),
		...(maxItems !== undefined && { maxItems }),
		...(accept !== undefined && { fileTypes: [...accept] }),
		...(maxSizeMb !== undefined && { maxSizeMb }),
	};
}
