import { getAccount, getQueueStatus } from '../../../../runninghub/api/account';
import { repeatRead } from '../../../../runninghub/api/repeat-read';
import { n8nClock } from '../../runtime/n8n-clock';
import type { CallOperation } from '../operation';

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
		const { signal } = session;
		const account = await repeatRead(
			n8nClock,
			async () => await getAccount(transport, signal),
			signal,
		);
		const queue = await repeatRead(
			n8nClock,
			async () => await getQueueStatus(transport, signal),
			signal,
		);
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
