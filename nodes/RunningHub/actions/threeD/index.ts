import type { ResourceOperations } from '../../operation';
import { generateFromImage } from './generate-from-image';
import { generateFromText } from './generate-from-text';
import { generateFromVideo } from './generate-from-video';

/** Models that make or work on 3D. */
export const threeD: ResourceOperations = {
	value: 'threeD',
	name: '3D',
	defaultOperation: 'generateFromText',
	operations: [generateFromImage, generateFromText, generateFromVideo],
};
