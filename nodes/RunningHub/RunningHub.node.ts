import {
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
	NodeConnectionTypes,
	type ResourceMapperFields,
} from 'n8n-workflow';
import { properties } from './actions/properties';
import { SUBTITLE } from './actions/subtitle';
import { restartWebhooks } from './suspend/restart-webhooks';
import { waitingNodeTooltip } from './suspend/waiting-tooltip';

/**
 * n8n loads every node when it starts, used or not: what only a run or an open form needs, and
 * brings many files along, is imported then. So do the operations.
 */
export class RunningHub implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'RunningHub',
		name: 'runningHub',
		icon: { light: 'file:runninghub.svg', dark: 'file:runninghub.dark.svg' },
		group: ['transform'],
		// In combined binary mode n8n turns away every call to the webhook of a node of version 1.
		version: [1, 2],
		subtitle: SUBTITLE,
		description: 'Generate images, video, audio, 3D and text with any RunningHub model',
		defaults: { name: 'RunningHub' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'runningHubApi', required: true }],
		webhooks: restartWebhooks,
		waitingNodeTooltip,
		properties,
	};

	methods = {
		listSearch: {
			async searchAiApps(
				this: ILoadOptionsFunctions,
				filter?: string,
				paginationToken?: string,
			): Promise<INodeListSearchResult> {
				const { searchAiApps } = await import('./methods/search-ai-apps');
				return await searchAiApps.call(this, filter, paginationToken);
			},
			async searchModels(
				this: ILoadOptionsFunctions,
				filter?: string,
			): Promise<INodeListSearchResult> {
				const { searchModels } = await import('./methods/search-models');
				return await searchModels.call(this, filter);
			},
		},
		resourceMapping: {
			async getAiAppFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
				const { getAiAppFields } = await import('./methods/app-fields');
				return await getAiAppFields.call(this);
			},
			async getModelFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
				const { getModelFields } = await import('./methods/model-fields');
				return await getModelFields.call(this);
			},
			async getWorkflowFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
				const { getWorkflowFields } = await import('./methods/workflow-fields');
				return await getWorkflowFields.call(this);
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await import('./execute');
		return await execute(this);
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const { resume } = await import('./suspend/resume');
		return await resume(this);
	}
}
