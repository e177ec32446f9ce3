import type { IDataObject, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';
import { isJsonObject } from '../../../runninghub/json';
import { readPending } from './pending-item';

/**
 * The items that a suspended execution keeps; none where n8n knows no such execution.
 *
 * In combined binary mode `$input.all()` gives their `json` alone, and `$thisItem` the whole of one.
 * It is read only for what is an answer already: the item of a task holds nothing but its `json`.
 */
export function keptItems(ctx: IWebhookFunctions): INodeExecutionData[] {
	const values = evaluated(ctx, '{{ $input.all() }}', 0);
	if (!Array.isArray(values)) return [];
	return values.flatMap((value: unknown, index) => {
		if (isItem(value)) return [value];
		if (isJson(value) && readPending(value) !== undefined) return [{ json: value }];
		const whole = evaluated(ctx, '{{ $thisItem }}', index);
		return isItem(whole) ? [whole] : [];
	});
}

/** `undefined` for what n8n cannot evaluate: without an execution there is no input. */
function evaluated(ctx: IWebhookFunctions, expression: string, index: number): unknown {
	try {
		return ctx.evaluateExpression(expression, index);
	} catch {
		return undefined;
	}
}

function isItem(value: unknown): value is INodeExecutionData {
	return isJsonObject(value) && isJsonObject(value.json);
}

function isJson(value: unknown): value is IDataObject {
	return isJsonObject(value);
}
