import { type FormField, isMediaType } from '../../../runninghub/forms/form-field';
import type { FieldView } from './mapper-fields';

/**
 * How an input of an AI app or a workflow looks. A file shows the name of the one it was saved with:
 * the editor has no other place for it, and sent back it is that file.
 */
export function savedView(
	{ type, saved }: Pick<FormField, 'type'> & { readonly saved: string },
	isShown: boolean,
): FieldView {
	return { isShown, ...(isMediaType(type) && saved.trim() !== '' && { filledWith: saved.trim() }) };
}
