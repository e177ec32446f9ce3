import type { INodeProperties } from 'n8n-workflow';
import {
	fetchPrivateLinks,
	inOrder,
	optionsCollection,
	RUN_OPTIONS,
	webhookUrl,
} from './run-options';

/** What opens a protected app or workflow. */
export const accessPassword: INodeProperties = {
	displayName: 'Access Password',
	name: 'accessPassword',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	description: 'Password of the workflow or AI app, if its author has set one',
};

/** Whether result images carry the workflow. */
export const addMetadata: INodeProperties = {
	displayName: 'Add Metadata',
	name: 'addMetadata',
	type: 'boolean',
	default: true,
	description: 'Whether result images carry the workflow in their metadata',
};

/** The machine to run on. */
export const instanceType: INodeProperties = {
	displayName: 'Instance Type',
	name: 'instanceType',
	type: 'string',
	default: 'default',
	description:
		'The machine to run on: <code>default</code> (24 GB of GPU memory), <code>plus</code> (48 GB), <code>ultra</code> (84 GB), or a newer one by its name',
};

/** Node inputs as RunningHub's own list. */
export const nodeInfoList: INodeProperties = {
	displayName: 'Node Info List',
	name: 'nodeInfoList',
	type: 'json',
	default: '[]',
	description:
		'Node inputs as RunningHub\'s own list, such as [{"nodeId": "6", "fieldName": "text", "fieldValue": "a red fox"}]. They take precedence over the form; for inputs that the form does not show.',
};

/** How long to keep the machine. */
export const retainSeconds: INodeProperties = {
	displayName: 'Retain Seconds',
	name: 'retainSeconds',
	type: 'number',
	typeOptions: { minValue: 10, maxValue: 180, numberPrecision: 0 },
	default: 30,
	description:
		'Seconds to keep the machine ready after the run, 10 to 180, so that the next run starts at once. For enterprise keys; costs extra.',
};

/** Whether to wait in a queue of one's own. */
export const usePersonalQueue: INodeProperties = {
	displayName: 'Use Personal Queue',
	name: 'usePersonalQueue',
	type: 'boolean',
	default: false,
	description: 'Whether to wait in your own queue at RunningHub. For dedicated keys only.',
};

const WORKFLOW_OPTIONS: readonly INodeProperties[] = inOrder([
	...RUN_OPTIONS,
	accessPassword,
	addMetadata,
	fetchPrivateLinks,
	instanceType,
	nodeInfoList,
	retainSeconds,
	usePersonalQueue,
	webhookUrl,
]);

function without(...left: readonly INodeProperties[]): INodeProperties[] {
	return WORKFLOW_OPTIONS.filter((option) => !left.includes(option));
}

/** The options of AI app runs. */
export const appOptionsField = optionsCollection(without(addMetadata));

/** The options of workflow runs. */
export const workflowOptionsField = optionsCollection(WORKFLOW_OPTIONS);

/** The options of runs of a whole graph, which has its inputs in itself. */
export const workflowJsonOptionsField = optionsCollection(without(nodeInfoList, fetchPrivateLinks));
