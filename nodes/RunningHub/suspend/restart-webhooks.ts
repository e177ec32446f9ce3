import type { IWebhookDescription } from 'n8n-workflow';

/** The address at which a suspended execution is woken up. It lives as long as the execution waits. */
export const restartWebhooks: IWebhookDescription[] = [
	{
		name: 'default',
		httpMethod: 'POST',
		responseMode: 'onReceived',
		responseData: '',
		path: '',
		restartWebhook: true,
		isFullPath: true,
	},
];
