import { type FormField, type FormOption, isMediaType } from '../../runninghub/forms/form-field';
import type { JsonValue } from '../../runninghub/json';
import { amount, code, plain } from './markdown.cts';

/** What a parameter takes: its kind, choices, bounds and file limits. */
export function valueRange(field: FormField): string {
	const { type, multiple, maxItems } = field;
	if (isMediaType(type)) return mediaRange(field);
	const many = multiple ? [maxItems === undefined ? 'several' : `up to ${amount(maxItems)}`] : [];
	return [...many, ...plainRange(field)].join('; ');
}

function mediaRange({ type, multiple, maxItems, accept, maxSizeMb }: FormField): string {
	const plural = type === 'audio' ? 'audio files' : `${type}s`;
	const one = type === 'audio' ? 'audio file' : type;
	const count =
		multiple && maxItems !== undefined
			? `up to ${amount(maxItems)} ${maxItems === 1 ? one : plural}`
			: multiple
				? plural
				: one;
	const formats = accept === undefined || accept.length === 0 ? [] : [accept.join(', ')];
	const each = multiple && maxItems !== 1 ? ' each' : '';
	const size = maxSizeMb === undefined ? [] : [`up to ${amount(maxSizeMb)} MB${each}`];
	return [count, ...formats, ...size].join('; ');
}

function plainRange(field: FormField): string[] {
	const { type, options, min, max, step, minLength, maxLength } = field;
	switch (type) {
		case 'options':
			return [(options ?? []).map(({ value }) => shownValue(value, options)).join(', ')];
		case 'integer':
		case 'number': {
			const kind = type === 'integer' ? 'whole number' : 'number';
			const steps = step === undefined || step === 1 ? [] : [`in steps of ${amount(step)}`];
			return [`${kind}${bounds(min, max)}`, ...steps];
		}
		case 'boolean':
			return ['on or off'];
		case 'json':
			return ['JSON'];
		default: {
			const length = bounds(minLength, maxLength);
			return [length === '' ? 'text' : `text,${length} characters`];
		}
	}
}

function bounds(least: number | undefined, most: number | undefined): string {
	if (least !== undefined && most !== undefined) return ` ${amount(least)} to ${amount(most)}`;
	if (most !== undefined) return ` up to ${amount(most)}`;
	return least === undefined ? '' : ` from ${amount(least)} up`;
}

/** A value as it is sent, with the words of the form where they differ. */
export function shownValue(value: JsonValue, options: readonly FormOption[] = []): string {
	if (typeof value === 'boolean') return value ? 'on' : 'off';
	if (typeof value === 'number') return amount(value);
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	const label = options.find((option) => option.value === text)?.label ?? text;
	if (text === '') return plain(label);
	return label.toLowerCase() === text.toLowerCase()
		? code(text)
		: `${code(text)} (${plain(label)})`;
}
