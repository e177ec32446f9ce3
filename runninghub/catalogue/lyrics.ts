import type { FormField } from '../forms/form-field';

/** Whether models of an operation take the words of a song besides a prompt. */
export function asksForLyrics(resource: string, operation: string): boolean {
	return resource === 'audio' && (operation === 'generateMusic' || operation === 'transform');
}

/** The field for the words of a song, where it is not the model's prompt itself. */
export function lyricsOf(fields: readonly FormField[]): FormField | undefined {
	return fields.find(
		({ id, type, role }) => id === 'lyrics' && type === 'string' && role === undefined,
	);
}
