import type { INodeProperties } from 'n8n-workflow';

/** The workflow to run or to look at. */
export const workflowField: INodeProperties = {
	displayName: 'Workflow',
	name: 'workflow',
	type: 'resourceLocator',
	default: { mode: 'url', value: '' },
	required: true,
	description:
		'The workflow on the RunningHub site. It must have been run there once. Run JSON needs one too, whose graph is then replaced.',
	modes: [
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://www.runninghub.ai/workflow/1904136902449209346',
		},
		{
			displayName: 'ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 1904136902449209346',
		},
	],
};
