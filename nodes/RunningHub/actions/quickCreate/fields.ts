import type { INodeProperties } from 'n8n-workflow';

/** The Quick Create's app. */
export const webappIdField: INodeProperties = {
	displayName: 'Web App ID',
	name: 'webappId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 1957346252562296834',
	description:
		'The <code>webappId</code> from the API sample of the Quick Create page, or the URL of the page',
};

/** The Quick Create within the app. */
export const quickCreateCodeField: INodeProperties = {
	displayName: 'Quick Create Code',
	name: 'quickCreateCode',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 002',
	description: 'The <code>quickCreateCode</code> from the API sample of the Quick Create page',
};

/** The inputs, as the page's API sample has them. */
export const quickCreateInputsField: INodeProperties = {
	displayName: 'Inputs',
	name: 'nodeInfoList',
	type: 'json',
	typeOptions: { rows: 6 },
	default: '[]',
	required: true,
	description:
		'The <code>nodeInfoList</code> from the API sample of the page, with your values. An input of type IMAGE takes a URL or the name of a binary field, too.',
};
