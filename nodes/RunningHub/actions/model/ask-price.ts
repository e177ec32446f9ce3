import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { buildModelBody } from '../../../../runninghub/catalogue/body';
import type { Model } from '../../../../runninghub/catalogue/model';
import { previewModelForm } from '../../../../runninghub/catalogue/submit';
import { RunningHubError } from '../../../../runninghub/errors/runninghub-error';
import { coerceForm } from '../../../../runninghub/forms/coerce-form';
import { isUntouched } from '../../../../runninghub/forms/coerce-list';
import { describeField, type FormField } from '../../../../runninghub/forms/form-field';
import type { MediaReference } from '../../../../runninghub/forms/media-reference';
import { showValue } from '../../../../runninghub/forms/shorten';
import type { JsonObject, JsonValue } from '../../../../runninghub/json';
import { invalidInput } from '../../items/invalid-input';
import type { FieldValues } from '../../parameters/field-values';
import type { Session } from '../../runtime/session';

/** Stands in for a prompt that was not given: RunningHub refuses a form without one. */
const SAMPLE_PROMPT = 'A red fox in the snow';

/** Parameters that are to be priced. */
export interface PriceQuestion {
	/** The field they were given in, as the user knows it. */
	readonly label: string;
	/** By key. */
	readonly given: JsonObject;
}

/**
 * What is to be priced; `undefined` where no price is wanted.
 *
 * @throws RunningHubError of kind `invalid` that names the field.
 */
export function readPriceQuestion(
	values: FieldValues,
	asks: INodeProperties,
	what: INodeProperties,
): PriceQuestion | undefined {
	if (values.flag(asks) !== true) return undefined;
	const given = values.jsonObject(
		what,
		'Write an object such as {"resolution": "2k"}, or leave it empty. Nothing was submitted.',
	);
	return { label: what.displayName, given };
}

/**
 * What one task of each model costs, by endpoint: `askedPrice` in `askedCurrency`, or
 * `missingParameters`, or `priceProblem` in words. One question for each model, as many as the
 * execution still has (docs/runninghub-api.md, section 3.2).
 *
 * @throws RunningHubError where no model could be asked, such as a refused key, or none has a
 * parameter that was given.
 */
export async function askPrices(
	session: Session,
	models: readonly Model[],
	{ label, given }: PriceQuestion,
): Promise<ReadonlyMap<string, IDataObject>> {
	const known = new Set(models.flatMap(({ fields }) => fields.flatMap(keysOf)));
	const unknown = Object.keys(given).filter((key) => !known.has(key));
	if (models.length > 0 && unknown.length > 0) {
		throw invalidInput(
			`${label}: no model here has a parameter ${unknown.map(showValue).join(', ')}`,
			'Use the keys under "parameters" of what Model → Get gives.',
		);
	}
	const prices = new Map<string, IDataObject>();
	for (const model of models) prices.set(model.endpoint, await askPrice(session, model, given));
	return prices;
}

async function askPrice(session: Session, model: Model, given: JsonObject): Promise<IDataObject> {
	const entered = Object.fromEntries(
		model.fields.flatMap((field) => {
			const value = valueFor(field, given);
			return value === undefined ? [] : [[field.id, value]];
		}),
	);
	const missing = model.fields.filter(({ id, required }) => required && isUntouched(entered[id]));
	if (missing.length > 0) return { missingParameters: missing.map(describeField) };
	const { values, problems } = coerceForm(model.fields, entered, []);
	if (problems.length > 0)
		return { priceProblem: problems.map(({ message }) => message).join(' ') };
	if (!session.takePriceQuestion()) {
		return { priceProblem: 'Not asked: 20 models are asked for their price in one execution.' };
	}
	const { transport } = await session.connection();
	const asked = await session
		.read(
			async (signal) =>
				await previewModelForm(
					transport,
					model,
					(form) => buildModelBody(model, values, addressOf, form),
					{ signal },
				),
		)
		.catch(tellRefusal);
	if (typeof asked === 'string') return { priceProblem: asked };
	const { price, currency, text } = asked;
	if (price === null) return { priceProblem: text || 'RunningHub named no price.' };
	return { askedPrice: price, ...(currency !== '' && { askedCurrency: currency }) };
}

/** Of one model only; what concerns the key or the connection is thrown on. */
function tellRefusal(error: unknown): string {
	if (!(error instanceof RunningHubError)) throw error;
	if (error.kind !== 'invalid' && error.kind !== 'notFound' && error.kind !== 'server') throw error;
	return error.message;
}

/** What a parameter may be called. */
function keysOf({ id, alias }: FormField): string[] {
	return alias === undefined ? [id] : [id, alias];
}

function valueFor(field: FormField, given: JsonObject): JsonValue | undefined {
	const { required, role, default: preset } = field;
	const key = keysOf(field).find((each) => Object.hasOwn(given, each));
	if (key !== undefined) return given[key];
	if (role === 'prompt') return SAMPLE_PROMPT;
	return required ? preset : undefined;
}

/** Links are sent as they are; files are not uploaded for a price. */
function addressOf(reference: MediaReference): string {
	return reference.from === 'url' ? reference.url : '';
}
