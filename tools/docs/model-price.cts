import type { Price } from '../../runninghub/catalogue/model';
import { amount } from './markdown.cts';

const UNITS: Readonly<Record<string, string>> = {
	call: 'a run',
	image: 'an image',
	second: 'a second',
	'5 seconds': 'for 5 seconds',
	'1000 characters': 'for 1,000 characters',
};

/**
 * A price in words, with its currency and the day it was seen: `from 0.4 CNY a run (2026-04-29)`;
 * `ask` where none is known, as Get Price Only does.
 */
export function shownPrice(price: Price | undefined): string {
	if (price === undefined) return 'ask';
	const { from, unit, asOf } = price;
	return `${from ? 'from ' : ''}${amount(price.amount)} CNY ${UNITS[unit] ?? `for ${unit}`} (${asOf})`;
}
