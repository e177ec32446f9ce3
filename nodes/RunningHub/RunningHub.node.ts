import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { execute } from './actions/execute';
import { properties } from './actions/properties';
import { getAiAppFields } from './forms/app-fields';
import { getModelFields } from './forms/model-fields';
import { searchAiApps } from './forms/search-ai-apps';
import { searchModels } from './forms/search-models';
import { getWorkflowFields } from './forms/workflow-fields';
import { restartWebhooks } from './suspend/restart-webhooks';
import { resume } from './suspend/resume';

export class RunningHub implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'RunningHub',
		name: 'runningHub',
		icon: { light: 'file:runninghub.svg', dark: 'file:runninghub.dark.svg' },
		group: ['transform'],
		version: [1],
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Generate images, video, audio, 3D and text with any RunningHub model',
		defaults: { name: 'RunningHub' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'runningHubApi', required: true }],
		webhooks: restartWebhooks,
		waitingNodeTooltip: 'Execution will continue when RunningHub has finished',
		properties,
	};

	methods = {
		listSearch: { searchAiApps, searchModels },
		resourceMapping: { getAiAppFields, getModelFields, getWorkflowFields },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this);
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await resume(this);
	}
}
