import type { INodeProperties } from 'n8n-workflow';
import { waitModeField } from './wait-mode';

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
