import { modelOperation } from '../../requests/model/model-operation';

/** Write the words of a song. */
export const writeLyrics = modelOperation({
	resource: 'text',
	value: 'writeLyrics',
	name: 'Write Lyrics',
	action: 'Write lyrics',
	description: 'Write the words of a song',
});
