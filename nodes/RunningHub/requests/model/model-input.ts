import {
	asObject,
	asText,
	isJsonObject,
	type JsonObject,
	tryParseJson,
} from '../../../../runninghub/json';
import { readEndpoint } from '../../parameters/find-model';
import type { ExecuteContext } from '../../runtime/n8n-context';
import { invalidInput } from '../../parameters/invalid-input';

/** What the user entered for a model, before any check of the values. */
export interface ModelInput {
	readonly endpoint: string;
	readonly prompt: string;
	/** The values of the Parameters form. */
	readonly form: Readonly<Record<string, unknown>>;
	/** The values of Extra Parameters, which take precedence. */
	readonly extra: JsonObject;
}

/**
 * Reads the model, the prompt, the form and the extra parameters of an item.
 *
 * @throws RunningHubError of kind `invalid` when there is no model, or the JSON is none.
 */
export function readModelInput(
	ctx: ExecuteContext,
	itemIndex: number,
	withPrompt: boolean,
): ModelInput {
	const endpoint = readEndpoint(ctx.getNodeParameter('model', itemIndex, ''));
	if (endpoint === '') {
		throw invalidInput(
			'Model: no model is chosen',
			'Choose a model from the list, or type its endpoint.',
		);
	}
	const prompt = withPrompt ? asText(ctx.getNodeParameter('prompt', itemIndex, '')) : '';
	const parameters = asObject(ctx.getNodeParameter('parameters', itemIndex, {}));
	const options = asObject(ctx.getNodeParameter('options', itemIndex, {}));
	return {
		endpoint,
		prompt: prompt.trim() === '' ? '' : prompt,
		form: asObject(parameters.value),
		extra: readExtra(options.extraParameters),
	};
}

function readExtra(value: unknown): JsonObject {
	if (value === undefined || value === null || value === '') return {};
	const parsed = typeof value === 'string' ? tryParseJson(value) : value;
	if (isJsonObject(parsed)) return parsed;
	throw invalidInput(
		`Extra Parameters: ${asText(value).slice(0, 80) || 'the value'} is not a JSON object`,
		'Write an object such as {"seed": 7}. Nothing was submitted.',
	);
}
