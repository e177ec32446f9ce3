import { modelOperation } from '../../requests/model/model-operation';

/** Change pictures, or combine several, as a text says. */
export const edit = modelOperation({
	resource: 'image',
	value: 'edit',
	name: 'Edit',
	action: 'Edit an image',
	description: 'Change pictures, or combine several, as a text says',
	takesFiles: true,
});
