import { getQuickCreateStyles } from '../../../../runninghub/api/quick-create';
import { webappIdField } from './fields';
import { FieldValues } from '../../parameters/field-values';
import { pastedId } from '../../requests/node-inputs/app-or-workflow-id';
import type { CallOperation } from '../../operation';

/** Get the styles that a Quick Create offers. */
export const getStyles: CallOperation = {
	type: 'call',
	value: 'getStyles',
	name: 'Get Styles',
	action: 'Get the styles of a quick create',
	description: 'Get the styles of the model library that a Quick Create offers',
	fields: [webappIdField],
	async call(ctx, itemIndex, session) {
		const { transport, baseUrl } = await session.connection();
		const webappId = pastedId(FieldValues.ofItem(ctx, itemIndex), webappIdField, 'aiApp', baseUrl);
		const styles = await session.read(
			async (signal) => await getQuickCreateStyles(transport, webappId, signal),
		);
		return styles.map((style) => ({ json: { ...style }, pairedItem: { item: itemIndex } }));
	},
};
