import type { INodeExecutionData } from 'n8n-workflow';
import { inParallel } from '../../../runninghub/tasks/in-parallel';
import { errorItem } from '../items/error-item';
import { toNodeError } from '../items/node-error';
import type { ExecuteContext } from '../runtime/n8n-context';
import { MissingPreview } from './price-limits';
import { askPrice, type CheckedItem, type JobMaker, uploadMedia } from './task-jobs';

/** Price previews that are asked for at a time. */
const WIDTH = 5;

/** An item's rows by its index. */
export type Rows = ReadonlyMap<number, INodeExecutionData[]>;

/** Asks what each item would cost; submits nothing. */
export async function quoteItems(
	ctx: ExecuteContext,
	maker: JobMaker,
	items: readonly CheckedItem[],
): Promise<Rows> {
	const rows = await inParallel(
		items,
		WIDTH,
		async (item): Promise<[number, INodeExecutionData[]]> => {
			const { index } = item;
			const outcome = await quote(maker, item).catch((error: unknown) => ({ error }));
			if (!('error' in outcome)) return [index, [outcome]];
			if (!ctx.continueOnFail()) throw toNodeError(ctx.getNode(), outcome.error, index);
			return [index, [errorItem(ctx.getNode(), outcome.error, index)]];
		},
	);
	return new Map(rows);
}

async function quote(maker: JobMaker, item: CheckedItem): Promise<INodeExecutionData> {
	const { request, settings, index } = item;
	if ('existing' in request) throw new MissingPreview('it is paid for already');
	const addresses = await uploadMedia(maker, request, item);
	const preview = await askPrice(maker, request, addresses);
	const { price, currency, text, free, raw } = preview;
	return {
		json: {
			...request.subject,
			price,
			currency: currency === '' ? null : currency,
			priceText: text === '' ? null : text,
			free,
			...(!settings.simplify && { raw }),
		},
		pairedItem: { item: index },
	};
}
