import type { INodeProperties } from 'n8n-workflow';
import { staleEntries } from '../../../../runninghub/forms/coerce-form';
import { describeField, type FormField } from '../../../../runninghub/forms/form-field';
import { shorten } from '../../../../runninghub/forms/shorten';
import type { FieldValues } from '../../parameters/field-values';
import { invalidInput } from '../../items/invalid-input';

/**
 * The values of a form of node inputs. A value whose input is gone would be left out, and the run
 * bought on what the author has set instead.
 *
 * @param owner whose form it is, such as `the workflow`.
 * @throws RunningHubError of kind `invalid` that names the entries that are gone, and those there are.
 */
export function filledInForm(
	values: FieldValues,
	property: INodeProperties,
	fields: readonly FormField[],
	owner: string,
): Readonly<Record<string, unknown>> {
	const { displayName } = property;
	const labels = new Map(fields.map((field) => [field.id, describeField(field)]));
	const form = values.form(property, (id) => labels.get(id));
	const stale = staleEntries(fields, form);
	if (stale.length === 0) return form;
	const known = values.formLabels(property);
	const gone = stale.map((id) => describeField({ id, label: known.get(id) ?? id })).join(', ');
	const there = [...labels.values()].join(', ');
	throw invalidInput(
		`${displayName}: ${owner} has no ${gone} any more. It has: ${shorten(there, 1000) || 'none'}`,
		`Open the node, refresh the list of ${displayName}, and give the value to one that is there, or remove it. Nothing was submitted.`,
	);
}
