import { modelOperation } from '../../requests/model/model-operation';

/** Continue a video beyond its end. */
export const extend = modelOperation({
	resource: 'video',
	value: 'extend',
	name: 'Extend',
	action: 'Extend a video',
	description: 'Continue a video beyond its end',
	takesFiles: true,
});
