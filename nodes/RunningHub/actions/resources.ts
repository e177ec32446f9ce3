import { audio } from './audio';
import { image } from './image';
import { text } from './text';
import { threeD } from './threeD';
import { video } from './video';
import type { ResourceOperations } from './operation';

/**
 * Every operation of the node, in the order shown. The description and the router are both
 * derived from this table.
 */
export const RESOURCES: readonly ResourceOperations[] = [threeD, audio, image, text, video];
