import type { ResourceOperations } from '../../operation';
import { extractFromVideo } from './extract-from-video';
import { generateMusic } from './generate-music';
import { generateSpeech } from './generate-speech';
import { transform } from './transform';

/** Models that make or work on audio. */
export const audio: ResourceOperations = {
	value: 'audio',
	name: 'Audio',
	defaultOperation: 'generateSpeech',
	operations: [extractFromVideo, generateMusic, generateSpeech, transform],
};
