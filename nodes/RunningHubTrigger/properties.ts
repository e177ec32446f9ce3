import type { INodeProperties } from 'n8n-workflow';
import {
	binaryPropertyName,
	download,
	fileNamePrefix,
	optionsCollection,
	output,
} from '../RunningHub/fields/run-options';
import { simplifyField } from '../RunningHub/fields/simplify';

const OUTCOMES = [
	{
		name: 'Any Finished Task',
		value: 'any',
		description: 'However it has ended: an IF node on its status tells them apart',
	},
	{
		name: 'Failed or Cancelled Task',
		value: 'failure',
		description: 'To notify somebody, or to try something else',
	},
	{
		name: 'Successful Task',
		value: 'success',
		description: 'The next node has its files',
	},
];

/** What stands under the trigger on the canvas. */
export const SUBTITLE = `={{ (${JSON.stringify(Object.fromEntries(OUTCOMES.map(({ value, name }) => [value, name])))})[$parameter["outcome"]] }}`;

/** Which ends of a task start the workflow. */
export const outcomeField: INodeProperties = {
	displayName: 'Trigger On',
	name: 'outcome',
	type: 'options',
	default: 'any',
	options: [...OUTCOMES],
	description: 'Which tasks start the workflow',
};

/** How results are handed on. */
export const optionsField = optionsCollection([fileNamePrefix, output, binaryPropertyName]);

/** What the trigger asks for. */
export const properties: INodeProperties[] = [
	{
		displayName:
			'Unfold <b>Webhook URLs</b> above and give one to RunningHub as the <b>Webhook URL</b> of your tasks: in the RunningHub node with <i>Wait for Result: Return Task ID</i> or <i>Wait</i>, or as <code>webhookUrl</code> in API calls from anywhere.',
		name: 'notice',
		type: 'notice',
		default: '',
	},
	outcomeField,
	download,
	simplifyField,
	optionsField,
];
