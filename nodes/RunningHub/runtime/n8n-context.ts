import type { IExecuteFunctions } from 'n8n-workflow';

/** What an operation may use of n8n while items are executed. */
export type ExecuteContext = IExecuteFunctions;

/** The type name of the credential. */
export const CREDENTIAL = 'runningHubApi';

/** What bringing a file home needs of n8n, wherever it runs. */
export interface FileContext {
	readonly helpers: Pick<IExecuteFunctions['helpers'], 'httpRequest' | 'prepareBinaryData'>;
}
