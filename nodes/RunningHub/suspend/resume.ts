import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { asObject } from '../../../runninghub/json';
import { ResultCollector } from '../items/result-collector';
import { connect } from '../runtime/n8n-transport';
import { readPending } from './pending-item';
import { knowsToken } from './resume-address';
import { settle } from './settle';

/**
 * Answers a callback of RunningHub for a suspended execution. The body is no more than a wake-up
 * call: all tasks are asked for anew, and the last one resumes the execution.
 *
 * Never throws: n8n would wipe the execution's data and run the next nodes with an empty item.
 */
export async function resume(ctx: IWebhookFunctions): Promise<IWebhookResponseData> {
	const response = ctx.getResponseObject();
	const items = await pendingItems(ctx);
	const [first] = items.flatMap((item) => readPending(item) ?? []);
	if (first === undefined || !knowsToken(asObject(ctx.getQueryData()), first.tokenHash)) {
		response.status(403).json({ received: false });
		return { noWebhookResponse: true };
	}
	// The caller is not kept waiting while files are downloaded.
	response.status(200).json({ received: true });
	const rows = await settleAll(ctx, items).catch((error: unknown) => {
		ctx.logger.warn(`A callback of RunningHub was not taken up: ${String(error)}`);
		return undefined;
	});
	return rows === undefined
		? { noWebhookResponse: true }
		: { noWebhookResponse: true, workflowData: [rows] };
}

async function settleAll(
	ctx: IWebhookFunctions,
	items: readonly INodeExecutionData[],
): Promise<INodeExecutionData[] | undefined> {
	const connection = await connect(ctx);
	const { signal } = new AbortController();
	return await settle(items, connection, new ResultCollector(ctx, connection, signal));
}

async function pendingItems(ctx: IWebhookFunctions): Promise<INodeExecutionData[]> {
	const value: unknown = await Promise.resolve()
		.then((): unknown => ctx.evaluateExpression('{{ $input.all() }}', 0))
		.catch(() => undefined);
	return Array.isArray(value) ? value.filter(isItem) : [];
}

function isItem(value: unknown): value is INodeExecutionData {
	return typeof value === 'object' && value !== null && 'json' in value;
}
