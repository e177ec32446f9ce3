import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { ClientRequest } from 'node:http';

/** Turns of the event loop in which nothing may happen before time moves on. */
const QUIET_TURNS = 6;
const STUCK_TURNS = 2_000;
/** Milliseconds that pass in one go: as on a busy machine, what is due meanwhile comes a little late. */
const STEP = 100;
/** Tells of each HTTP request that Node.js has sent. */
const REQUESTS = 'http.client.request.start';
/** What goes on outside of time: files, connections, compression. */
const OUTSIDE = /^(?:FSReq|TCPConnect|GetAddrInfo|Shutdown|Write|.*REQUEST)/i;

/** A server whose requests may be left without an answer. */
interface Server {
	isHanging(port: number): boolean;
}

/**
 * Does something in time that passes only when everybody waits for it: n8n, the node and the
 * simulator alike, down to the time limits of HTTP requests. Requests and files are real. Nothing
 * else may run in the same file at the same time.
 *
 * @throws Error when the work waits for something that no timer will bring about.
 */
export async function inVirtualTime<T>(server: Server, work: () => Promise<T>): Promise<T> {
	const open = new Set<ClientRequest>();
	const follow = (request: ClientRequest): void => {
		open.add(request);
		request.once('close', () => open.delete(request));
	};
	const onRequest = (message: unknown): void => {
		if (typeof message !== 'object' || message === null || !('request' in message)) return;
		const { request } = message;
		if (request instanceof ClientRequest) follow(request);
	};
	// Node.js times requests with timers of its own, which are not those of its programs.
	const limits = jest.spyOn(ClientRequest.prototype, 'setTimeout').mockImplementation(function (
		this: ClientRequest,
		milliseconds,
		callback,
	) {
		follow(this);
		if (milliseconds <= 0) return this;
		if (callback !== undefined) this.once('timeout', callback);
		const timer = setTimeout(() => this.emit('timeout'), milliseconds);
		this.once('close', () => clearTimeout(timer));
		return this;
	});
	subscribe(REQUESTS, onRequest);
	jest.useFakeTimers({
		doNotFake: [
			'nextTick',
			'setImmediate',
			'clearImmediate',
			'queueMicrotask',
			'performance',
			'hrtime',
		],
	});
	const isBusy = (): boolean =>
		[...open].some(({ socket }) => !server.isHanging(socket?.localPort ?? 0)) ||
		process.getActiveResourcesInfo().some((name) => OUTSIDE.test(name));
	try {
		return await passTime(work(), isBusy);
	} finally {
		jest.useRealTimers();
		unsubscribe(REQUESTS, onRequest);
		limits.mockRestore();
	}
}

async function passTime<T>(work: Promise<T>, isBusy: () => boolean): Promise<T> {
	let settled = false;
	const done = (): void => {
		settled = true;
	};
	work.then(done, done);
	for (let stuck = 0; !settled; ) {
		await quiet(isBusy);
		if (settled) break;
		if (jest.getTimerCount() > 0) {
			stuck = 0;
			jest.advanceTimersToNextTimer();
			jest.advanceTimersByTime(STEP);
		} else if (++stuck > STUCK_TURNS) {
			throw new Error('The work waits for nothing that will happen.');
		}
	}
	return await work;
}

async function quiet(isBusy: () => boolean): Promise<void> {
	for (let turns = 0; turns < QUIET_TURNS; turns++) {
		await new Promise((resolve) => setImmediate(resolve));
		if (isBusy()) turns = -1;
	}
}
