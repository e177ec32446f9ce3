import type { IDataObject, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';
import { isJsonObject } from '../../../runninghub/json';

/**
 * The items that stand for all rows while the execution is suspended, in their order; none where n8n
 * knows no such execution. In combined binary mode `$input.all()` gives their `json` alone, and
 * `$thisItem` the whole of one.
 */
export function keptItems(ctx: IWebhookFunctions): INodeExecutionData[] {
	const values = evaluated(ctx, '{{ $input.all() }}', 0);
	if (!Array.isArray(values)) return [];
	return values.map((value: unknown, index): INodeExecutionData => {
		if (isItem(value)) return value;
		const whole = evaluated(ctx, '{{ $thisItem }}', index);
		if (isItem(whole)) return whole;
		return { json: isJson(value) ? value : {} };
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
