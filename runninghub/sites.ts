/** One of RunningHub's two sites; accounts, keys and balances are not shared between them. */
export interface Site {
	readonly value: 'international' | 'china';
	readonly name: string;
	readonly baseUrl: string;
	readonly currency: 'USD' | 'CNY';
	/** As people write it. */
	readonly host: string;
	/** Where enterprise (`SHARED`) keys are made (docs/runninghub-api.md, section 1.2). */
	readonly keyPage: string;
}

/** RunningHub's sites (docs/runninghub-api.md, section 1.1). */
export const SITES: readonly Site[] = [
	{
		value: 'international',
		name: 'International (runninghub.ai)',
		baseUrl: 'https://www.runninghub.ai',
		currency: 'USD',
		host: 'runninghub.ai',
		keyPage: 'https://www.runninghub.ai/enterprise-api/sharedApi',
	},
	{
		value: 'china',
		name: 'China (runninghub.cn)',
		baseUrl: 'https://www.runninghub.cn',
		currency: 'CNY',
		host: 'runninghub.cn',
		keyPage: 'https://www.runninghub.cn/enterprise-api/sharedApi',
	},
];

/** Where RunningHub keeps results and uploads (docs/runninghub-api.md, section 1.1). */
const STORES =
	/^(?:.+\.)?(?:runninghub\.(?:ai|cn|com)|xiaoyaoyou\.com)$|^rh-[a-z0-9-]+\.cos\.[a-z0-9-]+\.myqcloud\.com$/;

/** Whether a host is one of RunningHub's own, whose files its models read in any case. */
export function isRunningHubHost(host: string): boolean {
	return STORES.test(host.toLowerCase());
}
