import type { ResourceOperations } from '../../operation';
import { edit } from './edit';
import { enhance } from './enhance';
import { generateFromText } from './generate-from-text';

/** Models that make or work on image. */
export const image: ResourceOperations = {
	value: 'image',
	name: 'Image',
	defaultOperation: 'generateFromText',
	operations: [edit, enhance, generateFromText],
};
