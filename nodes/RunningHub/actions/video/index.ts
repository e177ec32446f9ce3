import type { ResourceOperations } from '../../operation';
import { controlMotion } from './control-motion';
import { edit } from './edit';
import { enhance } from './enhance';
import { extend } from './extend';
import { generateFromImage } from './generate-from-image';
import { generateFromReference } from './generate-from-reference';
import { generateFromText } from './generate-from-text';
import { lipSync } from './lip-sync';

/** Models that make or work on video. */
export const video: ResourceOperations = {
	value: 'video',
	name: 'Video',
	defaultOperation: 'generateFromText',
	operations: [
		controlMotion,
		edit,
		enhance,
		extend,
		generateFromImage,
		generateFromReference,
		generateFromText,
		lipSync,
	],
};
