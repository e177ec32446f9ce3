import { aiAppField } from './fields';
import { FieldValues } from '../../parameters/field-values';
import { pastedId } from '../../requests/node-inputs/app-or-workflow-id';
import type { CallOperation } from '../../operation';

/** Get the inputs of an AI app, without the caller's key that RunningHub puts beside them. */
export const getInputs: CallOperation = {
	type: 'call',
	value: 'getInputs',
	name: 'Get Inputs',
	action: 'Get the inputs of an AI app',
	description: 'Get the name of an AI app and the inputs it takes',
	fields: [aiAppField],
	async call(ctx, itemIndex, session) {
		const { aiAppOf } = await import('../../requests/node-inputs/app-and-workflow');
		const { baseUrl } = await session.connection();
		const appId = pastedId(FieldValues.ofItem(ctx, itemIndex), aiAppField, 'aiApp', baseUrl);
		const app = await aiAppOf(session, appId);
		return [{ json: { appId, ...app.raw }, pairedItem: { item: itemIndex } }];
	},
};
