import type { Price } from '../../runninghub/catalogue/model';
import { amount } from './markdown.cts';

/** What prices are for, in words. */
const UNITS: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
	call: { en: 'a run', zh: '次' },
	image: { en: 'an image', zh: '张' },
	second: { en: 'a second', zh: '秒' },
	'5 seconds': { en: 'for 5 seconds', zh: '5 秒' },
	'1000 characters': { en: 'for 1,000 characters', zh: '1,000 字符' },
};

/**
 * A price in words, with its currency and the day it was seen: `from 0.4 CNY a run (2026-04-29)`;
 * `ask` where none is known, as Get Price Only does.
 */
export function shownPrice(price: Price | undefined): string {
	if (price === undefined) return 'ask';
	const { from, unit, asOf } = price;
	return `${from ? 'from ' : ''}${amount(price.amount)} CNY ${UNITS[unit]?.en ?? `for ${unit}`} (${asOf})`;
}

/** The same in Chinese words: `0.4 元/次起（2026-04-29）`; `询价` where none is known. */
export function shownPriceZh(price: Price | undefined): string {
	if (price === undefined) return '询价';
	const { from, unit, asOf } = price;
	return `${amount(price.amount)} 元/${UNITS[unit]?.zh ?? unit}${from ? '起' : ''}（${asOf}）`;
}
