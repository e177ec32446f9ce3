import { readAccount } from '../../runninghub/account';

const KEY = '0123456789abcdef0123456789abcdef';
const own = (baseUrl: unknown) => readAccount({ site: 'custom', baseUrl, apiKey: KEY });

describe('the key', () => {
	it.each([KEY, ` ${KEY}\n`, `Bearer ${KEY}`, `\tbearer  ${KEY} `])('is read from %j', (apiKey) => {
		expect(readAccount({ site: 'china', apiKey })).toEqual({
			account: { key: KEY, baseUrl: 'https://www.runninghub.cn', currency: 'CNY' },
		});
	});

	it.each(['', '  ', 'Bearer', ' Bearer \n', undefined, null, {}])('is missed in %j', (apiKey) => {
		expect(readAccount({ site: 'international', apiKey })).toMatchObject({
			problem: 'The API key is empty',
		});
	});

	it.each([`${KEY} ${KEY}`, `${KEY}\u200B`, `ключ${KEY}`, `${KEY}\n${KEY}`])(
		'is refused, without being shown, in %j',
		(apiKey) => {
			const reading = readAccount({ site: 'international', apiKey });
			expect(reading).toMatchObject({ problem: expect.stringMatching(/^The API key holds /) });
			expect(JSON.stringify(reading)).not.toContain(KEY);
		},
	);
});

describe('a base URL', () => {
	it.each([
		['https://runninghub.example.com', 'https://runninghub.example.com'],
		[' https://runninghub.example.com// \n', 'https://runninghub.example.com'],
		['http://127.0.0.1:40123', 'http://127.0.0.1:40123'],
		['http://[::1]:8080/', 'http://[::1]:8080'],
		['https://example.com/proxy/runninghub/', 'https://example.com/proxy/runninghub'],
		['https://www.runninghub.ai/', 'https://www.runninghub.ai'],
	])('%j is taken', (given, baseUrl) => {
		expect(own(given)).toEqual({ account: { key: KEY, baseUrl, currency: '' } });
	});

	it.each([
		['', /^The base URL is empty$/, /such as https:/],
		[undefined, /^The base URL is empty$/, /such as https:/],
		[
			'runninghub.example.com',
			/does not begin with https:\/\/$/,
			/: https:\/\/runninghub\.example\.com\./,
		],
		['www.runninghub.ai/', /does not begin with https:\/\/$/, /: https:\/\/www\.runninghub\.ai\./],
		['ftp://example.com', /does not begin with https:\/\/$/, /: https:\/\/example\.com\./],
		['https:/example.com', /does not begin with https:\/\/$/, /: https:\/\/example\.com\./],
		['https://', /does not begin with https:\/\/$/, /such as https:/],
		['https://exa mple.com', /holds a blank$/, /such as https:/],
		['https://exa,mple.com', /is not an address$/, /such as https:/],
		['https://example.com?key=1', /goes on after the address$/, /: https:\/\/example\.com\./],
		['https://example.com/#top', /goes on after the address$/, /: https:\/\/example\.com\./],
		[
			'https://www.runninghub.ai/openapi/v2',
			/to a page or an endpoint$/,
			/: https:\/\/www\.runninghub\.ai\./,
		],
		[
			'https://example.com/rh/task/openapi/create',
			/to a page or an endpoint$/,
			/: https:\/\/example\.com\./,
		],
		[
			'https://runninghub.cn/ai-detail/1',
			/to a page or an endpoint$/,
			/: https:\/\/runninghub\.cn\./,
		],
		['https://www.runninghub.ai/call-api', /to a page or an endpoint$/, /runninghub\.ai\./],
	])('%j is refused by name', (given, problem, hint) => {
		expect(own(given)).toEqual({
			problem: expect.stringMatching(problem),
			hint: expect.stringMatching(hint),
		});
	});

	it.each([`https://${KEY}`, `https://user:${KEY}@example.com`, KEY])(
		'never shows the key that %j holds',
		(given) => {
			expect(JSON.stringify(own(given))).not.toContain(`"problem":"The base URL "${KEY}`);
			const reading = own(given);
			if ('problem' in reading) expect(reading.problem + reading.hint).not.toContain(KEY);
		},
	);
});
