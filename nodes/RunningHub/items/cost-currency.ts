import { amountOf, type TaskCost } from '../../../runninghub/api/read-task-state';
import { accountCurrency } from '../runtime/account-currency';
import type { Connection } from '../runtime/n8n-transport';

/** A task that ended well, and how its items are wanted. */
export interface ShownCost {
	readonly cost: TaskCost;
	readonly simplify: boolean;
}

/**
 * The currency of what tasks cost: `USD`, `CNY` or ''. The account is asked for it only where the
 * site does not tell and a simplified item shows an amount.
 */
export async function costCurrency(
	connection: Connection,
	shown: readonly ShownCost[],
): Promise<string> {
	const isShown = shown.some(({ cost, simplify }) => simplify && amountOf(cost) !== null);
	return isShown ? await accountCurrency(connection) : connection.currency;
}
