import { itemBinaries } from '../../items/binary-fields';
import { aiAppField, appParametersField } from './fields';
import { filesNotice } from '../../fields/files-notice';
import { appOptionsField } from '../../fields/graph-options';
import { runWaitModeField } from '../../fields/wait-mode';
import { simplifyField } from '../../fields/simplify';
import { invalidInput } from '../../items/invalid-input';
import { FieldValues } from '../../parameters/field-values';
import { pastedId } from '../../requests/node-inputs/app-or-workflow-id';
import { readGraphOptions } from '../../requests/node-inputs/read-graph-options';
import type { TaskOperation } from '../../operation';

/** Run an AI app with its own form. */
export const run: TaskOperation = {
	type: 'task',
	value: 'run',
	name: 'Run',
	action: 'Run an AI app',
	description: 'Run an AI app with its own inputs',
	fields: [
		aiAppField,
		filesNotice,
		appParametersField,
		runWaitModeField,
		simplifyField,
		appOptionsField,
	],
	async prepare(ctx, itemIndex, session) {
		const { submitAiApp } = await import('../../../../runninghub/api/ai-apps');
		const { appForm } = await import('../../../../runninghub/forms/app-form');
		const { aiAppOf } = await import('../../requests/node-inputs/app-and-workflow');
		const { filledInForm } = await import('../../requests/node-inputs/filled-in-form');
		const { checkInputs } = await import('../../requests/node-inputs/node-inputs');
		const { baseUrl } = await session.connection();
		const values = FieldValues.ofItem(ctx, itemIndex);
		const appId = pastedId(values, aiAppField, 'aiApp', baseUrl);
		const { settings, list } = readGraphOptions(ctx, itemIndex);
		const app = await aiAppOf(session, appId);
		if (app.protected && settings.accessPassword === undefined) {
			throw invalidInput(
				`The AI app "${app.name}" needs a password`,
				'Add Access Password under Options. Nothing was submitted.',
			);
		}
		const fields = appForm(app.inputs);
		const form = filledInForm(values, appParametersField, fields, 'the AI app');
		const binaries = itemBinaries(ctx, itemIndex);
		const checked = checkInputs(app.name, fields, form, list, binaries);
		for (const note of checked.notes) values.tell(note);
		return {
			kind: `app ${appId}`,
			subject: { appId },
			inputs: { ...checked.identity, settings: { ...settings } },
			media: checked.media,
			addressForm: 'fileName',
			submit: async (to, addresses, webhookUrl) =>
				await submitAiApp(to, {
					appId,
					inputs: checked.inputs(addresses),
					...settings,
					...(webhookUrl !== '' && { webhookUrl }),
				}),
		};
	},
};
