import { modelResource } from '../../requests/model/model-resource';

/** Models that make or work on image. */
export const image = modelResource({
	value: 'image',
	name: 'Image',
	defaultOperation: 'generateFromText',
	operations: [
		{
			value: 'edit',
			name: 'Edit',
			action: 'Edit an image',
			description: 'Change pictures, or combine several, as a text says',
			takesFiles: true,
		},
		{
			value: 'enhance',
			name: 'Enhance',
			action: 'Enhance an image',
			description: 'Make a picture larger, sharper or cleaner',
			takesFiles: true,
		},
		{
			value: 'generateFromText',
			name: 'Generate From Text',
			action: 'Generate an image from text',
			description: 'Make a picture of what a text describes',
		},
	],
});
