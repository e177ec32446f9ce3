import { modelOperation } from '../models/model-operation';

/** Change pictures, or combine several, as a text says. */
export const edit = modelOperation({
	resource: 'image',
	value: 'edit',
	name: 'Edit',
	action: 'Edit an image',
	description: 'Change pictures, or combine several, as a text says',
	takesFiles: true,
});
