import { modelOperation } from '../../requests/model/model-operation';

/** Let a character in a picture move like someone in a video. */
export const controlMotion = modelOperation({
	resource: 'video',
	value: 'controlMotion',
	name: 'Control Motion',
	action: 'Control the motion of a character',
	description: 'Let a character in a picture move like someone in a video',
	takesFiles: true,
});
