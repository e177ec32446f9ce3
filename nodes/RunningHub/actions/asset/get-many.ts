import { listAssets } from '../../../../runninghub/api/assets';
import { assetFiltersField, groupFilter, nameFilter, statusFilter } from './fields';
import { findGroup } from './find-group';
import { limitField, returnAllField } from '../../fields/limit';
import { FieldValues } from '../../parameters/field-values';
import { invalidInput } from '../../items/invalid-input';
import type { CallOperation } from '../../operation';
import { collectPages, readLimit } from '../../parameters/pages';

/** Get assets of the material library. */
export const getMany: CallOperation = {
	type: 'call',
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many assets',
	description: 'Get many assets of the material library',
	fields: [returnAllField, limitField, assetFiltersField],
	async call(ctx, itemIndex, session) {
		const { transport } = await session.connection();
		const filters = FieldValues.ofItem(ctx, itemIndex).within(assetFiltersField);
		const group = filters.text(groupFilter).trim();
		const name = filters.text(nameFilter).trim();
		const status = filters.text(statusFilter).trim();
		const groupId =
			group === ''
				? undefined
				: await session.assetGroups.get(group, async () => await findGroup(session, group));
		if (group !== '' && groupId === undefined) {
			throw invalidInput(
				`Group: there is no group named "${group}"`,
				'Check the name under Filters.',
			);
		}
		const filter = {
			...(groupId !== undefined && { groupId }),
			...(name !== '' && { name }),
			...(status !== '' && { status }),
		};
		const assets = await collectPages(
			readLimit(ctx, itemIndex),
			async (page) =>
				await session.read(async (signal) => await listAssets(transport, filter, page, signal)),
		);
		return assets.map((asset) => ({
			json: { ...asset, uri: `asset://${asset.assetId}` },
			pairedItem: { item: itemIndex },
		}));
	},
};
