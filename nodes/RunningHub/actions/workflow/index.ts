import type { ResourceOperations } from '../../operation';
import { get } from './get';
import { run } from './run';
import { runJson } from './run-json';

/** ComfyUI workflows. */
export const workflow: ResourceOperations = {
	value: 'workflow',
	name: 'Workflow',
	description: 'Run a ComfyUI workflow of yours',
	defaultOperation: 'run',
	operations: [get, run, runJson],
};
