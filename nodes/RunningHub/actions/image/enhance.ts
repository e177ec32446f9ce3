import { modelOperation } from '../../requests/model/model-operation';

/** Make a picture larger, sharper or cleaner. */
export const enhance = modelOperation({
	resource: 'image',
	value: 'enhance',
	name: 'Enhance',
	action: 'Enhance an image',
	description: 'Make a picture larger, sharper or cleaner',
	takesFiles: true,
});
