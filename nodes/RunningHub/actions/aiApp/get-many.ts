import { type AiAppOrder, listAiApps } from '../../../../runninghub/api/ai-apps';
import { aiAppOrderField } from './fields';
import { limitField, returnAllField } from '../../fields/limit';
import type { CallOperation } from '../../operation';
import { FieldValues } from '../../parameters/field-values';
import { collectPages, readLimit } from '../../parameters/pages';

const ORDERS: readonly AiAppOrder[] = ['RECOMMEND', 'HOTTEST', 'NEWEST'];

/** Get public AI apps. */
export const getMany: CallOperation = {
	type: 'call',
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many AI apps',
	description: 'Get many public AI apps',
	fields: [returnAllField, limitField, aiAppOrderField],
	async call(ctx, itemIndex, session) {
		const { transport } = await session.connection();
		const chosen = FieldValues.ofItem(ctx, itemIndex).choice(aiAppOrderField);
		const order = ORDERS.find((each) => each === chosen) ?? 'RECOMMEND';
		const days = order === 'HOTTEST' ? { days: 7 } : {};
		const apps = await collectPages(
			readLimit(ctx, itemIndex),
			async (page) =>
				await session.read(
					async (signal) => await listAiApps(transport, { page, order, ...days }, signal),
				),
		);
		return apps.map((app) => ({ json: { ...app }, pairedItem: { item: itemIndex } }));
	},
};
