import type { INodeProperties } from 'n8n-workflow';

/**
 * A task, whichever way it was submitted. Joined to a RunningHub node, or to its error output, the
 * field is filled in already.
 */
export const taskIdField: INodeProperties = {
	displayName: 'Task ID',
	name: 'taskId',
	type: 'string',
	default: '={{ $json.taskId ?? $json.details?.taskId ?? $json.message?.taskId }}',
	required: true,
	placeholder: 'e.g. 1990246754753896451',
	description: 'The ID that RunningHub gave the task, the <code>taskId</code> of an earlier item',
};

/** Whether to ask the socket how far a running task is. */
export const includeProgress: INodeProperties = {
	displayName: 'Include Progress',
	name: 'progress',
	type: 'boolean',
	default: false,
	description:
		"Whether to ask RunningHub's progress socket which node of a running workflow is at work, and what percentage of it is done. RunningHub calls the socket unstable.",
};

/** What else to get of a task. */
export const getTaskOptionsField: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [includeProgress],
};

/** Whom to call instead of the recorded address. */
export const resendUrlField: INodeProperties = {
	displayName: 'Webhook URL',
	name: 'webhookUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://n8n.example.com/webhook/…',
	description: 'Another address to call. Leave it empty for the one the task was submitted with.',
};
