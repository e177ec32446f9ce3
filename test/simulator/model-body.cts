import type { Model, Parameter } from './catalogue.cts';
import { isObject } from './json.cts';
import type { Json, JsonObject } from './json.cts';
import { checkMedia } from './media-reference.cts';
import type { MediaRules } from './media-reference.cts';
import { refusal } from './replies.cts';
import type { Refusal } from './replies.cts';
import { isWebAddress } from './request-fields.cts';
import type { NodeKeyedForm } from './settings.cts';

/** What a model's request is checked against besides the catalogue. */
export interface BodyRules extends MediaRules {
	readonly nodeKeyedForm: NodeKeyedForm;
}

/** A request that passed, with the values by the catalogue's own keys and in their shown form. */
export interface CheckedBody {
	readonly values: ReadonlyMap<string, Json>;
	readonly webhookUrl?: string;
}

function invalid(key: string, why: string): Refusal {
	return refusal('1007', `Invalid parameter ${key}: ${why}|参数 ${key} 错误`);
}

function checkText(parameter: Parameter, value: Json): Refusal | undefined {
	const { key, minLength, maxLength } = parameter;
	if (typeof value !== 'string') return invalid(key, 'text is expected');
	if (minLength !== undefined && value.length < minLength) {
		return invalid(key, `at least ${minLength} characters are expected`);
	}
	if (maxLength !== undefined && value.length > maxLength) {
		return invalid(key, `at most ${maxLength} characters are allowed`);
	}
	return parameter.required && value === '' ? invalid(key, 'it cannot be empty') : undefined;
}

function checkNumber(parameter: Parameter, value: Json): Refusal | undefined {
	const { key, min, max } = parameter;
	if (typeof value !== 'number') return invalid(key, 'a number is expected');
	if (parameter.type === 'integer' && !Number.isInteger(value)) {
		return invalid(key, 'a whole number is expected');
	}
	if (min !== undefined && value < min) return invalid(key, `it must be at least ${min}`);
	if (max !== undefined && value > max) return invalid(key, `it must be at most ${max}`);
	return undefined;
}

/** The option that a value stands for, or `undefined`. */
function shownOption(parameter: Parameter, value: Json, rules: BodyRules): string | undefined {
	if (typeof value !== (parameter.integerOptions ? 'number' : 'string')) return undefined;
	const text = String(value);
	const takesShown = ['any', 'aliasShown', 'nodeShown'].includes(rules.nodeKeyedForm);
	const takesIndex = ['any', 'aliasIndex', 'nodeIndex'].includes(rules.nodeKeyedForm);
	const found =
		parameter.options.find(
			({ value: shown, nodeValue = shown }) =>
				shown === text && (takesShown || nodeValue === shown),
		) ?? (takesIndex ? parameter.options.find((option) => option.nodeValue === text) : undefined);
	return found?.value;
}

function checkOne(parameter: Parameter, value: Json, rules: BodyRules): Refusal | undefined {
	switch (parameter.type) {
		case 'string':
			return checkText(parameter, value);
		case 'integer':
		case 'number':
			return checkNumber(parameter, value);
		case 'boolean':
			return typeof value === 'boolean'
				? undefined
				: invalid(parameter.key, 'true or false is expected');
		case 'enum':
			return shownOption(parameter, value, rules) === undefined
				? invalid(
						parameter.key,
						`it must be ${parameter.integerOptions ? 'a whole number, ' : ''}one of ${parameter.options.map((option) => option.value).join(', ')}`,
					)
				: undefined;
		case 'image':
		case 'video':
		case 'audio':
			return checkMedia(parameter, value, rules);
		case 'json':
			return parameter.multiple || isObject(value) || Array.isArray(value)
				? undefined
				: invalid(parameter.key, 'an object is expected');
	}
}

function checkList(parameter: Parameter, value: Json, rules: BodyRules): Refusal | undefined {
	const { key, maxItems } = parameter;
	if (!Array.isArray(value)) return invalid(key, 'a list is expected');
	if (parameter.required && value.length === 0) return invalid(key, 'it cannot be empty');
	if (maxItems !== undefined && value.length > maxItems) {
		return invalid(key, `at most ${maxItems} entries are allowed`);
	}
	for (const entry of value) {
		const problem =
			entry === null ? invalid(key, 'entries cannot be null') : checkOne(parameter, entry, rules);
		if (problem !== undefined) return problem;
	}
	return undefined;
}

function shownValue(parameter: Parameter, value: Json, rules: BodyRules): Json {
	return parameter.type === 'enum' ? (shownOption(parameter, value, rules) ?? value) : value;
}

/** Whether a parameter is known by a name, in the form that the service takes. */
function isKnownBy({ key, alias = key }: Parameter, name: string, form: NodeKeyedForm): boolean {
	switch (form) {
		case 'aliasShown':
		case 'aliasIndex':
			return name === alias;
		case 'nodeShown':
		case 'nodeIndex':
			return name === key;
		default:
			return name === key || name === alias;
	}
}

/** Whether the keys of a model are those of nodes. */
function isNodeKeyed({ parameters }: Model): boolean {
	return parameters.some(({ key }) => /^\d+##/.test(key));
}

/**
 * Checks the body of a model's run or price preview against the raw catalogue, the way the
 * service is understood to (docs/runninghub-api.md, sections 3.1 and 3.4). The first problem counts.
 */
export function checkModelBody(
	model: Model,
	body: JsonObject,
	rules: BodyRules,
): CheckedBody | Refusal {
	const values = new Map<string, Json>();
	if (rules.nodeKeyedForm === 'none' && isNodeKeyed(model)) {
		return refusal('301', 'PARAMS_INVALID');
	}
	for (const [name, value] of Object.entries(body)) {
		if (name === 'webhookUrl') {
			if (!isWebAddress(value)) return invalid(name, 'a web address is expected');
			continue;
		}
		const parameter = model.parameters.find((entry) => isKnownBy(entry, name, rules.nodeKeyedForm));
		if (parameter === undefined) return invalid(name, `${model.endpoint} has no such parameter`);
		if (values.has(parameter.key)) return invalid(name, 'it is given twice');
		if (value === undefined || value === null) return invalid(name, 'it cannot be null');
		const problem = parameter.multiple
			? checkList(parameter, value, rules)
			: checkOne(parameter, value, rules);
		if (problem !== undefined) return problem;
		values.set(parameter.key, shownValue(parameter, value, rules));
	}
	const missing = model.parameters.find((entry) => entry.required && !values.has(entry.key));
	if (missing !== undefined) return invalid(missing.key, 'it is required');
	const { webhookUrl } = body;
	return isWebAddress(webhookUrl) ? { values, webhookUrl } : { values };
}
