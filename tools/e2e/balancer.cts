import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** Which of the processes behind a balancer get a request: one after the other, that one, or all at once. */
export type Route = 'inTurns' | 'toAll' | number;

/** What a process answered. */
export interface Answer {
	/** With the query. */
	readonly path: string;
	/** The place of the process in the list of targets. */
	readonly process: number;
	/** 0: it could not be reached. */
	readonly status: number;
}

/** One address for several processes of n8n. */
export interface Balancer {
	/** For example `http://127.0.0.1:40123`. */
	readonly url: string;
	/** The URLs of the processes. Until there are any, it answers with 502. */
	targets: readonly string[];
	/** May be changed at any time; in turns at first. */
	route: Route;
	/** Every answer so far. */
	readonly answers: readonly Answer[];
	/** Stops listening. */
	close(): Promise<void>;
}

const UNREACHABLE = { status: 0, type: '', body: Buffer.from('unreachable') };

/** Starts a balancer on 127.0.0.1. A request to several processes gets the best of their answers. */
export async function startBalancer(): Promise<Balancer> {
	const answers: Answer[] = [];
	let turn = 0;
	const server = createServer((request, response) => {
		serve(request, response).catch((error: unknown) => response.destroy(asError(error)));
	});
	const chosen = (): number[] => {
		const { route, targets } = balancer;
		if (route === 'toAll') return targets.map((_target, place) => place);
		return [route === 'inTurns' ? turn++ % Math.max(1, targets.length) : route];
	};
	const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const { method = 'GET', url: path = '/' } = request;
		const body = await buffer(request);
		const type = request.headers['content-type'] ?? 'application/octet-stream';
		const send = async (process: number): Promise<typeof UNREACHABLE> => {
			const target = balancer.targets[process];
			const answer =
				target === undefined ? UNREACHABLE : await pass(`${target}${path}`, method, type, body);
			answers.push({ path, process, status: answer.status });
			return answer;
		};
		const all = await Promise.all(chosen().map(send));
		const best = all.find(({ status }) => status >= 200 && status < 300) ?? all[0] ?? UNREACHABLE;
		response.writeHead(best.status || 502, { 'content-type': best.type }).end(best.body);
	};
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(0, '127.0.0.1', resolve);
	});
	const balancer: Balancer = {
		url: `http://127.0.0.1:${portOf(server.address())}`,
		targets: [],
		route: 'inTurns',
		answers,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
	return balancer;
}

async function pass(
	url: string,
	method: string,
	type: string,
	body: Buffer,
): Promise<typeof UNREACHABLE> {
	try {
		const answer = await fetch(url, {
			method,
			headers: { 'content-type': type },
			...(method === 'GET' || method === 'HEAD' ? {} : { body }),
		});
		return {
			status: answer.status,
			type: answer.headers.get('content-type') ?? '',
			body: Buffer.from(await answer.arrayBuffer()),
		};
	} catch {
		return UNREACHABLE;
	}
}

function portOf(address: AddressInfo | string | null): number {
	return typeof address === 'object' && address !== null ? address.port : 0;
}

function asError(error: unknown): Error {
	return error instanceof Error ? error : new Error(String(error));
}
