import {
	type IAuthenticate,
	type Icon,
	type ICredentialTestRequest,
	type ICredentialType,
	type INodeProperties,
	UserError,
} from 'n8n-workflow';
import { readAccount } from '../runninghub/account';
import { SITES } from '../runninghub/sites';

const WRONG_KEY =
	'RunningHub refused the API key. Check the key and the site: keys of the International and the China site are not interchangeable.';

const UNEXPECTED =
	'This address did not answer as RunningHub does. Check the key, the site and the base URL. If they are right, try again in a few minutes.';

const siteUrl = SITES.map(({ value, baseUrl }) => `"${value}":"${baseUrl}"`).join(',');

const keyPages = SITES.map(
	({ keyPage, host }) => `<a href="${keyPage}" target="_blank">${host}</a>`,
).join(' or ');

/** The API key of an account on one of RunningHub's sites. */
export class RunningHubApi implements ICredentialType {
	name = 'runningHubApi';

	displayName = 'RunningHub API';

	icon: Icon = {
		light: 'file:../nodes/RunningHub/runninghub.svg',
		dark: 'file:../nodes/RunningHub/runninghub.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-runninghub/n8n-nodes-runninghub/blob/HEAD/docs/first-steps.md#2-key';

	properties: INodeProperties[] = [
		{
			displayName: 'Site',
			name: 'site',
			type: 'options',
			default: 'international',
			description: 'The RunningHub site where the account and the key were made',
			options: [
				...SITES.map(({ name, value }) => ({ name, value })),
				{ name: 'Custom Base URL', value: 'custom' },
			],
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://runninghub.example.com',
			description: 'Address of a proxy that speaks the RunningHub API',
			displayOptions: { show: { site: ['custom'] } },
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The 32 characters from the page of your API keys on the RunningHub site',
			hint: `Make one on the page of enterprise keys (${keyPages}) and top up your enterprise wallet. Models need such an enterprise key (SHARED); a consumer key (NORMAL) runs AI apps and workflows only.`,
		},
	];

	/**
	 * A function: in a workflow with combined binary mode n8n cannot evaluate the expression that a
	 * credential would have in its place. The test of the credential shows what it throws.
	 */
	authenticate: IAuthenticate = async (credentials, requestOptions) => {
		const reading = readAccount(credentials);
		if ('problem' in reading) throw new UserError(`${reading.problem}. ${reading.hint}`);
		return {
			...requestOptions,
			headers: { ...requestOptions.headers, Authorization: `Bearer ${reading.account.key}` },
		};
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ $credentials.site === "custom" ? String($credentials.baseUrl).trim().replace(/\\/+$/, "") : ({${siteUrl}})[$credentials.site] }}`,
			url: '/openapi/v2/queue/status',
			// The rules read the body, of an HTTP 401 too: n8n's own words for it are "Unauthorized".
			ignoreHttpStatusErrors: true,
		},
		rules: [
			...[-1, 401, 802, 806, 811, '1002', 1002].map((value) => ({
				type: 'responseSuccessBody' as const,
				properties: { key: 'code', value, message: WRONG_KEY },
			})),
			{
				type: 'responseSuccessBody',
				properties: { key: 'errorCode', value: '1002', message: WRONG_KEY },
			},
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'code',
					value: 801,
					message:
						'Free RunningHub accounts cannot use the API. Subscribe on the RunningHub site first.',
				},
			},
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'data.apiKeyType',
					// A rule compares exact values only: what no rule above knows has no key type.
					value: undefined,
					message: UNEXPECTED,
				},
			},
		],
	};
}
