import type { INodeProperties } from 'n8n-workflow';
import {
	binaryPropertyName,
	download,
	fileNamePrefix,
	optionsCollection,
	output,
} from '../RunningHub/fields/run-options';
import { simplifyField } from '../RunningHub/fields/simplify';

/** Which ends of a task start the workflow. */
export const outcomeField: INodeProperties = {
	displayName: 'Trigger On',
	name: 'outcome',
	type: 'options',
	default: 'any',
	options: [
		{ name: 'Any Finished Task', value: 'any' },
		{ name: 'Failed or Cancelled Task', value: 'failure' },
		{ name: 'Successful Task', value: 'success' },
	],
};

/** How results are handed on. */
export const optionsField = optionsCollection([fileNamePrefix, output, binaryPropertyName]);

/** What the trigger asks for. */
export const properties: INodeProperties[] = [
	{
		displayName:
			'Unfold <b>Webhook URLs</b> above and give one to RunningHub as the <b>Webhook URL</b> of your tasks: in the RunningHub node with <i>Wait for Result: Return Task ID</i>, or as <code>webhookUrl</code> in API calls from anywhere.',
		name: 'notice',
		type: 'notice',
		default: '',
	},
	outcomeField,
	download,
	simplifyField,
	optionsField,
];
