import type { INodeExecutionData } from 'n8n-workflow';
import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import { Halt } from '../../../runninghub/concurrency/halt';
import { inParallel } from '../../../runninghub/concurrency/in-parallel';
import { errorItem } from '../items/error-item';
import { known } from '../items/known';
import { toNodeError } from '../items/node-error';
import type { ExecuteContext } from '../runtime/n8n-context';
import { MissingPreview } from './price-limits';
import type { Rows } from './rows';
import { askItemPrice, type CheckedItem, type JobMaker, uploadMedia } from './task-jobs';

/** Price previews that are asked for at a time. */
const WIDTH = 5;

/**
 * Asks what each item would cost; submits nothing. After the user's Stop, a refused key, or a
 * failure that stops the workflow, nothing more is uploaded or asked.
 */
export async function priceOnly(
	ctx: ExecuteContext,
	maker: JobMaker,
	items: readonly CheckedItem[],
): Promise<Rows> {
	const halt = new Halt();
	const unfollow = halt.follow(maker.signal);
	const rows = await inParallel(
		items,
		WIDTH,
		async (item): Promise<[number, INodeExecutionData[]]> => {
			const { index } = item;
			const outcome = await priceUntil(halt, maker, item).catch((error: unknown) => ({ error }));
			if (!('error' in outcome)) return [index, [outcome]];
			const { error } = outcome;
			if (!ctx.continueOnFail()) {
				halt.halt();
				throw toNodeError(ctx.getNode(), error, index);
			}
			if (error instanceof RunningHubError && error.facts.keyRefused) halt.halt(error);
			return [index, [errorItem(ctx.getNode(), error, index)]];
		},
	).finally(unfollow);
	return new Map(rows);
}

/** @throws RunningHubError why no more is asked, also for what was cut off for it. */
async function priceUntil(
	halt: Halt,
	maker: JobMaker,
	item: CheckedItem,
): Promise<INodeExecutionData> {
	halt.nothing();
	return await halt
		.during(async (signal) => await priceOf(maker, item, signal))
		.catch((error: unknown) => {
			halt.nothing();
			throw error;
		});
}

async function priceOf(
	maker: JobMaker,
	item: CheckedItem,
	signal: AbortSignal,
): Promise<INodeExecutionData> {
	const { request, settings, index } = item;
	if ('existing' in request) throw new MissingPreview('it is paid for already');
	const addresses = await uploadMedia(maker, request, item, signal);
	const preview = await askItemPrice(maker, request, addresses, signal);
	const { price, currency, text, free, raw } = preview;
	return {
		json: {
			...request.subject,
			...known({ price, currency: currency || null, priceText: text || null }),
			free,
			...(!settings.simplify && { raw }),
		},
		pairedItem: { item: index },
	};
}
