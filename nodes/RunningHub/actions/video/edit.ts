import { modelOperation } from '../../requests/model/model-operation';

/** Change what a video shows as a text says. */
export const edit = modelOperation({
	resource: 'video',
	value: 'edit',
	name: 'Edit',
	action: 'Edit a video',
	description: 'Change what a video shows as a text says',
	takesFiles: true,
});
