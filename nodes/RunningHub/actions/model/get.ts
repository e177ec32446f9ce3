import { modelItem } from '../../items/model-item';
import { invalidInput } from '../../items/invalid-input';
import { loadCatalogue } from '../../../../runninghub/catalogue/catalogue';
import { showValue } from '../../../../runninghub/forms/shorten';
import type { CallOperation } from '../../operation';
import { FieldValues } from '../../parameters/field-values';
import { findModel, readEndpoint } from '../../parameters/find-model';
import { askPriceField, endpointField, priceValuesField } from './fields';
import { MODEL_LISTS } from './model-lists';

/** A name that several lists have is none of them in particular. */
const ANYWHERE = { resource: '', operation: '' };

/** Get one model, without any cost. */
export const get: CallOperation = {
	type: 'call',
	value: 'get',
	name: 'Get',
	action: 'Get a model',
	description: 'Get one model with its price and its parameters, at no cost',
	fields: [endpointField, askPriceField, priceValuesField],
	async call(ctx, itemIndex, session) {
		const values = FieldValues.ofItem(ctx, itemIndex);
		const given = values.requiredText(
			endpointField,
			'Give the endpoint of a model, such as seedream-v5-lite/text-to-image. Model → Get Many lists them.',
		);
		const { readPriceQuestion, askPrices } = await import('./ask-price');
		const question = readPriceQuestion(values, askPriceField, priceValuesField);
		const endpoint = readEndpoint(given);
		const { runCatalogue } = await import('../../runtime/newer-models');
		const found =
			findModel(await loadCatalogue(), endpoint, ANYWHERE) ??
			findModel(await runCatalogue(ctx), endpoint, ANYWHERE);
		if (found === undefined) {
			throw invalidInput(
				`${endpointField.displayName}: no one model is known as ${showValue(given)}`,
				'Several operations may have a model of that name, so give the endpoint. Model → Get Many lists them.',
			);
		}
		const prices = question && (await askPrices(session, [found], question));
		return [
			{
				json: { ...modelItem(found, MODEL_LISTS), ...prices?.get(found.endpoint) },
				pairedItem: { item: itemIndex },
			},
		];
	},
};
