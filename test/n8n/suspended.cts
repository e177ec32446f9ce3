import { type INodeExecutionData, type IRun, jsonParse } from 'n8n-workflow';
import { WorkflowExecute } from 'n8n-core';
import {
	type ExecutionResult,
	type ExecutionSetup,
	NODE_NAME,
	prepare,
	readResult,
} from './execution.cts';
import { callWebhook, type WebhookResult } from './webhook-call.cts';

/** The items that n8n keeps for a suspended node, as the timer would hand them on. */
export function keptItems(run: IRun): INodeExecutionData[] {
	return run.data.executionData?.nodeExecutionStack[0]?.data.main[0] ?? [];
}

/**
 * Calls a suspended execution back as n8n's web server does, after a trip through its database.
 *
 * @param onAnswer told the HTTP status of the answer, which may come long before the result.
 */
export async function callBack(
	setup: ExecutionSetup,
	run: IRun,
	query: Readonly<Record<string, unknown>>,
	body?: unknown,
	onAnswer?: (status: number) => void,
): Promise<WebhookResult> {
	const { workflow, additionalData } = prepare(setup);
	const node = workflow.getNode(NODE_NAME);
	if (node === null) throw new Error('Nothing to call back');
	return await callWebhook({
		workflow,
		node,
		additionalData,
		mode: 'webhook',
		query,
		body,
		run: loaded(run),
		...(onAnswer && { onAnswer }),
	});
}

/** Goes on with a suspended execution as n8n's timer does at the deadline. */
export async function reachDeadline(setup: ExecutionSetup, run: IRun): Promise<ExecutionResult> {
	const { workflow, additionalData } = prepare(setup);
	await workflow.expression.acquireIsolate?.();
	const execution = new WorkflowExecute(additionalData, 'manual', loaded(run));
	return readResult(await execution.processRunExecutionData(workflow));
}

/** A saved execution as n8n's database gives it back. */
function loaded(run: IRun): IRun['data'] {
	return jsonParse<IRun['data']>(JSON.stringify(run.data));
}
