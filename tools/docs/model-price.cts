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

const UNITS_ZH: Readonly<Record<string, string>> = {
	call: '次',
	image: '张',
	second: '秒',
	'5 seconds': '5 秒',
	'1000 characters': '1,000 字符',
};

/** A price in Chinese words: `0.4 元/次起（2026-04-29）`; `询价` where none is known. */
export function shownPriceZh(price: Price | undefined): string {
	if (price === undefined) return '询价';
	const { from, unit, asOf } = price;
	return `${amount(price.amount)} 元/${UNITS_ZH[unit] ?? unit}${from ? '起' : ''}（${asOf}）`;
}
