import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import multipart from '@fastify/multipart';
import fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerUnder, doesTheWork } from './faults.cts';
import type { FaultRule } from './faults.cts';
import { isObject, jsonText, parseJson } from './json.cts';
import { legacy, refusal, refuse } from './replies.cts';
import type { Answer, ReplyShape } from './replies.cts';
import type { LoggedRequest, RouteKind } from './request-log.cts';
import type { Service } from './service.cts';

/** One request on its way through a route. */
export interface Call {
	readonly request: LoggedRequest;
	/** What the route's named parts stand for, decoded. */
	readonly params: Readonly<Record<string, string>>;
	/** What the route's `*` stands for, decoded. */
	readonly rest: string;
	/** For routes that read the body themselves. */
	readonly incoming: FastifyRequest;
}

/** One route of the simulated service. */
export interface Route {
	readonly method: 'GET' | 'POST' | 'PUT';
	readonly path: string;
	readonly kind: RouteKind;
	readonly shape: ReplyShape;
	/** How the body is read; `json` unless told. */
	readonly body?: 'json' | 'none' | 'own';
	readonly handle: (call: Call) => Answer | Promise<Answer>;
}

const BODY_LIMIT = 256 * 1_048_576;
const SHARE_BEFORE_CUT = 0.5;
const JSON_CONTENT = 'application/json;charset=UTF-8';

function flatHeaders(request: FastifyRequest): Record<string, string> {
	return Object.fromEntries(
		Object.entries(request.headers).map(([name, value]) => [
			name,
			Array.isArray(value) ? value.join(', ') : (value ?? ''),
		]),
	);
}

function queryOf(url: string): Record<string, string> {
	return Object.fromEntries(new URL(url, 'http://simulator').searchParams);
}

function pathOf(url: string): string {
	const path = url.split('?')[0] ?? '';
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}

function paramsOf(incoming: FastifyRequest): Record<string, string> {
	const { params } = incoming;
	return isObject(params)
		? Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]))
		: {};
}

/** Reads the rest of a body that no parser has read. */
async function drain(incoming: FastifyRequest): Promise<void> {
	if (typeof incoming.body === 'string') return;
	for await (const chunk of incoming.raw) void chunk;
}

/** Sends half of an answer and breaks the connection off once that half is out. */
async function sendHalf(reply: FastifyReply, answer: Answer): Promise<void> {
	const isJson = 'json' in answer;
	const body = isJson ? jsonText(answer.json) : answer.body;
	const pieces: Buffer[] = [];
	for await (const chunk of body instanceof Readable ? body : [body]) {
		pieces.push(Buffer.from(chunk));
	}
	const whole = Buffer.concat(pieces);
	reply.hijack();
	reply.raw.writeHead(answer.status, {
		...(isJson && { 'content-type': JSON_CONTENT }),
		...answer.headers,
		'content-length': whole.length,
	});
	reply.raw.write(whole.subarray(0, Math.ceil(whole.length * SHARE_BEFORE_CUT)), () => {
		reply.raw.destroy();
	});
}

async function send(reply: FastifyReply, answer: Answer): Promise<void> {
	reply.code(answer.status).headers(answer.headers ?? {});
	if ('json' in answer) {
		reply.type(JSON_CONTENT);
		await reply.send(jsonText(answer.json));
	} else if (answer.body instanceof Readable) {
		await reply.send(answer.body);
	} else {
		// fastify would guess a type for text; the raw response says exactly what the answer says.
		reply.hijack();
		const body = Buffer.from(answer.body);
		reply.raw.writeHead(answer.status, { ...answer.headers, 'content-length': body.length });
		reply.raw.end(body);
	}
}

/** Leaves a request without an answer. In process there is no time-out to wait for. */
function sendNothing(
	{ hanging }: Service,
	reply: FastifyReply,
	incoming: FastifyRequest,
	rule: FaultRule,
): void {
	reply.hijack();
	const { socket } = incoming.raw;
	if (!(socket instanceof Socket)) {
		reply.raw.destroy();
	} else if (rule.kind === 'reset') {
		socket.resetAndDestroy();
	} else {
		const { remotePort: port = 0 } = socket;
		hanging.add(port);
		socket.once('close', () => hanging.delete(port));
	}
}

function unreadableBody(route: Route): Answer {
	return refuse(
		route.shape,
		refusal(route.shape === 'flat' ? '1007' : '301', 'failed to parse request body'),
	);
}

async function work(route: Route, call: Call): Promise<Answer> {
	if ((route.body ?? 'json') === 'json') {
		const type = call.request.headers['content-type'] ?? '';
		if (!type.startsWith('application/json')) {
			return { status: 415, json: { code: 415, msg: 'Unsupported Media Type' } };
		}
		if (call.request.body === undefined) return unreadableBody(route);
	}
	return await route.handle(call);
}

async function serve(
	service: Service,
	route: Route,
	incoming: FastifyRequest,
	reply: FastifyReply,
): Promise<void> {
	const request: LoggedRequest = {
		method: incoming.method,
		path: pathOf(incoming.url),
		query: queryOf(incoming.url),
		kind: route.kind,
		at: service.clock.now(),
		headers: flatHeaders(incoming),
		body: typeof incoming.body === 'string' ? parseJson(incoming.body) : undefined,
		status: 0,
	};
	service.log.entries.push(request);
	const call: Call = {
		request,
		incoming,
		params: paramsOf(incoming),
		rest: request.path.slice(route.path.replace('*', '').length),
	};
	const rule = service.faults.take(route.kind, request);
	let answer: Answer | undefined;
	if (rule === undefined || doesTheWork(rule)) answer = await work(route, call);
	if (rule !== undefined) {
		request.fault = rule.kind;
		if (!doesTheWork(rule) && rule.kind !== 'reset') await drain(incoming);
		answer = answerUnder(rule, route.shape, answer);
		if (rule.kind === 'cutOff' && answer !== undefined) {
			request.status = answer.status;
			await sendHalf(reply, answer);
			return;
		}
		if (answer === undefined) {
			sendNothing(service, reply, incoming, rule);
			return;
		}
	}
	request.status = answer?.status ?? 0;
	if (answer !== undefined) await send(reply, answer);
}

/** What a path that is no route is answered (docs/runninghub-api.md, section 8: 412, 1001, 1009). */
function unknownRoute(): Route {
	return {
		method: 'POST',
		path: '',
		kind: 'other',
		shape: 'flat',
		body: 'none',
		handle: ({ request }) => {
			if (!request.path.startsWith('/openapi/v2/')) return legacy(412, 'TOKEN_INVALID');
			return refuse('flat', refusal(request.method === 'POST' ? '1001' : '1009'));
		},
	};
}

/** What a simulator has behind the paths that all of them share. */
interface Served {
	readonly service: Service;
	readonly routes: ReadonlyMap<string, Route>;
}

/** Which simulator a request was sent to. */
const servedBy = new WeakMap<IncomingMessage, Served>();

function nameOf({ method, path }: Route): string {
	return `${method} ${path}`;
}

/** @param name of a route, or nothing for a path that is none. */
async function serveNamed(
	name: string | undefined,
	incoming: FastifyRequest,
	reply: FastifyReply,
): Promise<void> {
	const served = servedBy.get(incoming.raw);
	if (served === undefined) throw new Error('A request came that no simulator was sent');
	const route = name === undefined ? unknownRoute() : served.routes.get(name);
	if (route === undefined) throw new Error(`This simulator has no ${String(name)}`);
	await serve(served.service, route, incoming, reply);
}

function createRouter(routes: readonly Route[]): FastifyInstance {
	const router = fastify({
		bodyLimit: BODY_LIMIT,
		exposeHeadRoutes: false,
		routerOptions: { maxParamLength: 1_000 },
	});
	router.removeAllContentTypeParsers();
	router.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
		done(null, body),
	);
	// Large files are not gathered: the route reads the stream.
	router.addContentTypeParser('application/octet-stream', (_request, _body, done) => done(null));
	router.register(multipart, {
		throwFileSizeLimit: false,
		limits: { fileSize: Number.POSITIVE_INFINITY, parts: 100 },
	});
	// Registered as a plugin so that the routes see what multipart adds to requests.
	router.register(async (scope) => {
		for (const route of routes) {
			const name = nameOf(route);
			scope.route({
				method: route.method,
				url: route.path,
				handler: (incoming, reply) => serveNamed(name, incoming, reply),
			});
		}
	});
	router.setNotFoundHandler((incoming, reply) => serveNamed(undefined, incoming, reply));
	return router;
}

// Routes take longer to build than most tests take, and are the same for every simulator.
let shared: FastifyInstance | undefined;

/** The HTTP side of a simulator: routes become answers, faults come between. */
export interface HttpSide {
	readonly server: Server;
	/** Resolves when the server can take requests. */
	ready(): Promise<void>;
	/** Stops listening, where it does, and cuts off what is under way. */
	close(): Promise<void>;
}

/** @param routes with the same methods and paths for every simulator of a process. */
export function createServer(service: Service, routes: readonly Route[]): HttpSide {
	const router = (shared ??= createRouter(routes));
	const served = { service, routes: new Map(routes.map((route) => [nameOf(route), route])) };
	const server = createHttpServer((incoming, response) => {
		servedBy.set(incoming, served);
		router.routing(incoming, response);
	});
	// A client that keeps its connection must not find it closed just as it sends.
	server.keepAliveTimeout = 72_000;
	server.requestTimeout = 0;
	return {
		server,
		async ready() {
			await router.ready();
		},
		async close() {
			const closed = server.listening
				? new Promise<void>((resolve) => server.close(() => resolve()))
				: undefined;
			server.closeAllConnections();
			await closed;
		},
	};
}
