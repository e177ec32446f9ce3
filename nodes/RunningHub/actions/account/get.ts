import { getAccount, getQueueStatus } from '../../../../runninghub/api/account';
import type { CallOperation } from '../../operation';

/** Get the balance and the state of the key. */
export const get: CallOperation = {
	type: 'call',
	value: 'get',
	name: 'Get',
	action: 'Get the account',
	description: 'Get the balance, the kind of the API key, and how many tasks it runs and may run',
	fields: [],
	async call(_ctx, itemIndex, session) {
		const { transport } = await session.connection();
		const account = await session.read(async (signal) => await getAccount(transport, signal));
		const queue = await session.read(async (signal) => await getQueueStatus(transport, signal));
		return [
			{
				json: {
					balance: account.money,
					currency: account.currency === '' ? null : account.currency,
					coins: account.coins,
					keyType: queue.keyType || account.keyType,
					runningTasks: queue.running,
					queuedTasks: queue.queued,
					currentTasks: queue.current,
					limit: queue.limit,
				},
				pairedItem: { item: itemIndex },
			},
		];
	},
};
