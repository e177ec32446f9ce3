import type { INodeProperties } from 'n8n-workflow';
import {
	fetchPrivateLinks,
	inOrder,
	optionsCollection,
	RUN_OPTIONS,
} from '../../fields/run-options';

/** Where the three values come from. */
export const quickCreateNotice: INodeProperties = {
	displayName:
		'1. On the RunningHub site open <b>Quick Create</b> and choose a page.<br>2. Open its <b>API</b> sample.<br>3. Copy webappId, quickCreateCode and nodeInfoList into the fields below, and put your own values into the list.',
	name: 'quickCreateNotice',
	type: 'notice',
	default: '',
};

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
	// Text, not JSON: n8n's JSON field has no room for an example.
	type: 'string',
	typeOptions: { rows: 6 },
	default: '',
	required: true,
	placeholder:
		'e.g. [{"nodeId": "52", "fieldName": "prompt", "fieldType": "STRING", "fieldValue": "a red fox"}, {"nodeId": "39", "fieldName": "image", "fieldType": "IMAGE", "fieldValue": "data"}]',
	description:
		'The <code>nodeInfoList</code> from the API sample of the page, with your values. An input of type IMAGE takes a URL or the name of a binary field, too.',
};

/** The options of Quick Creates, which may be given files. */
export const quickCreateOptionsField = optionsCollection(
	inOrder([...RUN_OPTIONS, fetchPrivateLinks]),
);
