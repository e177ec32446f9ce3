import dns from 'node:dns';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { SIMULATOR_KEYS } from '../../simulator/simulator.cts';
import { type NodeValues, onStage, type Rest, type Stage } from './stage.cts';

/** A request to a host that is not RunningHub. */
export interface FileRequest {
	readonly host: string;
	/** Path and query. */
	readonly path: string;
	readonly headers: IncomingMessage['headers'];
	/** Settles when the answer was sent, or n8n hung up. */
	readonly closed: Promise<void>;
}

type Answer = (response: ServerResponse) => void;

/** A stage whose RunningHub and whose files have public names. */
export interface PublicStage extends Stage {
	/** Every request to other hosts than RunningHub, in order. */
	readonly opened: readonly FileRequest[];
	/** What a host has under a path. */
	serve(address: string, answer: Answer): void;
}

/** Where RunningHub is. */
const SITE = 'api.site.example';

/** Addresses that names have; every other name is unknown. */
const NAMES: Readonly<Record<string, string>> = {
	[SITE]: '93.184.216.34',
	'files.example.com': '93.184.216.35',
	'share.example.com': '93.184.216.36',
	'inside.example.com': '192.168.1.9',
	'cloud.example.com': '169.254.169.254',
};

/**
 * Runs a test where names lead to this machine as they would lead to the internet: n8n sends its
 * requests through a proxy, which hands them to the simulator or to the test's own files, and looks
 * names up in a table.
 */
export async function onPublicStage(act: (stage: PublicStage) => Promise<void>): Promise<void> {
	await onStage(async (stage) => {
		const opened: FileRequest[] = [];
		const files = new Map<string, Answer>();
		const simulator = new URL(stage.simulator.baseUrl);
		const proxy = createServer((incoming, response) => {
			const url = new URL(incoming.url ?? '');
			if (url.hostname === SITE) return passOn(incoming, response, url, simulator);
			const closed = new Promise<void>((resolve) => response.on('close', resolve));
			const { headers } = incoming;
			opened.push({ host: url.host, path: `${url.pathname}${url.search}`, headers, closed });
			const answer = files.get(`${url.host}${url.pathname}`);
			if (answer === undefined) response.writeHead(404).end('Not found');
			else answer(response);
		});
		await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
		const address = proxy.address();
		const port = typeof address === 'object' ? address?.port : 0;
		const restore = [env('HTTP_PROXY', `http://127.0.0.1:${port}`), env('NO_PROXY', ''), names()];
		const credential = { baseUrl: `http://${SITE}`, apiKey: SIMULATOR_KEYS.cn.shared };
		const there = (rest: Rest = {}): Rest => ({ ...rest, credential });
		try {
			await act({
				...stage,
				opened,
				serve: (place, answer) => files.set(place.replace(/^http:\/\//, ''), answer),
				run: async (values?: NodeValues, rest?: Rest) => await stage.run(values, there(rest)),
			});
		} finally {
			for (const undo of restore) undo();
			proxy.close();
			proxy.closeAllConnections();
		}
	});
}

function passOn(
	incoming: IncomingMessage,
	response: ServerResponse,
	{ pathname, search }: URL,
	{ hostname, port }: URL,
): void {
	const { method, headers } = incoming;
	const onward = request({ hostname, port, method, path: `${pathname}${search}`, headers });
	onward.on('response', (answer) => {
		response.writeHead(answer.statusCode ?? 500, answer.headers);
		answer.pipe(response);
	});
	onward.on('error', () => response.destroy());
	incoming.pipe(onward);
}

function env(name: string, value: string): () => void {
	const before = process.env[name];
	process.env[name] = value;
	return () => {
		if (before === undefined) delete process.env[name];
		else process.env[name] = before;
	};
}

/** Looks names up in the table, as n8n's own filter for outgoing requests does it. */
function names(): () => void {
	const found = (name: string) => {
		const address = NAMES[name];
		return address === undefined ? [] : [{ address, family: 4 }];
	};
	const unknown = (name: string) => new Error(`Unknown name ${name}`);
	const { lookup, promises } = dns;
	const promised = promises.lookup;
	Reflect.set(dns, 'lookup', (name: string, ...rest: unknown[]) => {
		const done = rest.at(-1);
		const isHere = name === 'localhost' || name === '127.0.0.1';
		if (isHere || typeof done !== 'function') {
			Reflect.apply(lookup, dns, [name, ...rest]);
			return;
		}
		const addresses = found(name);
		Reflect.apply(done, undefined, [addresses.length === 0 ? unknown(name) : null, addresses]);
	});
	Reflect.set(promises, 'lookup', async (name: string) => {
		const addresses = found(name);
		return addresses.length === 0 ? await Promise.reject(unknown(name)) : addresses;
	});
	return () => {
		Reflect.set(dns, 'lookup', lookup);
		Reflect.set(promises, 'lookup', promised);
	};
}
