import { modelOperation } from '../../requests/model/model-operation';

/** Change, split or extend a recording. */
export const transform = modelOperation({
	resource: 'audio',
	value: 'transform',
	name: 'Transform',
	action: 'Transform audio',
	description: 'Change, split or extend a recording',
	takesFiles: true,
});
