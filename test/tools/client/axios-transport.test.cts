import { createHash } from 'node:crypto';
import dns from 'node:dns';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getQueueStatus } from '../../../runninghub/api/account';
import { submitModel } from '../../../runninghub/api/models';
import { cancelTask, queryTask } from '../../../runninghub/api/tasks';
import { uploadFile } from '../../../runninghub/api/upload';
import { TransportFault, type TransportRequest } from '../../../runninghub/transport';
import { axiosTransport } from '../../../tools/client/axios-transport.cts';
import { bodyWith, KEY, MODEL } from '../../runninghub/bench.cts';
import { errorOf } from '../../runninghub/error-of.cts';
import { createSimulator, type Simulator } from '../../simulator/simulator.cts';

const QUEUE: TransportRequest = { method: 'GET', path: '/openapi/v2/queue/status', timeout: 5000 };

let simulator: Simulator;
let baseUrl: string;

beforeEach(async () => {
	simulator = createSimulator();
	baseUrl = await simulator.listen();
});

afterEach(async () => {
	await simulator.close();
});

async function faultOf(work: Promise<unknown>): Promise<TransportFault> {
	const end: unknown = await work.then(
		() => undefined,
		(error: unknown) => error,
	);
	if (end instanceof TransportFault) return end;
	throw new Error(`not a TransportFault: ${String(end)}`);
}

/** A server of the test's own. Resolves with its address. */
async function serve(server: Server): Promise<string> {
	await new Promise<void>((resolve) => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const address: AddressInfo | string | null = server.address();
	if (typeof address !== 'object' || address === null) throw new Error('no address');
	return `http://127.0.0.1:${address.port}`;
}

async function stop(server: Server): Promise<void> {
	await new Promise((resolve) => {
		server.close(resolve);
		server.closeAllConnections();
	});
}

it('sends the key in the header, and where asked for in the body or the query', async () => {
	const transport = axiosTransport(`${baseUrl}/`, KEY);
	await getQueueStatus(transport);
	const { taskId } = await submitModel(transport, MODEL, bodyWith('[never]'));
	await cancelTask(transport, taskId);
	await transport.request({ ...QUEUE, keyField: 'apiKey' });
	for (const { headers } of simulator.requests) {
		expect(headers['authorization']).toBe(`Bearer ${KEY}`);
	}
	const [first, submit, cancel, last] = simulator.requests;
	expect(first?.query).toEqual({});
	expect(submit?.body).toEqual(bodyWith('[never]'));
	expect(cancel?.body).toEqual({ apiKey: KEY, taskId });
	expect(last?.query).toEqual({ apiKey: KEY });
	expect(simulator.tasks()[0]?.state).toBe('CANCEL');
});

it('hands back text, so that no digit of an id is lost', async () => {
	const transport = axiosTransport(baseUrl, KEY);
	simulator.faults.add({ on: 'submit', kind: 'numberIds' });
	const { taskId } = await submitModel(transport, MODEL, bodyWith('a boat'));
	expect(taskId).toBe(simulator.tasks()[0]?.id);
	expect(await queryTask(transport, taskId)).toMatchObject({ phase: 'active' });
});

it('hands back every HTTP status, and the seconds of Retry-After', async () => {
	const transport = axiosTransport(baseUrl, KEY);
	simulator.faults.add({ on: 'queueStatus', kind: 'tooManyRequestsHtml', retryAfter: 7 });
	simulator.faults.add({ on: 'queueStatus', kind: 'badGateway' });
	expect(await transport.request(QUEUE)).toMatchObject({ status: 429, retryAfter: 7 });
	const answer = await transport.request(QUEUE);
	expect(answer).toEqual({ status: 502, text: expect.stringContaining('<html>') });
});

describe('an upload', () => {
	const PIECE = Buffer.alloc(64 * 1024, 'picture');
	const PIECES = 64;

	it('is streamed in pieces, with its exact length', async () => {
		let given = 0;
		let opened = 0;
		async function* content(): AsyncGenerator<Uint8Array> {
			for (; given < PIECES; given++) yield PIECE;
		}
		const whole = Buffer.concat(Array.from({ length: PIECES }, () => PIECE));
		const file = {
			fileName: 'big "picture".png',
			mimeType: 'image/png',
			bytes: whole.length,
			open: async () => {
				opened += 1;
				return content();
			},
		};
		const { url } = await uploadFile(axiosTransport(baseUrl, KEY), file);
		expect([opened, given]).toEqual([1, PIECES]);
		const [upload] = simulator.requestsOf('upload');
		expect(Number(upload?.headers['content-length'])).toBeGreaterThan(whole.length);
		expect(upload?.headers).not.toHaveProperty('transfer-encoding');
		const stored = await simulator.inject({ method: 'GET', url: url ?? '' });
		const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
		expect(hash(stored.body)).toBe(hash(whole));
	});

	it('whose content breaks off fails, in words of our own', async () => {
		async function* content(): AsyncGenerator<Uint8Array> {
			yield PIECE;
			throw new Error(`cannot read on, ${KEY}`);
		}
		const file = {
			fileName: 'a.png',
			mimeType: 'image/png',
			bytes: PIECE.length * 2,
			open: async () => content(),
		};
		const error = await errorOf(uploadFile(axiosTransport(baseUrl, KEY), file));
		expect(error.kind).toBe('network');
		expect(JSON.stringify(error.facts)).not.toContain(KEY);
	});
});

describe('without an answer', () => {
	it('a refused connection was never sent', async () => {
		const server = createServer();
		const closed = await serve(server);
		await stop(server);
		const fault = await faultOf(axiosTransport(closed, KEY).request(QUEUE));
		expect(fault.neverSent).toBe(true);
		expect(fault.message).toMatch(/refused/);
	});

	it('a name that cannot be found was never sent', async () => {
		const notFound = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
		const lookup = jest.spyOn(dns, 'lookup').mockImplementation((...args: unknown[]) => {
			const answer = args.at(-1);
			if (typeof answer === 'function') answer(notFound);
		});
		const fault = await faultOf(axiosTransport('http://nowhere.invalid', KEY).request(QUEUE));
		lookup.mockRestore();
		expect(fault.neverSent).toBe(true);
		expect(fault.message).toMatch(/not found/);
	});

	it('a time-out may have been received', async () => {
		simulator.faults.add({ on: 'queueStatus', kind: 'hang' });
		const fault = await faultOf(axiosTransport(baseUrl, KEY).request({ ...QUEUE, timeout: 30 }));
		expect(fault.neverSent).toBe(false);
		expect(fault.message).toMatch(/no answer within/);
	});

	it('a cut connection may have been received', async () => {
		simulator.faults.add({ on: 'submit', kind: 'reset', taskCreated: true });
		const transport = axiosTransport(baseUrl, KEY);
		const error = await errorOf(submitModel(transport, MODEL, bodyWith('a boat')));
		expect(error.kind).toBe('uncertain');
		expect(simulator.counters.tasksCreated).toBe(1);
	});

	it('a stopped request says so', async () => {
		simulator.faults.add({ on: 'queueStatus', kind: 'hang' });
		const stopped = new AbortController();
		const work = axiosTransport(baseUrl, KEY).request({ ...QUEUE, signal: stopped.signal });
		stopped.abort();
		const fault = await faultOf(work);
		expect(fault.neverSent).toBe(false);
		expect(fault.message).toMatch(/stopped/);
	});

	it('no error holds the key, in any of its parts', async () => {
		simulator.faults.add({ on: 'cancel', kind: 'reset' });
		const fault = await faultOf(
			axiosTransport(baseUrl, KEY).request({
				method: 'POST',
				path: '/task/openapi/cancel',
				json: { taskId: '1' },
				keyField: 'apiKey',
				timeout: 5000,
			}),
		);
		expect(fault.cause).toBeUndefined();
		expect(`${fault.message}${fault.stack}${JSON.stringify({ ...fault })}`).not.toContain(KEY);
	});
});

it('carries no key to where a redirect leads', async () => {
	const visits: unknown[] = [];
	const elsewhere = createServer((request, response) => {
		visits.push(request.headers);
		response.end('{}');
	});
	const target = await serve(elsewhere);
	const gate = createServer((_request, response) => {
		response.writeHead(307, { location: `${target}/there` }).end();
	});
	const transport = axiosTransport(await serve(gate), KEY);
	const get = await transport.request({ ...QUEUE, keyField: 'apiKey' });
	const post = await transport.request({ ...QUEUE, method: 'POST', json: {}, keyField: 'apiKey' });
	expect([get.status, post.status]).toEqual([307, 307]);
	expect(visits).toEqual([]);
	await stop(gate);
	await stop(elsewhere);
});
