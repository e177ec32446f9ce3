import { listLoras } from '../../../../runninghub/api/loras';
import { asText } from '../../../../runninghub/json';
import { loraSearchField } from './fields';
import { limitField, returnAllField } from '../../fields/limit';
import { simplifyField } from '../../fields/simplify';
import type { CallOperation } from '../../operation';
import { collectPages, readLimit } from '../../parameters/pages';

/** Get public LoRAs. */
export const getManyLoras: CallOperation = {
	type: 'call',
	value: 'getManyLoras',
	name: 'Get Many LoRAs',
	action: 'Get many LoRAs',
	description: "Get many LoRAs of RunningHub's model library",
	fields: [loraSearchField, returnAllField, limitField, simplifyField],
	async call(ctx, itemIndex, session) {
		const { transport } = await session.connection();
		const search = asText(ctx.getNodeParameter('search', itemIndex, '')).trim();
		const simplify = ctx.getNodeParameter('simplify', itemIndex, true) !== false;
		const loras = await collectPages(
			readLimit(ctx, itemIndex),
			async (page) => await session.read(async () => await listLoras(transport, search, page)),
		);
		return loras.map(({ raw, ...lora }) => ({
			json: simplify ? lora : { ...lora, raw },
			pairedItem: { item: itemIndex },
		}));
	},
};
