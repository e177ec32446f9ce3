import type { ResourceOperations } from '../../operation';
import { getStyles } from './get-styles';
import { run } from './run';

/** Quick Creates: RunningHub's ready-made pages. */
export const quickCreate: ResourceOperations = {
	value: 'quickCreate',
	name: 'Quick Create',
	description: 'Run a ready-made Quick Create page with the API sample of the page',
	defaultOperation: 'run',
	operations: [getStyles, run],
};
