import { deleteAsset as deleteOne } from '../../../../runninghub/api/assets';
import { asText } from '../../../../runninghub/json';
import { assetIdField } from './fields';
import { invalidInput } from '../../parameters/invalid-input';
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
		const assetId = asText(ctx.getNodeParameter('assetId', itemIndex, ''))
			.trim()
			.replace(/^asset:\/\//, '');
		if (assetId === '')
			throw invalidInput('Asset ID: a value is required', 'Give the ID of an asset.');
		await deleteOne(transport, assetId);
		return [{ json: { deleted: true }, pairedItem: { item: itemIndex } }];
	},
};
