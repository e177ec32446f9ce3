import { isJsonObject } from '../json';
import type { BinaryField } from './media-reference';

/** The one file meant, by the name of its field, or why it cannot be told. */
export type DescribedFile = { readonly name: string } | { readonly problem: string };

/**
 * The file of the item that an object without content describes: where files are kept in memory,
 * only their description comes out of an expression. Absent where it describes none.
 */
export function describedFile(
	value: unknown,
	binaryFields: readonly BinaryField[],
): DescribedFile | undefined {
	if (!isJsonObject(value) || typeof value.mimeType !== 'string') return undefined;
	const { mimeType, fileName, fileExtension, bytes } = value;
	const [found, ...alike] = binaryFields.filter(
		(field) =>
			field.mimeType === mimeType &&
			field.fileName === fileName &&
			field.fileExtension === fileExtension &&
			(field.bytes === undefined || bytes === undefined || field.bytes === bytes),
	);
	if (found === undefined || alike.length === 0) return found;
	const names = [found, ...alike].map(({ name }) => name).join(', ');
	return { problem: `Several files of the item look like this one: ${names}. Give a name.` };
}
