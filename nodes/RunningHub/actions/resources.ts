import { account } from './account';
import { aiApp } from './aiApp';
import { asset } from './asset';
import { audio } from './audio';
import { comfyUiServer } from './comfyUiServer';
import { file } from './file';
import { image } from './image';
import { model } from './model';
import type { ResourceOperations } from '../operation';
import { quickCreate } from './quickCreate';
import { task } from './task';
import { text } from './text';
import { threeD } from './threeD';
import { video } from './video';
import { workflow } from './workflow';

/**
 * Every operation of the node, in the order shown. The description and the router are both
 * derived from this table.
 */
export const RESOURCES: readonly ResourceOperations[] = [
	threeD,
	account,
	aiApp,
	asset,
	audio,
	comfyUiServer,
	file,
	image,
	model,
	quickCreate,
	task,
	text,
	video,
	workflow,
];
