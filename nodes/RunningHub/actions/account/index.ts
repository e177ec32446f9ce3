import type { ResourceOperations } from '../../operation';
import { get } from './get';

/** The account behind the API key. */
export const account: ResourceOperations = {
	value: 'account',
	name: 'Account',
	description: 'Balance, running tasks, and the kind of API key',
	defaultOperation: 'get',
	operations: [get],
};
