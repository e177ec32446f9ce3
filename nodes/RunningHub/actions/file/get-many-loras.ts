import { listLoras } from '../../../../runninghub/api/loras';
import { loraSearchField } from './fields';
import { limitField, returnAllField } from '../../fields/limit';
import { simplifyField } from '../../fields/simplify';
import type { CallOperation } from '../../operation';
import { FieldValues } from '../../parameters/field-values';
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
		const values = FieldValues.ofItem(ctx, itemIndex);
		const search = values.text(loraSearchField).trim();
		const simplify = values.flag(simplifyField) ?? true;
		const loras = await collectPages(
			readLimit(ctx, itemIndex),
			async (page) =>
				await session.read(async (signal) => await listLoras(transport, search, page, signal)),
		);
		return loras.map(({ raw, ...lora }) => ({
			json: simplify ? lora : { ...lora, raw },
			pairedItem: { item: itemIndex },
		}));
	},
};
