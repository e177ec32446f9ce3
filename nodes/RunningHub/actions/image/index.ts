import { modelResource } from '../model-operation';

/** Models that make or work on image. */
export const image = modelResource({
	value: 'image',
	name: 'Image',
	description: 'Make, edit and enlarge pictures',
	defaultOperation: 'generateFromText',
	operations: [
		{
			value: 'edit',
			name: 'Edit',
			action: 'Edit an image',
			description: 'Change pictures, or combine several, as a text says',
			prompt: {
				example: 'Put the bottle on a marble table and keep its label as it is',
				description: 'What to change in the pictures, and what to keep',
			},
		},
		{
			value: 'enhance',
			name: 'Enhance',
			action: 'Enhance an image',
			description: 'Make a picture larger, sharper or cleaner',
		},
		{
			value: 'generateFromText',
			name: 'Generate From Text',
			action: 'Generate an image from text',
			description: 'Make a picture of what a text describes',
			prompt: {
				example: 'A lighthouse on a cliff at dawn, watercolour',
				description: 'What the picture is to show',
			},
		},
	],
});
