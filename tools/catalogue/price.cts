import type { OutputKind, Price } from '../../runninghub/catalogue/model';
import { asText, isJsonObject, type JsonObject, type JsonValue } from '../../runninghub/json';

/** Above this amount in CNY a price stands for "not for sale". */
const NO_PRICE = 1000;

/** A video cannot cost as little as this: the source has it where it knows none. */
const NO_VIDEO_PRICE = 0.01;

function priceOf(
	data: JsonObject,
	amount: JsonValue | undefined,
	from: boolean,
): Price | undefined {
	const { as_of: asOf, unit } = data;
	if (typeof amount !== 'number' || amount <= 0 || amount > NO_PRICE) return undefined;
	return { amount, from, unit: asText(unit), asOf: asText(asOf) };
}

/**
 * The price of a captured model: the newest one where it is the same whatever is chosen, else the
 * lowest one. `undefined` where no source has one, or one that cannot be meant.
 */
export function readPrice(pricing: JsonValue | undefined, output: OutputKind): Price | undefined {
	const price = isJsonObject(pricing) ? statedPrice(pricing) : undefined;
	const isMeant = output !== 'video' || price?.unit !== 'call' || price.amount > NO_VIDEO_PRICE;
	return isMeant ? price : undefined;
}

function statedPrice(pricing: JsonObject): Price | undefined {
	const { type, price, from, list_price: listed, depends_on: dependsOn } = pricing;
	const single = isJsonObject(listed) ? priceOf(listed, listed.price, false) : undefined;
	switch (asText(type)) {
		case 'fixed':
			return single ?? priceOf(pricing, price, false);
		case 'from':
			return priceOf(pricing, price, Array.isArray(dependsOn));
		case 'rules': {
			const lowest = priceOf(pricing, from, true);
			const lower = single !== undefined && lowest !== undefined && single.amount < lowest.amount;
			return lower ? { ...single, from: true } : lowest;
		}
		default:
			return undefined;
	}
}
