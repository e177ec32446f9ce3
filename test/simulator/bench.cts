import { isObject, parseJson } from './json.cts';
import type { Json, JsonObject } from './json.cts';
import { createSimulator, SIMULATOR_KEYS, VirtualClock } from './simulator.cts';
import type { InProcessResponse, Simulator, SimulatorOptions } from './simulator.cts';

/** A simulator in virtual time. */
export interface Bench {
	readonly simulator: Simulator;
	readonly clock: VirtualClock;
	/** As `send` does. */
	raw(path: string, body?: Json, key?: string | null): Promise<InProcessResponse>;
	call(path: string, body?: Json, key?: string | null): Promise<JsonObject>;
	/** A v1 call, with the key in the body too. */
	legacy(path: string, body: JsonObject, key?: string): Promise<JsonObject>;
	/** The task's state after three seconds, by the v2 query. */
	finished(taskId: Json | undefined): Promise<JsonObject>;
	/** Uploads a file and gives `data` of the answer. */
	upload(name: string, content: Buffer): Promise<JsonObject>;
}

/** The keys of a bench's simulator. */
export const KEYS = SIMULATOR_KEYS.cn;

/**
 * The value as an object.
 *
 * @throws Error when it is none.
 */
export function objectOf(value: Json | undefined): JsonObject {
	if (!isObject(value)) throw new Error(`not an object: ${String(value)}`);
	return value;
}

/**
 * The value as a list of objects.
 *
 * @throws Error when it is none.
 */
export function listOf(value: Json | undefined): JsonObject[] {
	if (!Array.isArray(value)) throw new Error(`not a list: ${String(value)}`);
	return value.map(objectOf);
}

/** The object that JSON text holds. */
export function parsedObject(value: Json | undefined): JsonObject {
	return objectOf(parseJson(String(value)));
}

/** A multipart form with one file. */
export function formWith(
	field: string,
	name: string,
	content: Buffer,
): { readonly headers: Record<string, string>; readonly body: Buffer } {
	const head = `--edge\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
	return {
		headers: { 'content-type': 'multipart/form-data; boundary=edge' },
		body: Buffer.concat([Buffer.from(head), content, Buffer.from('\r\n--edge--\r\n')]),
	};
}

/** Sends JSON (POST) or nothing (GET); `key` null: without an Authorization header. */
export async function send(
	simulator: Simulator,
	path: string,
	body: Json | undefined,
	key: string | null = KEYS.shared,
): Promise<InProcessResponse> {
	return await simulator.inject({
		method: body === undefined ? 'GET' : 'POST',
		url: path,
		headers: {
			...(key === null ? {} : { authorization: `Bearer ${key}` }),
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
		},
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
}

/** A new simulator in virtual time. */
export function bench(options: SimulatorOptions = {}): Bench {
	const clock = new VirtualClock();
	const simulator = createSimulator({ clock, ...options });
	const raw: Bench['raw'] = async (path, body, key) => await send(simulator, path, body, key);
	const call: Bench['call'] = async (path, body, key) =>
		parsedObject((await raw(path, body, key)).text);
	return {
		simulator,
		clock,
		raw,
		call,
		legacy: async (path, body, key = KEYS.shared) =>
			await call(path, { apiKey: key, ...body }, key),
		async finished(taskId) {
			await clock.advance(3_000);
			return await call('/openapi/v2/query', { taskId: String(taskId) });
		},
		async upload(name, content) {
			const form = formWith('file', name, content);
			const answer = await simulator.inject({
				method: 'POST',
				url: '/openapi/v2/media/upload/binary',
				headers: { ...form.headers, authorization: `Bearer ${KEYS.shared}` },
				body: form.body,
			});
			return objectOf(parsedObject(answer.text)['data']);
		},
	};
}
