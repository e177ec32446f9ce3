import { asObject, asText } from './json';
import { SITES } from './sites';
import { textWithoutKey } from './transport';

/** Which site to talk to, and with which key. */
export interface Account {
	/** As RunningHub gave it out: without blanks, and without a pasted `Bearer`. */
	readonly key: string;
	/** Without the slash at its end. */
	readonly baseUrl: string;
	/** `USD`, `CNY`, or '' when the base URL is the user's own. */
	readonly currency: string;
}

/** An account, or what is wrong with what was entered. */
export type AccountReading =
	| { readonly account: Account }
	| {
			readonly problem: string;
			/** What to do about it. */
			readonly hint: string;
	  };

/** In RunningHub's own endpoints and pages: an address that goes on so is no base URL. */
const NO_BASE = /\/(?:openapi|ai-detail|call-api)(?:\/|$)/i;

/**
 * Reads what was entered for an account: `site`, `baseUrl` for a site of the user's own, and
 * `apiKey` (docs/runninghub-api.md, section 1). Blanks around a value, slashes at the end of the
 * base URL and a `Bearer` before the key are not part of it. No problem ever names the key.
 */
export function readAccount(credential: unknown): AccountReading {
	const { site, baseUrl, apiKey } = asObject(credential);
	const key = asText(apiKey)
		.trim()
		.replace(/^Bearer(?:\s+|$)/i, '')
		.trim();
	if (key === '') {
		return { problem: 'The API key is empty', hint: 'Paste the key from "API Keys" on the site.' };
	}
	if (!/^[\x21-\x7E]+$/.test(key)) {
		return {
			problem: 'The API key holds a blank or a character that no key has',
			hint: 'Copy the key alone, from "API Keys" on the site.',
		};
	}
	const known = SITES.find(({ value }) => value === site);
	if (known !== undefined) {
		return { account: { key, baseUrl: known.baseUrl, currency: known.currency } };
	}
	const address = asText(baseUrl).trim().replace(/\/+$/, '');
	const problem = whyNoBaseUrl(address);
	if (problem === undefined) return { account: { key, baseUrl: address, currency: '' } };
	return { problem: textWithoutKey(problem, key), hint: example(address) };
}

function whyNoBaseUrl(address: string): string | undefined {
	if (address === '') return 'The base URL is empty';
	if (address.includes('@')) return 'The base URL holds a user name or a password';
	const named = `The base URL "${address.length > 100 ? `${address.slice(0, 100)}…` : address}"`;
	if (/\s/.test(address)) return `${named} holds a blank`;
	if (!/^https?:\/\//i.test(address)) return `${named} does not begin with https://`;
	const [, host, path = ''] = /^https?:\/\/([^/?#]+)(\/[^?#]*)?/i.exec(address) ?? [];
	if (host === undefined || !/^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i.test(host)) {
		return `${named} is not an address`;
	}
	if (/[?#]/.test(address)) return `${named} goes on after the address`;
	const isSite = SITES.some((site) => site.baseUrl === `https://www.${bare(host)}`);
	if (NO_BASE.test(path) || (isSite && path !== '')) {
		return `${named} goes on to a page or an endpoint`;
	}
	return undefined;
}

function example(address: string): string {
	const host =
		/^(?:[a-z]+:\/*)?(\[[\da-f:.]+\](?::\d+)?|[\w.-]+\.[\w.-]+(?::\d+)?)(?=[/?#\s]|$)/i.exec(
			address,
		)?.[1];
	return host === undefined
		? 'Give the address alone, such as https://runninghub.example.com.'
		: `Give the address alone: https://${host}.`;
}

function bare(host: string): string {
	return host.toLowerCase().replace(/^www\./, '');
}
