import type { ResourceOperations } from '../../operation';
import { create } from './create';
import { deleteAsset } from './delete';
import { getMany } from './get-many';

/** The material library that `asset://` refers to. */
export const asset: ResourceOperations = {
	value: 'asset',
	name: 'Asset',
	description: 'The library of files and people that models refer to by asset://',
	defaultOperation: 'create',
	operations: [create, deleteAsset, getMany],
};
