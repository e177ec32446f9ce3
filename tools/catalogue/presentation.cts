import type { Model, Price } from '../../runninghub/catalogue/model';
import type { Additions } from './additions.cts';

/** Makers' own words for their quicker models. */
const FAST = /\b(?:fast|flash|klein|lite|mini|prime|turbo)\b/i;

/** A price is cheap where it is at most this part of what is usual in its list for the same unit. */
const CHEAP_PART = 0.5;

/** A model as people see it: its title, and what they decided about its place in the list. */
function presented(model: Model, { titles, goodStarts, helpers, unavailable }: Additions): Model {
	const { endpoint } = model;
	const { goodStart: _start, helper: _helper, unavailable: _gone, ...rest } = model;
	const start = goodStarts.find(({ endpoint: own }) => own === endpoint);
	return {
		...rest,
		title: titles.get(endpoint) ?? model.title,
		...(start === undefined ? {} : { goodStart: start.place }),
		...(helpers.has(endpoint) ? { helper: true } : {}),
		...(unavailable.has(endpoint) ? { unavailable: true } : {}),
	};
}

/** By list and unit, up to which amount a price is cheap there. */
function cheapLimits(models: readonly Model[]): Map<string, number> {
	const amounts = new Map<string, number[]>();
	for (const model of models) {
		if (model.price === undefined) continue;
		const key = priceGroup(model, model.price);
		amounts.set(key, [...(amounts.get(key) ?? []), model.price.amount]);
	}
	return new Map(
		[...amounts].map(([key, all]) => {
			const sorted = all.sort((left, right) => left - right);
			const usual = sorted[Math.floor(sorted.length / 2)] ?? 0;
			return [key, usual * CHEAP_PART];
		}),
	);
}

function priceGroup({ resource, operation }: Model, { unit }: Price): string {
	return `${resource} ${operation} ${unit}`;
}

function keywordsOf(model: Model, limits: ReadonlyMap<string, number>): string[] {
	const { title, price, helper, deprecated } = model;
	const limit = price === undefined ? undefined : limits.get(priceGroup(model, price));
	const isUsable = helper !== true && !deprecated;
	const costsLittle = price !== undefined && limit !== undefined && price.amount <= limit;
	const isCheap = isUsable && (/low price/i.test(title) || costsLittle);
	return [...(isCheap ? ['cheap'] : []), ...(FAST.test(title) ? ['fast'] : [])];
}

/** The models with the titles, places in the list and search words that people gave them. */
export function present(models: readonly Model[], additions: Additions): Model[] {
	const titled = models.map((model) => presented(model, additions));
	const limits = cheapLimits(titled);
	return titled.map(({ keywords: _before, ...model }) => {
		const keywords = keywordsOf(model, limits);
		return { ...model, ...(keywords.length > 0 ? { keywords } : {}) };
	});
}
