import type { INodeProperties } from 'n8n-workflow';
import { waitModeField } from './wait-mode';

/** The same for what RunningHub gives no price preview of: workflows, AI apps and Quick Creates. */
export const runWaitModeField: INodeProperties = {
	...waitModeField,
	default: 'wait',
	options: (waitModeField.options ?? []).filter(
		(option) => !('value' in option) || option.value !== 'price',
	),
};
