import {
	type INode,
	type INodeExecutionData,
	type IRunExecutionData,
	type IWebhookFunctions,
	type IWorkflowExecuteAdditionalData,
	type Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { WebhookContext } from 'n8n-core';
import { startEngines } from './execution.cts';

/** A call to the address of a node, as n8n's web server hands it on. */
export interface WebhookCall {
	readonly workflow: Workflow;
	readonly node: INode;
	readonly additionalData: IWorkflowExecuteAdditionalData;
	/** `manual` for the test URL. */
	readonly mode: WorkflowExecuteMode;
	readonly query?: Readonly<Record<string, unknown>>;
	readonly body?: unknown;
	/** The body as it came, where n8n has not read it. */
	readonly rawBody?: string;
	/** The suspended execution that is called back. */
	readonly run?: IRunExecutionData;
	/** Told the HTTP status of the answer as soon as there is one. */
	readonly onAnswer?: (status: number) => void;
}

/** What came of a call. */
export interface WebhookResult {
	/** HTTP status and body of the answer to the caller. */
	readonly status: number;
	readonly answer: unknown;
	/** The items that the workflow starts or goes on with; `undefined` when it does neither. */
	readonly items: readonly INodeExecutionData[] | undefined;
}

/** Calls a node's webhook in n8n's own context. */
export async function callWebhook(call: WebhookCall): Promise<WebhookResult> {
	const { workflow, node, additionalData, mode, query = {}, run = null, rawBody } = call;
	await startEngines();
	await workflow.expression.acquireIsolate?.();
	const type = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	const [webhookDescription] = type.description.webhooks ?? [];
	if (webhookDescription === undefined || !('webhook' in type)) {
		throw new Error(`${node.name} has no webhook`);
	}
	const told: { status: number; answer: unknown } = { status: 0, answer: undefined };
	const response = {
		status: (status: number) => {
			told.status = status;
			return response;
		},
		json: (answer: unknown) => {
			told.answer = answer;
			call.onAnswer?.(told.status);
			return response;
		},
	};
	const request: { rawBody: Buffer | undefined; readRawBody: () => Promise<void> } = {
		rawBody: undefined,
		readRawBody: async () => {
			if (rawBody !== undefined) request.rawBody = Buffer.from(rawBody);
		},
	};
	const webhook = {
		httpMethod: 'POST',
		node: node.name,
		path: '',
		webhookDescription,
		workflowId: workflow.id,
		workflowExecuteAdditionalData: additionalData,
	} as const;
	const context = new WebhookContext(workflow, node, additionalData, mode, webhook, [], run);
	const called: IWebhookFunctions = Object.create(context, {
		getResponseObject: { value: () => response },
		getQueryData: { value: () => query },
		getBodyData: { value: () => (rawBody === undefined ? (call.body ?? {}) : undefined) },
		getRequestObject: { value: () => request },
	});
	const result = await type.webhook
		?.call(called)
		.finally(async () => await workflow.expression.releaseIsolate?.());
	return { ...told, items: result?.workflowData?.[0] };
}
