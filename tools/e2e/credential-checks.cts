import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { JsonObject } from '../../runninghub/json';
import { SIMULATOR_KEYS, UNKNOWN_KEY } from '../../test/simulator/simulator.cts';
import type { SimulatorSettings } from '../../test/simulator/simulator.cts';
import type { CredentialReference, CredentialTest } from '../n8n/rest.cts';
import type { Check } from './check.cts';
import { credentialData, type Stage } from './stage.cts';

const TYPE = 'runningHubApi';

const WRONG_KEY = /^RunningHub refused the API key\. Check the key and the site/;
const UNEXPECTED = /^This address did not answer as RunningHub does\. Check .* try again/;

const WRONG_BASE_URLS: ReadonlyArray<readonly [what: string, baseUrl: string, said: RegExp]> = [
	[
		'without https://',
		'runninghub.example.com',
		/^The base URL "[^"]+" does not begin with https:/,
	],
	['that holds a blank', 'https://runninghub. example.com', /^The base URL "[^"]+" holds a blank/],
	['that is an endpoint', 'https://example.com/openapi/v2', /goes on to a page or an endpoint/],
	['that is empty', ' ', /^The base URL is empty/],
];

const WRONG_KEY_REPLIES: ReadonlyArray<SimulatorSettings['wrongKeyReply']> = [
	'http401',
	'code401',
	'code802',
	'errorCode1002',
	'keyNotFound',
];

/** The test of the credential, run by n8n as the credential's dialog lets it run. */
export function credentialChecks(stage: Stage, credential: CredentialReference): Check[] {
	const { session, simulator } = stage;
	const test = (data: JsonObject): Promise<CredentialTest> =>
		session.testCredential(credential, TYPE, data);
	const accepts = (name: string, data: () => JsonObject): Check => ({
		name: `the credential's test accepts ${name}`,
		run: async () => {
			const { passed, message } = await test(data());
			assert.ok(passed, message);
		},
	});
	const refuses = (name: string, expected: RegExp, act: () => Promise<CredentialTest>): Check => ({
		name: `the credential's test refuses ${name}`,
		run: async () => {
			const { passed, message } = await act();
			assert.equal(passed, false, 'it was accepted');
			assert.match(message, expected);
		},
	});
	return [
		accepts('a SHARED key', () => credentialData(stage)),
		accepts('a NORMAL key', () => credentialData(stage, SIMULATOR_KEYS.ai.normal)),
		accepts('a base URL with slashes at its end', () => ({
			...credentialData(stage),
			baseUrl: `${simulator.baseUrl}//`,
		})),
		accepts('a key with blanks and "Bearer" around it', () => ({
			...credentialData(stage, ` Bearer ${SIMULATOR_KEYS.ai.shared}\n`),
			baseUrl: ` ${simulator.baseUrl} `,
		})),
		...WRONG_BASE_URLS.map(([what, baseUrl, expected]) =>
			refuses(`a base URL ${what}, by name`, expected, () =>
				test({ ...credentialData(stage), baseUrl }),
			),
		),
		refuses('an empty key, by name', /^The API key is empty\. /, () =>
			test({ ...credentialData(stage), apiKey: ' Bearer ' }),
		),
		...WRONG_KEY_REPLIES.map((reply) =>
			refuses(`a wrong key that is answered with ${reply}`, WRONG_KEY, async () => {
				simulator.settings.wrongKeyReply = reply;
				try {
					return await test(credentialData(stage, UNKNOWN_KEY));
				} finally {
					simulator.settings.wrongKeyReply = 'byRoute';
				}
			}),
		),
		refuses('a wrong key that is answered with plain text', UNEXPECTED, () =>
			withServer(401, (baseUrl) => test({ ...credentialData(stage), baseUrl })),
		),
		refuses('an address that answers with a web page', UNEXPECTED, () =>
			withServer(200, (baseUrl) => test({ ...credentialData(stage), baseUrl })),
		),
		refuses('an address that knows no RunningHub', UNEXPECTED, () =>
			withServer(404, (baseUrl) => test({ ...credentialData(stage), baseUrl })),
		),
		refuses('a RunningHub that is down', UNEXPECTED, () =>
			withServer(502, (baseUrl) => test({ ...credentialData(stage), baseUrl })),
		),
	];
}

/** Lets something happen while a server of this machine answers everything with one web page. */
async function withServer<T>(status: number, act: (baseUrl: string) => Promise<T>): Promise<T> {
	const server: Server = createServer((_request, response) => {
		response.writeHead(status, { 'content-type': 'text/html' });
		response.end('<html><body><h1>Hello</h1></body></html>');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	try {
		assert.ok(typeof address === 'object' && address !== null);
		return await act(`http://127.0.0.1:${address.port}`);
	} finally {
		server.closeAllConnections();
		server.close();
	}
}
