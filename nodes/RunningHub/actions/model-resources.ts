import type { ResourceOperations } from '../operation';
import { audio } from './audio';
import { image } from './image';
import { text } from './text';
import { threeD } from './threeD';
import { video } from './video';

/** Those that run models: all of their operations have the same fields. */
export const MODEL_RESOURCES: readonly ResourceOperations[] = [threeD, audio, image, text, video];
