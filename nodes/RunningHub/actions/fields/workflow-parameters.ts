import type { INodeProperties } from 'n8n-workflow';

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
