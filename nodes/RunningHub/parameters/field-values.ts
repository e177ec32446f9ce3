import type { INodeProperties, IWebhookFunctions } from 'n8n-workflow';
import { coerceValue } from '../../../runninghub/forms/coerce-value';
import type { FormField } from '../../../runninghub/forms/form-field';
import { findLostDigits, LOST_DIGITS } from '../../../runninghub/forms/long-number';
import { shorten, showValue } from '../../../runninghub/forms/shorten';
import { describeValue } from '../../../runninghub/forms/value-kind';
import {
	asObject,
	asText,
	isJsonObject,
	type JsonObject,
	type JsonValue,
	tryParseJson,
} from '../../../runninghub/json';
import { giveHint } from '../runtime/execution-hint';
import type { ExecuteContext } from '../runtime/n8n-context';
import { dateText } from './date-text';
import { expressionText, isExpression, partsWithin } from './expression-parts';
import { invalidInput } from '../items/invalid-input';
import { notAllowed } from './not-allowed';

/** What a field holds. */
interface Entry {
	/** For the item at hand; `undefined` where the field is not there. */
	readonly value: unknown;
	/** As it was entered: an expression begins with `=`. */
	readonly entered: unknown;
}

/** Where the values of fields come from. */
interface ValueSource {
	entry(name: string): Entry;
	/** What an expression with its braces comes to for the item at hand. */
	evaluate(expression: string): unknown;
	hint(message: string): void;
}

/** A text, and the expression that gave nothing where there should have been one. */
export interface TextReading {
	/** '' where nothing is given. */
	readonly text: string;
	readonly emptyExpression?: string;
}

/**
 * The values of a node's fields, each read by what the field says of itself: its type, its choices,
 * its bounds. A value either has a meaning there or is refused by the field's name, before anything
 * is uploaded or submitted. An expression that gives nothing counts as an empty field, and is told.
 */
export class FieldValues {
	private constructor(private readonly source: ValueSource) {}

	/** What the fields hold for one item. */
	static ofItem(ctx: ExecuteContext, itemIndex: number): FieldValues {
		return new FieldValues({
			entry: (name) => ({
				value: ctx.getNodeParameter(name, itemIndex, null),
				entered: ctx.getNodeParameter(name, itemIndex, null, { rawExpressions: true }),
			}),
			evaluate: (expression) => ctx.evaluateExpression(expression, itemIndex),
			hint: (message) => giveHint(ctx, message),
		});
	}

	/** What the fields of a trigger hold, which has no items. */
	static ofTrigger(ctx: IWebhookFunctions): FieldValues {
		return new FieldValues({
			entry: (name) => ({
				value: ctx.getNodeParameter(name, null),
				entered: ctx.getNodeParameter(name, null, { rawExpressions: true }),
			}),
			evaluate: (expression) => ctx.evaluateExpression(expression, 0),
			hint: (message) => ctx.logger.warn(message),
		});
	}

	/** The fields inside a collection. @throws RunningHubError of kind `invalid` when it is none. */
	within(collection: INodeProperties): FieldValues {
		const { value, entered } = this.source.entry(collection.name);
		if (!isNothing(value) && !isJsonObject(value)) {
			throw notAllowed(collection.displayName, describeValue(value), 'an object');
		}
		const values = asObject(value);
		const asEntered = asObject(entered);
		return new FieldValues({
			...this.source,
			entry: (name) => ({ value: values[name], entered: asEntered[name] }),
		});
	}

	/**
	 * The text of a field; '' where nothing is given. Numbers, switches and dates become text.
	 * @throws RunningHubError of kind `invalid` that names the field.
	 */
	text(field: INodeProperties): string {
		const { text, emptyExpression } = this.readText(field);
		if (emptyExpression !== undefined) this.tellEmpty(field.displayName, emptyExpression);
		return text;
	}

	/**
	 * The text in a field that may not be empty, without the blanks around it.
	 *
	 * @param whatToDo where nothing is given.
	 * @throws RunningHubError of kind `invalid` that names the field.
	 */
	requiredText(field: INodeProperties, whatToDo: string): string {
		const { text, emptyExpression } = this.readText(field);
		if (text.trim() !== '') return text.trim();
		const why = emptyExpression === undefined ? '' : `: ${shorten(emptyExpression)} gave nothing`;
		throw invalidInput(`${field.displayName}: a value is required${why}`, whatToDo);
	}

	/**
	 * The text of a field, for a caller that decides itself what an empty expression means.
	 * @throws RunningHubError of kind `invalid` that names the field.
	 */
	readText(field: INodeProperties): TextReading {
		const entry = this.source.entry(field.name);
		return this.textOf(field, entry);
	}

	/** The text of a field that offers several ways to choose something, as `text` gives it. */
	locator(field: INodeProperties): string {
		const { value, entered } = this.source.entry(field.name);
		const { text, emptyExpression } = this.textOf(field, {
			value: isJsonObject(value) && 'value' in value ? value.value : value,
			entered: isJsonObject(entered) ? entered.value : entered,
		});
		if (emptyExpression !== undefined) this.tellEmpty(field.displayName, emptyExpression);
		return text;
	}

	/** How a field that offers several ways to choose something was filled in, expressions as such. */
	locatorAsEntered(field: INodeProperties): { readonly mode: string; readonly value: string } {
		const entered = asObject(this.source.entry(field.name).entered);
		return { mode: asText(entered.mode), value: asText(entered.value) };
	}

	/**
	 * Whether a switch is on; `undefined` where nothing is given.
	 * @throws RunningHubError of kind `invalid` that names the field.
	 */
	flag(field: INodeProperties): boolean | undefined {
		const value = this.coerced(field, formField(field, 'boolean'));
		return typeof value === 'boolean' ? value : undefined;
	}

	/**
	 * The chosen option's value; '' where nothing is given.
	 * @throws RunningHubError of kind `invalid` that names the field.
	 */
	choice(field: INodeProperties): string {
		return asText(this.coerced(field, formField(field, 'options')));
	}

	/**
	 * The number in a field; `undefined` where nothing is given.
	 *
	 * @param min in place of the smallest that the editor offers.
	 * @throws RunningHubError of kind `invalid` that names the field.
	 */
	number(field: INodeProperties, min?: number): number | undefined {
		const number = formField(
			field,
			field.typeOptions?.numberPrecision === 0 ? 'integer' : 'number',
		);
		const value = this.coerced(field, { ...number, ...(min !== undefined && { min }) });
		return typeof value === 'number' ? value : undefined;
	}

	/**
	 * The number in a field that limits what is spent: an expression there that gives nothing must not
	 * mean "no limit".
	 * @throws RunningHubError of kind `invalid` that names the field.
	 */
	limit(field: INodeProperties): number | undefined {
		const { value, entered } = this.source.entry(field.name);
		if (isNothing(value) && isExpression(entered)) {
			throw notAllowed(
				field.displayName,
				`nothing, from ${shorten(expressionText(entered))},`,
				'a number',
			);
		}
		return this.number(field);
	}

	/**
	 * What a JSON field holds, as text or already as a value; `undefined` where nothing is given.
	 * @throws RunningHubError of kind `invalid` that names the field.
	 */
	json(field: INodeProperties): unknown {
		const { displayName } = field;
		const entry = this.source.entry(field.name);
		const value = this.given(displayName, entry);
		this.checkParts(displayName, entry);
		const lost = findLostDigits(value);
		if (lost === undefined) return dateText(value) ?? value;
		throw notAllowed(displayName, String(lost), `JSON; ${LOST_DIGITS}`);
	}

	/**
	 * The object that a JSON field holds, as text or already as one; empty where nothing is given.
	 *
	 * @param whatToDo where it is something else.
	 * @throws RunningHubError of kind `invalid` that names the field.
	 */
	jsonObject(field: INodeProperties, whatToDo: string): JsonObject {
		const value = this.json(field);
		if (value === undefined) return {};
		const parsed = typeof value === 'string' ? tryParseJson(value) : value;
		if (isJsonObject(parsed)) return parsed;
		throw invalidInput(`${field.displayName}: ${showValue(value)} is not a JSON object`, whatToDo);
	}

	/**
	 * The values of a form by the ids of its fields, not yet checked against them.
	 *
	 * @param labelOf what the user knows a field of that id by; `undefined` where the form lacks it.
	 * @throws RunningHubError of kind `invalid` that names the field.
	 */
	form(
		field: INodeProperties,
		labelOf: (id: string) => string | undefined,
	): Record<string, unknown> {
		const { value, entered } = this.source.entry(field.name);
		const values: Readonly<Record<string, unknown>> = asObject(asObject(value).value);
		const asEntered = asObject(asObject(entered).value);
		return Object.fromEntries(
			Object.entries(values).map(([id, held]) => {
				const entry = { value: held, entered: asEntered[id] };
				const label = labelOf(id);
				if (label === undefined) return [id, held];
				this.checkParts(label, entry);
				return [id, dateText(held) ?? this.given(label, entry, isUnset)];
			}),
		);
	}

	/** What the form that was filled in called its fields, by their ids. */
	formLabels(field: INodeProperties): ReadonlyMap<string, string> {
		const { schema } = asObject(this.source.entry(field.name).value);
		const entries = Array.isArray(schema) ? schema.map(asObject) : [];
		return new Map(entries.map(({ id, displayName }) => [asText(id), asText(displayName)]));
	}

	/** Tells of an expression that gave nothing where that is no reason to refuse. */
	tellEmpty(label: string, expression: string): void {
		this.source.hint(
			`${label}: ${shorten(expression)} gave nothing, which counts as an empty field.`,
		);
	}

	/** Tells the user something that is no reason to refuse. */
	tell(message: string): void {
		this.source.hint(message);
	}

	private textOf(field: INodeProperties, entry: Entry): TextReading {
		const { displayName } = field;
		const { value, entered } = entry;
		if (isNothing(value)) {
			return isExpression(entered)
				? { text: '', emptyExpression: expressionText(entered) }
				: { text: '' };
		}
		this.checkParts(displayName, entry);
		const coerced = coerceValue(formField(field, 'string'), dateText(value) ?? value);
		if ('allowed' in coerced) throw notAllowed(displayName, describeValue(value), coerced.allowed);
		return { text: asText(coerced.value) };
	}

	private coerced(field: INodeProperties, form: FormField): JsonValue | undefined {
		const value = this.given(field.displayName, this.source.entry(field.name));
		if (value === undefined) return undefined;
		const coerced = coerceValue(form, value);
		if ('allowed' in coerced)
			throw notAllowed(field.displayName, describeValue(value), coerced.allowed);
		return coerced.value;
	}

	/** The value, or `undefined` where there is none; tells when an expression was to give it. */
	private given(label: string, { value, entered }: Entry, isEmpty = isNothing): unknown {
		if (!isEmpty(value)) return value;
		if (isExpression(entered)) this.tellEmpty(label, expressionText(entered));
		return undefined;
	}

	/** Looks at each part of a longer text on its own: in the text, what went wrong is lost. */
	private checkParts(label: string, { value, entered }: Entry): void {
		if (!isExpression(entered) || typeof value !== 'string' || value.trim() === '') return;
		for (const part of partsWithin(entered)) {
			const held = this.source.evaluate(part);
			if (isUnset(held)) {
				this.source.hint(`${label}: ${shorten(part)} gave nothing, so the text lacks it.`);
			} else if (writesObject(held)) {
				throw notAllowed(label, `${describeValue(held)}, from ${shorten(part)},`, 'text');
			}
		}
		if (value.includes('[object Object]')) {
			throw notAllowed(
				label,
				describeValue(value),
				'text: an object has become "[object Object]" in it',
			);
		}
	}
}

/** Whether nothing is given, or blanks only. */
function isNothing(value: unknown): boolean {
	return isUnset(value) || (typeof value === 'string' && value.trim() === '');
}

function isUnset(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

/** Whether a value reads as "[object Object]" inside a text. */
function writesObject(value: unknown): boolean {
	if (Array.isArray(value)) return value.some(writesObject);
	return typeof value === 'object' && value !== null && dateText(value) === undefined;
}

/** What a field of the node says of itself, in the terms of a form. */
function formField(field: INodeProperties, type: FormField['type']): FormField {
	const { displayName: label, name: id, typeOptions } = field;
	const options = (field.options ?? []).flatMap((option) =>
		'value' in option ? [{ value: String(option.value), label: option.name }] : [],
	);
	return {
		id,
		label,
		type,
		required: field.required === true,
		multiple: false,
		...(type === 'options' && { options }),
		...(typeOptions?.minValue !== undefined && { min: typeOptions.minValue }),
		...(typeOptions?.maxValue !== undefined && { max: typeOptions.maxValue }),
	};
}
