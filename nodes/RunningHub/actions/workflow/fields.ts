import type { INodeProperties } from 'n8n-workflow';

/** The workflow to run or to look at. */
export const workflowField: INodeProperties = {
	displayName: 'Workflow',
	name: 'workflow',
	type: 'resourceLocator',
	default: { mode: 'url', value: '' },
	required: true,
	description:
		'Run it once on the RunningHub site before. For Run JSON any workflow of yours will do: your graph takes the place of its own for this run.',
	modes: [
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://www.runninghub.ai/workflow/1904136902449209346',
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 1904136902449209346',
		},
	],
};

/** The form of the chosen workflow. */
export const workflowParametersField: INodeProperties = {
	displayName: 'Node Inputs',
	name: 'workflowParameters',
	type: 'resourceMapper',
	noDataExpression: true,
	default: { mappingMode: 'defineBelow', value: null },
	description:
		'Inputs of the nodes in the workflow. What you leave out keeps its saved value; seeds are drawn anew. For media give a URL, or the name of a binary field of the input such as <code>data</code>.',
	typeOptions: {
		loadOptionsDependsOn: ['resource', 'workflow.value'],
		resourceMapper: {
			resourceMapperMethod: 'getWorkflowFields',
			mode: 'add',
			valuesLabel: 'Node Inputs',
			fieldWords: { singular: 'input', plural: 'inputs' },
			addAllFields: true,
			supportAutoMap: false,
			noFieldsError: 'Paste the URL of a workflow to see the inputs of its nodes.',
		},
	},
};
