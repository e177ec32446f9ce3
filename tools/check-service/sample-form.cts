import { buildModelBody } from '../../runninghub/catalogue/body';
import type { BodyForm } from '../../runninghub/catalogue/body-form';
import type { Model } from '../../runninghub/catalogue/model';
import { coerceForm } from '../../runninghub/forms/coerce-form';
import { isMediaType, type FormField } from '../../runninghub/forms/form-field';
import type { JsonObject, JsonValue } from '../../runninghub/json';

const PROMPT = 'A red paper boat on a calm lake';
/** Keys of main texts that the catalogue does not mark as the prompt. */
const PROMPT_KEYS = /(?:^|##)(?:prompt|text|positive_prompt|lyrics|description|title)$/;

/**
 * A value for a required input, as the form takes it; `undefined` where none can be made up.
 * @param picture address of a picture that every model may have.
 */
function sampleOf(field: FormField, picture: string): JsonValue | undefined {
	if (field.default !== undefined) return field.default;
	if (field.type === 'image') return picture;
	if (isMediaType(field.type)) return undefined;
	switch (field.type) {
		case 'options':
			return field.options?.[0]?.value;
		case 'integer':
		case 'number':
			return field.min ?? 1;
		case 'boolean':
			return false;
		case 'string':
			return field.role === 'prompt' || PROMPT_KEYS.test(field.id)
				? PROMPT.slice(0, field.maxLength)
				: undefined;
		default:
			return undefined;
	}
}

/** The form that models take whose keys are not those of nodes. */
const USUAL_FORM: BodyForm = { keys: 'node', options: 'shown' };

/**
 * The body that fills in the required inputs of a model, and its prompt: the smallest one that says
 * something. `undefined` when one of them needs what nobody can make up, such as a film.
 */
export function sampleBody(
	model: Model,
	picture: string,
	form: BodyForm = USUAL_FORM,
): JsonObject | undefined {
	const wanted = model.fields.filter(({ required, role }) => required || role === 'prompt');
	const values = Object.fromEntries(wanted.map((field) => [field.id, sampleOf(field, picture)]));
	if (wanted.length === 0 || Object.values(values).includes(undefined)) return undefined;
	const filledIn = coerceForm(wanted, values, []);
	return filledIn.problems.length > 0
		? undefined
		: buildModelBody(model, filledIn.values, () => picture, form);
}

/** Whether a model cannot do without a picture. */
export function needsPicture({ fields }: Model): boolean {
	return fields.some(({ required, type }) => required && type === 'image');
}

/** A picture that no model is asked to look at. */
export const SOME_PICTURE = 'https://files.example.com/picture.png';
