import { deleteAsset as deleteOne } from '../../../../runninghub/api/assets';
import { assetIdField } from './fields';
import { FieldValues } from '../../parameters/field-values';
import { invalidInput } from '../../items/invalid-input';
import type { CallOperation } from '../../operation';

/** Delete an asset. */
export const deleteAsset: CallOperation = {
	type: 'call',
	value: 'delete',
	name: 'Delete',
	action: 'Delete an asset',
	description: 'Delete an asset of the material library',
	fields: [assetIdField],
	async call(ctx, itemIndex, session) {
		const { transport } = await session.connection();
		const assetId = FieldValues.ofItem(ctx, itemIndex)
			.requiredText(assetIdField, 'Give the ID of an asset.')
			.replace(/^asset:\/\//, '');
		if (assetId === '')
			throw invalidInput('Asset ID: a value is required', 'Give the ID of an asset.');
		await deleteOne(transport, assetId);
		return [{ json: { deleted: true }, pairedItem: { item: itemIndex } }];
	},
};
