/** One of RunningHub's two sites; accounts, keys and balances are not shared between them. */
export interface Site {
	readonly value: 'international' | 'china';
	readonly name: string;
	readonly baseUrl: string;
	readonly currency: 'USD' | 'CNY';
}

/** RunningHub's sites (docs/runninghub-api.md, section 1.1). */
export const SITES: readonly Site[] = [
	{
		value: 'international',
		name: 'International (runninghub.ai)',
		baseUrl: 'https://www.runninghub.ai',
		currency: 'USD',
	},
	{
		value: 'china',
		name: 'China (runninghub.cn)',
		baseUrl: 'https://www.runninghub.cn',
		currency: 'CNY',
	},
];
