import type { ExecuteContext } from './n8n-context';

/** A stream of Node's own kind, which n8n's helpers give and take; nodes may not import its type. */
export type NodeStream = Exclude<
	Parameters<ExecuteContext['helpers']['prepareBinaryData']>[0],
	Buffer
>;

/** Whether a value that n8n gave is a stream. */
export function isNodeStream(value: unknown): value is NodeStream {
	return (
		typeof value === 'object' &&
		value !== null &&
		typeof Reflect.get(value, 'pipe') === 'function' &&
		typeof Reflect.get(value, 'destroy') === 'function'
	);
}

/**
 * A stream of the same kind as `like` with other content: nodes may not import the class, so it
 * is made with the one of a stream that n8n gave.
 */
export function streamLike(
	like: object,
	chunks: AsyncIterable<Uint8Array>,
): NodeStream | undefined {
	for (
		let type: unknown = like.constructor;
		typeof type === 'function';
		type = Object.getPrototypeOf(type)
	) {
		const from: unknown = Reflect.get(type, 'from');
		if (typeof from !== 'function') continue;
		const stream: unknown = Reflect.apply(from, type, [chunks]);
		return isNodeStream(stream) ? stream : undefined;
	}
	return undefined;
}
