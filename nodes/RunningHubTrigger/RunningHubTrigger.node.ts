import {
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { properties, SUBTITLE } from './properties';
import { receive } from './receive';

/** Starts a workflow when RunningHub calls back for a task, whoever submitted it. */
export class RunningHubTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'RunningHub Trigger',
		name: 'runningHubTrigger',
		icon: { light: 'file:runninghub.svg', dark: 'file:runninghub.dark.svg' },
		group: ['trigger'],
		// In combined binary mode n8n turns away every call to the webhook of a node of version 1.
		version: [1, 2],
		subtitle: SUBTITLE,
		// n8n shows a trigger and the node of the same name as one entry, with this text.
		description: 'Generate media with RunningHub, or start when one of its tasks finishes',
		defaults: { name: 'RunningHub Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'runningHubApi', required: true }],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
		],
		triggerPanel: {
			header: 'Start when a RunningHub task finishes',
			executionsHelp: {
				inactive:
					'<b>While building</b>, click Execute step, then submit a task with the <b>test URL</b> as its webhook URL. The workflow starts once, and you see its data here.<br><br><b>For every task from now on</b>, publish (activate) the workflow and give your tasks the <b>production URL</b>.',
				active:
					'The workflow is published (active): it starts for every finished task that has the <b>production URL</b> as its webhook URL. To try something, click Execute step and submit a task with the <b>test URL</b>.',
			},
			activationHint:
				'Once you have published (activated) the workflow, give your tasks the production URL. See the starts under Executions.',
		},
		properties,
	};

	// RunningHub knows no list of webhooks: each task names its own, so there is nothing to register.
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return true;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}
}
