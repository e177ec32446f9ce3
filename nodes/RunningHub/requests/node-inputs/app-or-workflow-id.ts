import type { INodeProperties } from 'n8n-workflow';
import type { ReferenceKind } from '../../../../runninghub/reference';
import type { FieldValues } from '../../parameters/field-values';
import { readPastedId } from '../../parameters/pasted-id';
import { invalidInput } from '../../items/invalid-input';

/**
 * The id in what the user pasted for a workflow or an AI app.
 *
 * @param baseUrl of the credential.
 * @throws RunningHubError of kind `invalid` that names the field, before any request.
 */
export function pastedId(
	values: FieldValues,
	field: INodeProperties,
	kind: ReferenceKind,
	baseUrl: string,
): string {
	const pasted = readPastedId(values.locator(field), kind, baseUrl, field.displayName);
	if ('id' in pasted) return pasted.id;
	throw invalidInput(pasted.problem, pasted.hint);
}
