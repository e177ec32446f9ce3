import type { ResourceOperations } from '../../operation';
import { get } from './get';
import { getMany } from './get-many';

/** The models themselves, to choose one in a workflow. */
export const model: ResourceOperations = {
	value: 'model',
	name: 'Model',
	defaultOperation: 'getMany',
	operations: [get, getMany],
};
