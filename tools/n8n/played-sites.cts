import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import { urlToHttpOptions } from 'node:url';

/**
 * Runs inside n8n, before anything of n8n does: requests to the sites that PLAYED_SITES names go to
 * servers on this machine instead, without encryption. PLAYED_SITES is a JSON object: the domain of
 * each site (with all hosts below it), and the URL of the server that plays it.
 *
 * Loaded alone, so it imports nothing of the project.
 */

type Answered = (response: IncomingMessage) => void;
type Arguments = [
	target: string | URL | RequestOptions,
	optionsOrAnswered?: RequestOptions | Answered,
	answered?: Answered,
];

const sites = playedSites(JSON.parse(process.env['PLAYED_SITES'] ?? '{}'));
const request = https.request.bind(https);

function playedSites(read: unknown): ReadonlyMap<string, URL> {
	const entries = typeof read === 'object' && read !== null ? Object.entries(read) : [];
	return new Map(entries.map(([domain, url]) => [domain, new URL(String(url))]));
}

function playedAt(host: string): URL | undefined {
	for (const [domain, url] of sites) {
		if (host === domain || host.endsWith(`.${domain}`)) return url;
	}
	return undefined;
}

function send(target: Arguments[0], second: Arguments[1], third: Arguments[2]): ClientRequest {
	const [given, answered] = typeof second === 'function' ? [{}, second] : [second, third];
	const options: RequestOptions =
		typeof target === 'string' || target instanceof URL
			? { ...urlToHttpOptions(new URL(target)), ...given }
			: target;
	const host = (options.hostname ?? options.host ?? '').replace(/:\d+$/, '');
	const { hostname, port } = playedAt(host) ?? {};
	if (hostname === undefined) return request(options, answered);
	// An agent for encrypted requests, or one that leads through a proxy, would go elsewhere.
	const { agent: _agent, ...rest } = options;
	const headers = { ...options.headers, host };
	return http.request(
		{ ...rest, protocol: 'http:', host: hostname, hostname, port, headers },
		answered,
	);
}

Object.assign(https, {
	request: (...[target, second, third]: Arguments) => send(target, second, third),
	get: (...[target, second, third]: Arguments) => {
		const sent = send(target, second, third);
		sent.end();
		return sent;
	},
});
