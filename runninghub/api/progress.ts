import { asNumber, asObject, asText, type JsonObject, tryParseJson } from '../json';

/** How far a running workflow is, told by the messages of the progress socket. */
export interface Progress {
	/** Share of the present node that is done, from 0 to 100. */
	readonly percent: number | null;
	/** Id of the node at work. */
	readonly nodeId: string | null;
}

/**
 * Reads one message of the progress socket (docs/runninghub-api.md, section 18).
 *
 * @returns `undefined` for messages that tell no progress, which are many.
 */
export function readProgress(message: unknown): Progress | undefined {
	const parsed: JsonObject = asObject(
		typeof message === 'string' ? tryParseJson(message) : undefined,
	);
	const data = asObject(parsed.data);
	const nodeId = asText(data.node);
	switch (parsed.type) {
		case 'progress': {
			const value = asNumber(data.value);
			const max = asNumber(data.max);
			if (value === null || max === null || max <= 0) return undefined;
			const percent = Math.max(0, Math.min(100, Math.round((value / max) * 100)));
			return { percent, nodeId: nodeId === '' ? null : nodeId };
		}
		case 'executing':
			return nodeId === '' ? undefined : { percent: 0, nodeId };
		case 'execution_success':
			return { percent: 100, nodeId: null };
		default:
			return undefined;
	}
}
