import type { INodeProperties } from 'n8n-workflow';

/** How to give files: the Parameters form has no place of its own for a description. */
export const filesNotice: INodeProperties = {
	displayName:
		'Images, videos and audio: enter a URL, or the name of a binary field of the input, such as "data". Several: separate them with commas; "data*" takes all fields whose name starts with data.',
	name: 'filesNotice',
	type: 'notice',
	default: '',
};
