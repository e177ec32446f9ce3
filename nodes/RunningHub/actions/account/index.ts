import type { ResourceOperations } from '../../operation';
import { get } from './get';

/** The account behind the API key. */
export const account: ResourceOperations = {
	value: 'account',
	name: 'Account',
	description: 'Balance, tasks under way, and what the API key is',
	defaultOperation: 'get',
	operations: [get],
};
