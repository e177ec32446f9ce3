import type { IHttpRequestOptions } from 'n8n-workflow';
import { RunningHubApi } from '../../credentials/RunningHubApi.credentials';

const KEY = '0123456789abcdef0123456789abcdef';
const REQUEST: IHttpRequestOptions = { url: '/queue', headers: { Accept: 'text/plain' } };

async function authenticate(credential: Record<string, string>): Promise<IHttpRequestOptions> {
	const { authenticate: own } = new RunningHubApi();
	if (typeof own !== 'function') throw new Error('n8n evaluates no expression in combined mode');
	return await own(credential, REQUEST);
}

it('links to the pages of the keys, and says which kind models need', () => {
	const { hint = '' } = new RunningHubApi().properties.find(({ name }) => name === 'apiKey') ?? {};
	for (const site of ['ai', 'cn']) {
		expect(hint).toContain(`href="https://www.runninghub.${site}/enterprise-api/sharedApi"`);
	}
	expect(hint).toMatch(/Models need .*SHARED/);
	expect(hint).toMatch(/NORMAL/);
});

describe("the credential's authentication", () => {
	it('adds the key alone, whatever was pasted around it', async () => {
		expect(await authenticate({ site: 'china', apiKey: ` Bearer ${KEY}\n` })).toEqual({
			url: '/queue',
			headers: { Accept: 'text/plain', Authorization: `Bearer ${KEY}` },
		});
		expect(REQUEST.headers).toEqual({ Accept: 'text/plain' });
	});

	it('says in a sentence what is wrong with the base URL', async () => {
		const credential = { site: 'custom', baseUrl: 'runninghub.example.com', apiKey: KEY };
		await expect(authenticate(credential)).rejects.toThrow(
			'The base URL "runninghub.example.com" does not begin with https://. Give the address alone: https://runninghub.example.com.',
		);
	});
});
