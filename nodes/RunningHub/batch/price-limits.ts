import { RunningHubError } from '../../../runninghub/errors/runninghub-error';

/** A price and its currency, as the preview told them. */
export interface Price {
	readonly amount: number;
	readonly currency: string;
}

/** RunningHub names no price, so that no limit can be kept. */
export class MissingPreview extends RunningHubError {
	constructor(reason: string) {
		super({
			kind: 'invalid',
			message: `RunningHub gives no price preview for this task: ${reason}`,
			hint: 'A price limit cannot be kept without one. Remove Maximum Price and Maximum Total Price to run the task without a limit. Nothing was submitted.',
			noTaskMade: true,
		});
	}
}

/**
 * Why a task costs more than its item allows, if it does.
 *
 * @param most in the account's currency; undefined for no limit.
 */
export function overPrice(price: Price, most: number | undefined): RunningHubError | undefined {
	if (most === undefined || price.amount <= most) return undefined;
	return new RunningHubError({
		kind: 'balance',
		message: `The task would cost ${show(price)}, more than Maximum Price allows (${most})`,
		hint: 'Choose cheaper parameters or another model, or raise Maximum Price. Nothing was submitted.',
		noTaskMade: true,
	});
}

/**
 * Why the tasks together cost more than the execution allows, if they do.
 *
 * @param spent by the execution so far, in the account's currency.
 */
export function overTotalPrice(
	prices: readonly Price[],
	most: number,
	spent: number,
): RunningHubError | undefined {
	const amount = prices.reduce((sum, price) => sum + price.amount, 0);
	// Amounts such as 0.1 + 0.2 must not fail a limit of 0.3.
	if (prices.length === 0 || spent + amount <= most + 1e-9) return undefined;
	const currency = prices.find((price) => price.currency !== '')?.currency ?? '';
	const tasks = prices.length === 1 ? 'The task' : `The ${prices.length} tasks together`;
	const before =
		spent === 0
			? ''
			: `, after ${show({ amount: spent, currency })} spent before in this execution`;
	return new RunningHubError({
		kind: 'balance',
		message: `${tasks} would cost ${show({ amount, currency })}${before}: more than Maximum Total Price allows (${most})`,
		hint: 'Send fewer items, choose cheaper parameters, or raise Maximum Total Price. Nothing was submitted for these items.',
		noTaskMade: true,
	});
}

function show({ amount, currency }: Price): string {
	const rounded = String(Math.round(amount * 1e6) / 1e6);
	return currency === '' ? rounded : `${rounded} ${currency}`;
}
