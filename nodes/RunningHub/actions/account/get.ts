import { getAccount, getQueueStatus, keyAbilities } from '../../../../runninghub/api/account';
import { known } from '../../items/known';
import type { CallOperation } from '../../operation';

/** Get the balance and the state of the key. */
export const get: CallOperation = {
	type: 'call',
	value: 'get',
	name: 'Get',
	action: 'Get the account',
	description:
		'Get the balance, the kind of the API key, what it can run, and how many tasks it runs and may run',
	fields: [],
	async call(_ctx, itemIndex, session) {
		const { transport } = await session.connection();
		const account = await session.read(async (signal) => await getAccount(transport, signal));
		const queue = await session.read(async (signal) => await getQueueStatus(transport, signal));
		const keyType = queue.keyType || account.keyType;
		return [
			{
				json: {
					...known({
						balance: account.money,
						currency: account.currency || null,
						coins: account.coins,
						keyType: keyType || null,
						...keyAbilities(keyType),
					}),
					runningTasks: queue.running,
					queuedTasks: queue.queued,
					currentTasks: queue.current,
					...known({ limit: queue.limit }),
				},
				pairedItem: { item: itemIndex },
			},
		];
	},
};
