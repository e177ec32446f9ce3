import type { NodeInput } from '../../../runninghub/api/node-inputs';
import { coerceForm } from '../../../runninghub/forms/coerce-form';
import type { FieldValue } from '../../../runninghub/forms/field-value';
import type { FormField } from '../../../runninghub/forms/form-field';
import { asText } from '../../../runninghub/json';

interface NodeField extends FormField {
	readonly nodeId: string;
	readonly fieldName: string;
}

function textOf(value: FieldValue): string {
	if (value.kind === 'json') return asText(value.value);
	const [reference] = value.references;
	if (reference?.from !== 'uploaded') throw new Error('the file was not uploaded');
	return reference.fileName;
}

/**
 * The inputs that a filled-in form sends; files are given as names of uploads.
 * @throws Error with every problem of the form.
 */
export function nodeInputsOf(
	fields: readonly NodeField[],
	values: Readonly<Record<string, unknown>>,
): NodeInput[] {
	const form = coerceForm(fields, values, []);
	if (form.problems.length > 0) {
		throw new Error(form.problems.map(({ message }) => message).join('\n'));
	}
	return fields.flatMap(({ id, nodeId, fieldName }) => {
		const value = form.values.get(id);
		return value === undefined ? [] : [{ nodeId, fieldName, fieldValue: textOf(value) }];
	});
}

/** What the form has against one value; `undefined`: nothing. */
export function problemOf(field: FormField, value: unknown): string | undefined {
	return coerceForm([field], { [field.id]: value }, []).problems[0]?.message;
}
