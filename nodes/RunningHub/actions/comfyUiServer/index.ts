import type { ResourceOperations } from '../../operation';
import { getHistory } from './get-history';
import { getNodeInfo } from './get-node-info';
import { queuePrompt } from './queue-prompt';

/** The native ComfyUI API. */
export const comfyUiServer: ResourceOperations = {
	value: 'comfyUiServer',
	name: 'ComfyUI Server',
	description: 'Use RunningHub like your own ComfyUI server',
	defaultOperation: 'queuePrompt',
	operations: [getHistory, getNodeInfo, queuePrompt],
};
