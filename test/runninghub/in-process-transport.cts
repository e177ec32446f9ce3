import { asNumber } from '../../runninghub/json';
import { type Transport, TransportFault } from '../../runninghub/transport';
import { httpRequest } from '../../tools/client/http-request.cts';
import type { Simulator } from '../simulator/simulator.cts';

/** A transport to a simulator in the same process, so that both can live in virtual time. */
export function inProcessTransport(simulator: Simulator, key: string): Transport {
	return {
		async request(request) {
			const { path, ...rest } = httpRequest(request, key);
			const answer = await simulator
				.inject({ ...rest, url: path, ...(request.signal && { signal: request.signal }) })
				.catch((error: unknown) => {
					throw new TransportFault(`the connection was cut: ${String(error)}`, false);
				});
			const retryAfter = asNumber(answer.headers['retry-after']);
			return {
				status: answer.status,
				text: answer.text,
				...(retryAfter !== null && { retryAfter }),
			};
		},
	};
}
