import type { ResourceOperations } from '../../operation';
import { get } from './get';

/** The account behind the API key. */
export const account: ResourceOperations = {
	value: 'account',
	name: 'Account',
	defaultOperation: 'get',
	operations: [get],
};
