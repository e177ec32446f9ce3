import type { INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

/** The items that stand for all rows while the execution is suspended, in their order. */
export async function keptItems(ctx: IWebhookFunctions): Promise<INodeExecutionData[]> {
	const value: unknown = await Promise.resolve(ctx.evaluateExpression('{{ $input.all() }}', 0));
	return Array.isArray(value) ? value.filter(isItem) : [];
}

function isItem(value: unknown): value is INodeExecutionData {
	return typeof value === 'object' && value !== null && 'json' in value;
}
