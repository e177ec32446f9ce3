import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { answerUnder } from './faults.cts';
import type { FaultRule } from './faults.cts';
import { jsonText } from './json.cts';
import { cachedNodes, closingFrames, frameText, progressFrames } from './progress-frames.cts';
import type { LoggedRequest } from './request-log.cts';
import type { Service } from './service.cts';
import { clientIdOf, socketTokenOf } from './socket-address.cts';
import type { TaskRecord } from './tasks.cts';

const PATH = '/ws/c_instance';
const FRAMES_BEFORE_CUT = 2;
/** How often a socket looks whether its task was cancelled, in milliseconds. */
const LOOK_EVERY = 1_000;

function logged(service: Service, incoming: IncomingMessage, url: URL): LoggedRequest {
	const request: LoggedRequest = {
		method: incoming.method ?? 'GET',
		path: url.pathname,
		query: Object.fromEntries(url.searchParams),
		kind: url.pathname === PATH ? 'progress' : 'other',
		at: service.clock.now(),
		headers: Object.fromEntries(
			Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
		),
		body: undefined,
		status: 0,
	};
	service.log.entries.push(request);
	return request;
}

function refuseUpgrade(
	socket: Duplex,
	request: LoggedRequest,
	status: number,
	body = '',
	headers: Readonly<Record<string, string>> = {},
): void {
	request.status = status;
	const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
	socket.end(
		`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${lines.join('')}\r\n${body}`,
	);
}

/** A socket that is not opened at all, or not answered. */
function spoilUpgrade(socket: Duplex, request: LoggedRequest, rule: FaultRule): void {
	const answer = answerUnder(rule, 'legacy', undefined);
	if (answer === undefined) {
		if (rule.kind !== 'hang') socket.destroy();
		return;
	}
	const body = 'json' in answer ? jsonText(answer.json) : String(answer.body);
	refuseUpgrade(socket, request, answer.status, body, answer.headers ?? {});
}

function taskOf(service: Service, url: URL): TaskRecord | undefined {
	const clientId = url.searchParams.get('clientId');
	const task = service.tasks.all().find((entry) => clientIdOf(entry) === clientId);
	const token = url.searchParams.get('Rh-Comfy-Auth');
	return task !== undefined && socketTokenOf(task) === token ? task : undefined;
}

function isOpen(task: TaskRecord): boolean {
	return task.state === 'QUEUED' || task.state === 'RUNNING';
}

/** Sends what a task does, from now to its end. */
function play(service: Service, client: WebSocket, task: TaskRecord, rule?: FaultRule): void {
	const { clock } = service;
	let sent = 0;
	const send = (content: string | Buffer): void => {
		if (client.readyState !== WebSocket.OPEN) return;
		const broken = rule?.kind === 'brokenJson' && typeof content === 'string';
		client.send(broken ? content.slice(0, content.length / 2) : content);
		sent += 1;
		if (rule?.kind === 'cutOff' && sent >= FRAMES_BEFORE_CUT) client.terminate();
	};
	send(
		frameText('status', { status: { exec_info: { queue_remaining: 1 } }, sid: clientIdOf(task) }),
	);
	send(frameText('execution_cached', { nodes: cachedNodes(task), prompt_id: task.id }));
	const now = clock.now();
	const frames = progressFrames(task);
	for (const state of ['executing', 'progress'] as const) {
		const last = frames.filter((frame) => frame.state === state && frame.at <= now).at(-1);
		if (last !== undefined) send(last.content);
	}
	const appointments = frames
		.filter((frame) => frame.at > now)
		.map((frame) =>
			clock.schedule(frame.at - now, () => {
				if (isOpen(task)) send(frame.content);
			}),
		);
	let callOffLook = (): void => undefined;
	const look = (): void => {
		if (isOpen(service.tasks.find(task.id) ?? task)) {
			callOffLook = clock.schedule(
				Math.max(1, Math.min(LOOK_EVERY, task.endsAt - clock.now())),
				look,
			);
			return;
		}
		for (const content of closingFrames(task)) send(content);
		client.close(1000);
	};
	look();
	client.on('close', () => {
		for (const callOff of appointments) callOff();
		callOffLook();
	});
	client.on('error', () => client.terminate());
}

/**
 * The progress socket (docs/runninghub-api.md, section 18). An address works while its task is
 * queued or running; afterwards, or with a wrong token, the connection is refused with 404 or 401.
 *
 * @returns what breaks off every socket that is open.
 */
export function attachProgress(server: Server, service: Service): () => void {
	const sockets = new WebSocketServer({ noServer: true });
	const connections = new Set<Duplex>();
	server.on('upgrade', (incoming, socket, head) => {
		connections.add(socket);
		socket.on('close', () => connections.delete(socket));
		socket.on('error', () => socket.destroy());
		const url = new URL(incoming.url ?? '/', 'http://simulator');
		const request = logged(service, incoming, url);
		const rule = request.kind === 'progress' ? service.faults.take('progress', request) : undefined;
		if (rule !== undefined) request.fault = rule.kind;
		if (rule !== undefined && rule.kind !== 'cutOff' && rule.kind !== 'brokenJson') {
			spoilUpgrade(socket, request, rule);
			return;
		}
		const task = taskOf(service, url);
		if (request.kind !== 'progress') refuseUpgrade(socket, request, 404);
		else if (task === undefined) refuseUpgrade(socket, request, 401);
		else if (!isOpen(task)) refuseUpgrade(socket, request, 404);
		else {
			request.status = 101;
			sockets.handleUpgrade(incoming, socket, head, (client) => play(service, client, task, rule));
		}
	});
	return () => {
		for (const socket of connections) socket.destroy();
	};
}
