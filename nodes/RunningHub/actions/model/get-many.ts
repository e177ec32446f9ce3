import { showValue } from '../../../../runninghub/forms/shorten';
import { asText } from '../../../../runninghub/json';
import { limitField, returnAllField } from '../../fields/limit';
import { modelItem } from '../../items/model-item';
import type { CallOperation } from '../../operation';
import { FieldValues } from '../../parameters/field-values';
import { readLimit } from '../../parameters/pages';
import { isAgentTool } from '../../runtime/agent-tool';
import {
	askPriceField,
	includeParametersField,
	modelSearchField,
	modelsForField,
	priceValuesField,
} from './fields';
import { listValue, MODEL_LISTS } from './model-lists';

/** Get the models of an operation, without any cost. */
export const getMany: CallOperation = {
	type: 'call',
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many models',
	description: 'Get the models of an operation with their prices and parameters, at no cost',
	fields: [
		modelsForField,
		modelSearchField,
		returnAllField,
		limitField,
		includeParametersField,
		askPriceField,
		priceValuesField,
	],
	async call(ctx, itemIndex, session) {
		const values = FieldValues.ofItem(ctx, itemIndex);
		const chosen = asText(values.choice(modelsForField));
		const lists = MODEL_LISTS.filter((list) => chosen === listValue(list));
		const search = values.text(modelSearchField);
		const limit = readLimit(ctx, itemIndex);
		const { readPriceQuestion, askPrices } = await import('./ask-price');
		const question = readPriceQuestion(values, askPriceField, priceValuesField);
		const { runCatalogue } = await import('../../runtime/newer-models');
		const catalogue = await runCatalogue(ctx);
		const models = (lists.length > 0 ? lists : MODEL_LISTS)
			.flatMap(({ resource, operation }) => catalogue.list({ resource, operation, search }))
			.slice(0, limit);
		if (models.length === 0 && search !== '') {
			const message = `${modelSearchField.displayName}: no model fits ${showValue(search)}. Fewer words find more.`;
			// n8n gives an agent an empty text where there is no item.
			if (isAgentTool(ctx)) return [{ json: { message }, pairedItem: { item: itemIndex } }];
			values.tell(message);
		}
		const prices = question && (await askPrices(session, models, question));
		const withParameters = values.flag(includeParametersField) !== false;
		return models.map((each) => {
			const { parameters, ...rest } = modelItem(each, MODEL_LISTS);
			return {
				json: { ...rest, ...(withParameters && { parameters }), ...prices?.get(each.endpoint) },
				pairedItem: { item: itemIndex },
			};
		});
	},
};
