import type { INodeProperties } from 'n8n-workflow';
import { WEBHOOK_MODES } from './wait-mode';

/** Longest time to wait for a task, in minutes. */
export const LONGEST_TIMEOUT = 1200;

/** Whether to download result files. */
export const download: INodeProperties = {
	displayName: 'Download Results',
	name: 'download',
	type: 'boolean',
	default: true,
	description:
		'Whether to download the result files so that the next node has them. RunningHub deletes results after 24 hours.',
};

/** Whether to fetch what only the own network knows. */
export const fetchPrivateLinks: INodeProperties = {
	displayName: 'Fetch Private Links',
	name: 'fetchPrivateLinks',
	type: 'boolean',
	default: false,
	description:
		'Whether n8n fetches files whose links lead into its own network, which RunningHub cannot reach, and uploads them. Leave it off when outsiders can enter the links.',
};

/** Text before file names. */
export const fileNamePrefix: INodeProperties = {
	displayName: 'File Name Prefix',
	name: 'fileNamePrefix',
	type: 'string',
	default: '',
	placeholder: 'e.g. product-42-',
	description: 'Text put before the name of each result file',
};

/** Tasks at a time. */
export const maxConcurrent: INodeProperties = {
	displayName: 'Max Concurrent Tasks',
	name: 'maxConcurrent',
	type: 'number',
	typeOptions: { minValue: 0, numberPrecision: 0 },
	default: 0,
	description: 'Tasks that run at a time. 0 means as many as the API key allows.',
};

/** What to do about a task that is not finished in time. */
export const onTimeout: INodeProperties = {
	displayName: 'On Timeout',
	name: 'onTimeout',
	type: 'options',
	default: 'error',
	options: [
		{
			name: 'Return Task ID',
			value: 'continue',
			description: 'Go on with an item that has the task ID and the status RUNNING',
		},
		{
			name: 'Stop With an Error',
			value: 'error',
			description: 'Fail as any other error does, with the task ID in the message',
		},
	],
	description:
		'What to do when a task is not finished in time. The task itself goes on at RunningHub.',
};

/** How many items to return. */
export const output: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	default: 'perFile',
	options: [
		{
			name: 'One Item per File',
			value: 'perFile',
			description: 'Each file is an item of its own',
		},
		{
			name: 'One Item per Task',
			value: 'perTask',
			description: 'All files of a task are in one item, each in a binary field of its own',
		},
	],
	description: 'How many items to return when a task gives several files',
};

/** Where the file goes. */
export const binaryPropertyName: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	hint: 'The name of the output binary field to put the file in',
};

/** Minutes to wait for a task. */
export const timeoutMinutes: INodeProperties = {
	displayName: 'Timeout (Minutes)',
	name: 'timeoutMinutes',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: LONGEST_TIMEOUT },
	default: 60,
	description: `Minutes to wait for each task, at most ${LONGEST_TIMEOUT}. A task that is not finished by then is not lost: fetch it later by its ID.`,
};

/** Whom RunningHub calls at the end. */
export const webhookUrl: INodeProperties = {
	displayName: 'Webhook URL',
	name: 'webhookUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://n8n.example.com/webhook/…',
	description:
		'Public address that RunningHub calls at the end of every task, also of those this node fetches itself. Give the address of a RunningHub Trigger to catch the results if n8n stops while this node waits.',
	displayOptions: { show: { '/waitMode': [...WEBHOOK_MODES] } },
};

/** The options of every run, in the order shown: what is added to this list, all runs have. */
export const RUN_OPTIONS: readonly INodeProperties[] = [
	download,
	fileNamePrefix,
	maxConcurrent,
	onTimeout,
	output,
	binaryPropertyName,
	timeoutMinutes,
];

/** Options in the order shown: by their names. */
export function inOrder(options: readonly INodeProperties[]): INodeProperties[] {
	return [...options].sort((left, right) => left.displayName.localeCompare(right.displayName));
}

/** The field that holds options. */
export function optionsCollection(options: readonly INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...options],
	};
}

/** The options of runs that know nothing but how to wait and what to hand on. */
export const plainOptionsField = optionsCollection(RUN_OPTIONS);
