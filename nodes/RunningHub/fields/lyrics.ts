import type { INodeProperties } from 'n8n-workflow';

/** The words of a song: the Parameters form has no field of several lines. */
export const lyricsField: INodeProperties = {
	displayName: 'Lyrics',
	name: 'lyrics',
	type: 'string',
	typeOptions: { rows: 6 },
	default: '',
	placeholder: '[Verse]\nThe tide is coming in\n\n[Chorus]\n…',
	description:
		'The words to sing, for models that take lyrics besides the prompt, such as MiniMax Music and Mureka. Leave it empty for the others.',
};
