import type { INodeProperties } from 'n8n-workflow';

/** The chosen model's own form. */
export const parametersField: INodeProperties = {
	displayName: 'Parameters',
	name: 'parameters',
	type: 'resourceMapper',
	noDataExpression: true,
	default: { mappingMode: 'defineBelow', value: null },
	description:
		'For images, video and audio give a URL, or the name of a binary field of the input such as <code>data</code>. Separate several with commas; <code>data*</code> takes all fields whose name starts with <code>data</code>.',
	typeOptions: {
		loadOptionsDependsOn: ['resource', 'model.value'],
		resourceMapper: {
			resourceMapperMethod: 'getModelFields',
			mode: 'add',
			valuesLabel: 'Parameters',
			fieldWords: { singular: 'parameter', plural: 'parameters' },
			addAllFields: true,
			supportAutoMap: false,
			noFieldsError: 'Choose a model to see its parameters.',
		},
	},
};
