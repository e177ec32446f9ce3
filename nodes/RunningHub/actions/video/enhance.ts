import { modelOperation } from '../../requests/model/model-operation';

/** Make a video larger, sharper or smoother. */
export const enhance = modelOperation({
	resource: 'video',
	value: 'enhance',
	name: 'Enhance',
	action: 'Enhance a video',
	description: 'Make a video larger, sharper or smoother',
	withoutPrompt: true,
	takesFiles: true,
});
