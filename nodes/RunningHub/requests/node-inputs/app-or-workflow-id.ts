import type { ReferenceKind } from '../../../../runninghub/reference';
import { readPastedId } from '../../parameters/pasted-id';
import { invalidInput } from '../../parameters/invalid-input';

/**
 * The id in what the user pasted for a workflow or an AI app.
 *
 * @param baseUrl of the credential.
 * @throws RunningHubError of kind `invalid`, before any request.
 */
export function pastedId(value: unknown, kind: ReferenceKind, baseUrl: string): string {
	const pasted = readPastedId(value, kind, baseUrl);
	if ('id' in pasted) return pasted.id;
	throw invalidInput(pasted.problem, pasted.hint);
}
