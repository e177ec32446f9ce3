import { itemBinaries } from '../../items/binary-fields';
import { filesNotice } from '../../fields/files-notice';
import { workflowOptionsField } from '../../fields/graph-options';
import { runWaitModeField } from '../../fields/wait-mode';
import { simplifyField } from '../../fields/simplify';
import { workflowField, workflowParametersField } from './fields';
import { FieldValues } from '../../parameters/field-values';
import { pastedId } from '../../requests/node-inputs/app-or-workflow-id';
import { readGraphOptions } from '../../requests/node-inputs/read-graph-options';
import type { TaskOperation } from '../../operation';

/** Run a workflow with other values for some inputs of its nodes. */
export const run: TaskOperation = {
	type: 'task',
	value: 'run',
	name: 'Run',
	action: 'Run a workflow',
	description: 'Run a ComfyUI workflow with other values for some inputs of its nodes',
	fields: [
		workflowField,
		filesNotice,
		workflowParametersField,
		runWaitModeField,
		simplifyField,
		workflowOptionsField,
	],
	async prepare(ctx, itemIndex, session) {
		const { submitWorkflow } = await import('../../../../runninghub/api/workflows');
		const { workflowForm } = await import('../../../../runninghub/forms/workflow-form');
		const { graphOf } = await import('../../requests/node-inputs/app-and-workflow');
		const { filledInForm } = await import('../../requests/node-inputs/filled-in-form');
		const { checkInputs } = await import('../../requests/node-inputs/node-inputs');
		const { baseUrl } = await session.connection();
		const values = FieldValues.ofItem(ctx, itemIndex);
		const workflowId = pastedId(values, workflowField, 'workflow', baseUrl);
		const { settings, addMetadata, list } = readGraphOptions(ctx, itemIndex);
		const fields = workflowForm(await graphOf(session, workflowId));
		const form = filledInForm(values, workflowParametersField, fields, 'the workflow');
		const binaries = itemBinaries(ctx, itemIndex);
		const checked = checkInputs('the workflow', fields, form, list, binaries);
		for (const note of checked.notes) values.tell(note);
		return {
			kind: `workflow ${workflowId}`,
			subject: { workflowId },
			inputs: { ...checked.identity, settings: { ...settings }, addMetadata: addMetadata ?? null },
			media: checked.media,
			addressForm: 'fileName',
			submit: async (to, addresses, webhookUrl) =>
				await submitWorkflow(to, {
					workflowId,
					inputs: checked.inputs(addresses),
					...settings,
					...(addMetadata !== undefined && { addMetadata }),
					...(webhookUrl !== '' && { webhookUrl }),
				}),
		};
	},
};
