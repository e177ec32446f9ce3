import {
	type INode,
	type INodeExecutionData,
	type IWebhookFunctions,
	Workflow,
} from 'n8n-workflow';
import { WebhookContext } from 'n8n-core';
import { RunningHubTrigger } from '../../nodes/RunningHubTrigger/RunningHubTrigger.node';
import type { RunningHubCredential } from './credentials.cts';
import { answerRecorder } from './answer-recorder.cts';
import { binaryStore, nodeTypes, prepare } from './execution.cts';

/** What came of a call to the trigger's address. */
export interface TriggerResult {
	readonly status: number;
	readonly answer: unknown;
	/** The items the workflow starts with; `undefined` when it does not start. */
	readonly items: readonly INodeExecutionData[] | undefined;
}

/** A workflow that starts with a RunningHub Trigger. */
export interface TriggerStage {
	call(body: unknown): Promise<TriggerResult>;
	/** What the node has stored. */
	readonly stored: () => unknown;
}

/** Sets the trigger up with these parameters. */
export async function triggerStage(
	credential: RunningHubCredential,
	parameters: INode['parameters'],
): Promise<TriggerStage> {
	await binaryStore();
	const { additionalData } = prepare({ credential, node: { parameters: {} } });
	const node: INode = {
		id: 'trigger',
		name: 'Trigger',
		type: 'runningHubTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { runningHubApi: { id: '1', name: 'RunningHub' } },
	};
	const workflow = new Workflow({
		id: 'trigger-workflow',
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes,
		staticData: {},
	});
	await workflow.expression.acquireIsolate?.();
	const [webhookDescription] = new RunningHubTrigger().description.webhooks ?? [];
	if (webhookDescription === undefined) throw new Error('The trigger has no webhook');
	return {
		stored: () => workflow.getStaticData('node', node),
		call: async (body) => {
			const { told, response } = answerRecorder();
			const context = new WebhookContext(
				workflow,
				node,
				additionalData,
				'webhook',
				{
					httpMethod: 'POST',
					node: node.name,
					path: '',
					webhookDescription,
					workflowId: workflow.id,
					workflowExecuteAdditionalData: additionalData,
				},
				[],
				null,
			);
			const called: IWebhookFunctions = Object.create(context, {
				getResponseObject: { value: () => response },
				getBodyData: { value: () => body },
			});
			const { workflowData } = await new RunningHubTrigger().webhook.call(called);
			return { ...told, items: workflowData?.[0] };
		},
	};
}
