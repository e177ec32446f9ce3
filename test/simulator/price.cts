import type { Model } from './catalogue.cts';
import type { Json } from './json.cts';

/** Price of a model the catalogue knows no price of. */
const UNKNOWN_PRICE = 0.5;
const USUAL_SECONDS = 5;

function numberOf(value: Json | undefined): number | undefined {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : undefined;
}

/**
 * What one run costs by the catalogue's price data, in the site's currency. Plausible, not the
 * real price: those change often.
 */
export function priceOf(model: Model, values: ReadonlyMap<string, Json>): number {
	const { pricing } = model;
	if (pricing === undefined) return UNKNOWN_PRICE;
	const valueOf = (key: string): Json | undefined =>
		values.get(key) ?? model.parameters.find((entry) => entry.key === key)?.default;
	const rule = pricing.rules.find((entry) =>
		Object.entries(entry.when).every(([key, wanted]) => String(valueOf(key)) === String(wanted)),
	);
	const one = rule?.price ?? pricing.price ?? pricing.from ?? UNKNOWN_PRICE;
	const times =
		pricing.multipliedBy === undefined
			? pricing.unit === 'second'
				? (numberOf(valueOf('duration')) ?? USUAL_SECONDS)
				: 1
			: (numberOf(valueOf(pricing.multipliedBy)) ?? 1);
	return Math.round(one * times * 10_000) / 10_000;
}
