import { type IDataObject, type INode, jsonParse, Workflow } from 'n8n-workflow';
import { BINARY_MODE } from './binary-modes.cts';
import type { RunningHubCredential } from './credentials.cts';
import { nodeTypes, prepare } from './execution.cts';
import { callWebhook, type WebhookCall, type WebhookResult } from './webhook-call.cts';

/** A workflow that starts with a RunningHub Trigger. */
export interface TriggerStage {
	call(body: unknown): Promise<WebhookResult>;
	/** Calls it with a body that n8n does not read, as its content type is none that n8n knows. */
	callUnread(rawBody: string): Promise<WebhookResult>;
	/** Calls the test URL, for which n8n stores nothing. */
	callTest(body: unknown): Promise<WebhookResult>;
	/** What n8n's database has stored of the node. */
	stored(): IDataObject;
	/** Overwrites it, as another process of n8n may. */
	store(data: IDataObject): void;
}

let counter = 0;

/** Sets the trigger up with these parameters. */
export function triggerStage(
	credential: RunningHubCredential,
	parameters: INode['parameters'],
): TriggerStage {
	counter += 1;
	const workflowId = `trigger-workflow-${counter}`;
	const { additionalData } = prepare({ credential, node: { parameters: {} } });
	const node: INode = {
		id: 'trigger',
		name: 'Trigger',
		type: 'runningHubTrigger',
		typeVersion: 2,
		position: [0, 0],
		parameters,
		credentials: { runningHubApi: { id: '1', name: 'RunningHub' } },
	};
	let database = '{}';
	const load = () =>
		new Workflow({
			id: workflowId,
			nodes: [node],
			connections: {},
			active: true,
			nodeTypes,
			settings: { binaryMode: BINARY_MODE },
			staticData: jsonParse<IDataObject>(database),
		});
	const save = (workflow: Workflow) => {
		if (workflow.staticData.__dataChanged === true) database = JSON.stringify(workflow.staticData);
	};
	const call = async (sent: Pick<WebhookCall, 'body' | 'rawBody'>, mode: 'webhook' | 'manual') => {
		const workflow = load();
		const result = await callWebhook({ workflow, node, additionalData, mode, ...sent });
		if (mode === 'webhook') save(workflow);
		return result;
	};
	return {
		call: async (body) => await call({ body }, 'webhook'),
		callUnread: async (rawBody) => await call({ rawBody }, 'webhook'),
		callTest: async (body) => await call({ body }, 'manual'),
		stored: () => load().getStaticData('node', node),
		store: (data) => {
			const workflow = load();
			Object.assign(workflow.getStaticData('node', node), data);
			save(workflow);
		},
	};
}
