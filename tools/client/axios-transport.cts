import axios from 'axios';
import { transportFault } from '../../nodes/RunningHub/runtime/transport-fault';
import { asNumber } from '../../runninghub/json';
import {
	textWithoutKey,
	type Transport,
	type TransportRequest,
	type TransportResponse,
} from '../../runninghub/transport';
import { httpRequest } from './http-request.cts';

/** The body as it came: axios would parse it, and round ids beyond 2^53. */
const AS_IT_CAME = [(text: unknown) => text];

async function send(
	baseUrl: string,
	key: string,
	request: TransportRequest,
): Promise<TransportResponse> {
	const { path, body, ...rest } = httpRequest(request, key);
	const response = await axios.request<string>({
		...rest,
		url: `${baseUrl.replace(/\/+$/, '')}${path}`,
		timeout: request.timeout,
		responseType: 'text',
		transformResponse: AS_IT_CAME,
		validateStatus: () => true,
		// The API redirects nowhere, and the key must not follow a redirect to another host.
		maxRedirects: 0,
		maxBodyLength: Number.POSITIVE_INFINITY,
		...(body !== undefined && { data: body }),
		...(request.signal && { signal: request.signal }),
	});
	const retryAfter = asNumber(response.headers['retry-after']);
	return {
		status: response.status,
		text: textWithoutKey(response.data, key),
		...(retryAfter !== null && { retryAfter }),
	};
}

/**
 * The client's transport outside n8n: carries requests to one site with one key, over axios.
 * Redirects are not followed but handed back as they are.
 *
 * @param baseUrl scheme and host of the site.
 */
export function axiosTransport(baseUrl: string, key: string): Transport {
	return {
		request: async (request) =>
			await send(baseUrl, key, request).catch((error: unknown) => {
				// An axios error quotes the request with its key, so nothing of it goes on.
				throw transportFault(error, request.timeout);
			}),
	};
}
