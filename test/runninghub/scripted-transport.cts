import type {
	Transport,
	TransportFault,
	TransportRequest,
	TransportResponse,
} from '../../runninghub/transport';

/** An answer as a test writes it: HTTP 200 with JSON unless told. */
export interface ScriptedAnswer {
	readonly status?: number;
	/** The body, word for word; `json` otherwise. */
	readonly text?: string;
	readonly json?: unknown;
	readonly retryAfter?: number;
}

/** A transport that plays a script and remembers what it was asked. */
export interface ScriptedTransport extends Transport {
	readonly requests: readonly TransportRequest[];
}

function responseOf({ status = 200, text, json, retryAfter }: ScriptedAnswer): TransportResponse {
	return {
		status,
		text: text ?? JSON.stringify(json),
		...(retryAfter !== undefined && { retryAfter }),
	};
}

/** Plays answers and faults in turn; the last one is played for ever. */
export function scriptedTransport(
	...script: ReadonlyArray<ScriptedAnswer | TransportFault>
): ScriptedTransport {
	const requests: TransportRequest[] = [];
	return {
		requests,
		async request(request) {
			const next = script[Math.min(requests.length, script.length - 1)];
			requests.push(request);
			if (next === undefined) throw new Error('the script is empty');
			if (next instanceof Error) throw next;
			return responseOf(next);
		},
	};
}
