import { DEFAULT_MODEL, modelField } from '../../fields/model';
import type { FieldValues } from '../../parameters/field-values';
import type { ModelPlace } from '../../parameters/find-model';
import { invalidInput } from '../../items/invalid-input';

/**
 * Nobody chose the model that a new node starts with: where another resource or operation has it
 * from the list, it was left over. By Endpoint or from an expression it is meant.
 *
 * @throws RunningHubError of kind `invalid` that names the field.
 */
export function refuseLeftOverDefault(
	values: FieldValues,
	{ resource, operation }: ModelPlace,
): void {
	const { mode, value } = values.locatorAsEntered(modelField);
	const isOwnList = resource === DEFAULT_MODEL.resource && operation === DEFAULT_MODEL.operation;
	if (mode !== 'list' || value !== DEFAULT_MODEL.endpoint || isOwnList) return;
	throw invalidInput(
		`${modelField.displayName}: ${DEFAULT_MODEL.shownAs} was left over from Image → Generate From Text`,
		'Choose a model from the list of this operation. Nothing was submitted.',
	);
}
