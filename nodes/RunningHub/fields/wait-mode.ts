import type { INodeProperties } from 'n8n-workflow';

/** What to do once a task is submitted. */
export const WAIT_MODES = ['wait', 'suspend', 'submit', 'price'] as const;

/** One of the ways to run a task. */
export type WaitMode = (typeof WAIT_MODES)[number];

/** In which RunningHub may call an address of the user's: the others have one of their own, or no task. */
export const WEBHOOK_MODES: readonly WaitMode[] = ['submit', 'wait'];

/** Whether to wait for the results, and how. The same for all items of an execution. */
export const waitModeField: INodeProperties = {
	displayName: 'Wait for Result',
	name: 'waitMode',
	type: 'options',
	noDataExpression: true,
	default: 'wait',
	options: [
		{
			name: 'Get Price Only',
			value: 'price',
			description: 'Check the form and ask RunningHub what it would cost; nothing is submitted',
		},
		{
			name: 'Return Task ID',
			value: 'submit',
			description: 'Submit and go on at once; fetch the result later by its task ID',
		},
		{
			name: 'Suspend Workflow',
			value: 'suspend',
			description:
				'Stopping the execution does not cancel its tasks. For long jobs: the execution pauses once RunningHub has all tasks, survives restarts, and goes on when RunningHub calls back. Needs a public n8n address. A failed task comes out as an error item and never stops the workflow.',
		},
		{
			name: 'Wait',
			value: 'wait',
			description: 'Wait until RunningHub is done, then hand on the files',
		},
	],
};

/** A new choice is offered here, too, unless it is left out by its value. */
function without(...values: string[]): NonNullable<INodeProperties['options']> {
	return (waitModeField.options ?? []).filter(
		(option) => !('value' in option) || !values.includes(String(option.value)),
	);
}

/** For what RunningHub gives no price preview of: workflows and AI apps. */
export const runWaitModeField: INodeProperties = {
	...waitModeField,
	default: 'wait',
	options: without('price'),
};

/** For what RunningHub calls nobody back about either: Quick Creates and ComfyUI servers. */
export const plainWaitModeField: INodeProperties = {
	...waitModeField,
	default: 'wait',
	options: without('price', 'suspend'),
};
