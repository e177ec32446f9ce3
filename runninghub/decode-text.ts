/**
 * The text of a file, whose encoding its byte order mark tells: UTF-8, or UTF-16 of either order.
 * JSON in UTF-16 without the mark is told by the zero beside its first, always ASCII, character.
 * The mark itself is no part of the text.
 */
export function decodeText(bytes: Uint8Array): string {
	return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

function encodingOf([first, second]: Uint8Array): string {
	if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
	if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return 'utf-16be';
	return 'utf-8';
}
