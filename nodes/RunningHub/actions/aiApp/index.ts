import type { ResourceOperations } from '../../operation';
import { getInputs } from './get-inputs';
import { getMany } from './get-many';
import { run } from './run';

/** AI apps: workflows with a chosen set of inputs. */
export const aiApp: ResourceOperations = {
	value: 'aiApp',
	name: 'AI App',
	description: 'Run an app of the RunningHub site with a form of its own inputs',
	defaultOperation: 'run',
	operations: [getInputs, getMany, run],
};
