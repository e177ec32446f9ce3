import type { INodeProperties } from 'n8n-workflow';
import { fetchPrivateLinks } from './run-options';

/** The options of operations that take files and run no task. */
export const linkOptionsField: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [fetchPrivateLinks],
};
