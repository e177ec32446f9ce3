import type { ResourceOperations } from '../../operation';
import { analyzeAudio } from './analyze-audio';
import { analyzeImage } from './analyze-image';
import { analyzeVideo } from './analyze-video';
import { generateFromText } from './generate-from-text';
import { writeLyrics } from './write-lyrics';

/** Models that make or work on text. */
export const text: ResourceOperations = {
	value: 'text',
	name: 'Text',
	defaultOperation: 'generateFromText',
	operations: [analyzeAudio, analyzeImage, analyzeVideo, generateFromText, writeLyrics],
};
