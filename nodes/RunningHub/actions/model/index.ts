import type { ResourceOperations } from '../../operation';
import { get } from './get';
import { getMany } from './get-many';

/** The models themselves, to choose one in a workflow. */
export const model: ResourceOperations = {
	value: 'model',
	name: 'Model',
	description: 'List the models with prices and parameters, to choose one',
	defaultOperation: 'getMany',
	operations: [get, getMany],
};
