import {
	type IRun,
	type IWebhookFunctions,
	type INodeExecutionData,
	jsonParse,
} from 'n8n-workflow';
import { WebhookContext } from 'n8n-core';
import { RunningHub } from '../../nodes/RunningHub/RunningHub.node';
import { answerRecorder } from './answer-recorder.cts';
import { type ExecutionSetup, NODE_NAME, prepare } from './execution.cts';

/** What came of a callback for a suspended execution. */
export interface CallbackResult {
	/** HTTP status and body of the answer to the caller. */
	readonly status: number;
	readonly answer: unknown;
	/** The items the execution goes on with; `undefined` while it stays suspended. */
	readonly items: readonly INodeExecutionData[] | undefined;
}

/** The items that n8n keeps for a suspended node, as the timer would hand them on. */
export function keptItems(run: IRun): INodeExecutionData[] {
	return run.data.executionData?.nodeExecutionStack[0]?.data.main[0] ?? [];
}

/** Calls a suspended execution back as n8n's web server does, after a trip through its database. */
export async function callBack(
	setup: ExecutionSetup,
	run: IRun,
	query: Readonly<Record<string, string>>,
): Promise<CallbackResult> {
	const { workflow, additionalData } = prepare(setup);
	await workflow.expression.acquireIsolate?.();
	const node = workflow.getNode(NODE_NAME);
	const [webhookDescription] = new RunningHub().description.webhooks ?? [];
	if (node === null || webhookDescription === undefined) throw new Error('Nothing to call back');
	const saved = jsonParse<IRun['data']>(JSON.stringify(run.data));
	const { told, response } = answerRecorder();
	const context = new WebhookContext(
		workflow,
		node,
		additionalData,
		'webhook',
		{
			httpMethod: 'POST',
			node: NODE_NAME,
			path: '',
			webhookDescription,
			workflowId: workflow.id,
			workflowExecuteAdditionalData: additionalData,
		},
		[],
		saved,
	);
	const called: IWebhookFunctions = Object.create(context, {
		getResponseObject: { value: () => response },
		getQueryData: { value: () => query },
	});
	const { workflowData } = await new RunningHub().webhook.call(called);
	return { ...told, items: workflowData?.[0] };
}
