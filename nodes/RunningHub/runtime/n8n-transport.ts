import { createHash, randomUUID } from 'node:crypto';
import type {
	IAllExecuteFunctions,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { type Account, readAccount } from '../../../runninghub/account';
import { multipartFrame } from '../../../runninghub/api/multipart';
import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import { asNumber, asObject, asText, isJsonObject } from '../../../runninghub/json';
import {
	jsonBody,
	pathWithKey,
	RequestNotSent,
	textWithoutKey,
	type Transport,
	type TransportFault,
	type TransportRequest,
	type TransportResponse,
} from '../../../runninghub/transport';
import { CREDENTIAL } from './n8n-context';
import { shownMessage } from './shown-message';
import { streamOf } from './stream-body';
import { transportFault } from './transport-fault';

/** A transport bound to a credential. */
export interface Connection {
	readonly transport: Transport;
	/** `USD`, `CNY`, or '' when the base URL is the user's own. */
	readonly currency: string;
	/** Address that requests go to, without the trailing slash. */
	readonly baseUrl: string;
	/** Names the site and the key, without telling the key. */
	readonly keyId: string;
	/** Opens a file on the site itself, whose path may hold the key; n8n's answer, with a stream as its body. */
	readonly openFile: (path: string, timeout: number, signal: AbortSignal) => Promise<unknown>;
}

/**
 * Connects to RunningHub through n8n's own request helper, so that the proxy, TLS and SSRF
 * settings of the host apply.
 *
 * @throws RunningHubError of kind `invalid` when the credential cannot be read, or cannot be used.
 */
export async function connect(
	ctx: IExecuteFunctions | ILoadOptionsFunctions | IWebhookFunctions,
): Promise<Connection> {
	const account = await accountOf(ctx);
	return {
		currency: account.currency,
		baseUrl: account.baseUrl,
		keyId: `${account.baseUrl} ${createHash('sha256').update(account.key).digest('hex')}`,
		transport: { request: async (request) => await requestThrough(ctx, account, request) },
		openFile: async (path, timeout, signal) => {
			const answer: unknown = await ctx.helpers.httpRequestWithAuthentication.call(
				ctx,
				CREDENTIAL,
				{
					method: 'GET',
					url: `${account.baseUrl}${pathWithKey(path, account.key)}`,
					timeout,
					encoding: 'stream',
					returnFullResponse: true,
					ignoreHttpStatusErrors: true,
					sendCredentialsOnCrossOriginRedirect: false,
					abortSignal: signal,
				},
			);
			return answer;
		},
	};
}

async function accountOf(
	ctx: IExecuteFunctions | ILoadOptionsFunctions | IWebhookFunctions,
): Promise<Account> {
	const credential: unknown = await ctx.getCredentials(CREDENTIAL).catch((error: unknown) => {
		throw unusable(
			`The ${unreadable(error)}`,
			'Nothing was sent. Open the credential in n8n, test it, and choose it in the node.',
		);
	});
	const reading = readAccount(credential);
	if ('account' in reading) return reading.account;
	throw unusable(reading.problem, `${reading.hint} Correct the credential; nothing was sent.`);
}

function unreadable(error: unknown): string {
	return `credential could not be read: ${shownMessage(error)}`;
}

function unusable(message: string, hint: string): RunningHubError {
	return new RunningHubError({ kind: 'invalid', message, hint, noTaskMade: true });
}

async function requestThrough(
	ctx: IAllExecuteFunctions,
	account: Account,
	request: TransportRequest,
): Promise<TransportResponse> {
	const options = await requestOptions(account, request);
	// n8n aborts every request of a stopped execution, and an aborted submission or cancel call
	// would leave a paid task behind. Requests without a signal of ours run to their end.
	// n8n reads the credential for each request: what fails there was never sent.
	let unread: TransportFault | undefined;
	const caller = Object.create(ctx, {
		getExecutionCancelSignal: { value: () => request.signal },
		getCredentials: {
			value: async (...wanted: Parameters<typeof ctx.getCredentials>) =>
				await ctx.getCredentials(...wanted).catch((error: unknown) => {
					unread = new RequestNotSent(`the ${unreadable(error)}`, true);
					throw error;
				}),
		},
	});
	const answer = await ctx.helpers.httpRequestWithAuthentication
		.call(caller, CREDENTIAL, options)
		.then(
			(value: unknown) => value,
			(error: unknown) => unread ?? transportFault(error, request.timeout, account.key),
		);
	if (answer instanceof Error) throw answer;
	const { statusCode, body, headers } = asObject(answer);
	const retryAfter = asNumber(asObject(headers)['retry-after']);
	return {
		status: asNumber(statusCode) ?? 0,
		text: textWithoutKey(isJsonObject(body) ? JSON.stringify(body) : asText(body), account.key),
		...(retryAfter !== null && { retryAfter }),
	};
}

async function requestOptions(
	account: Account,
	request: TransportRequest,
): Promise<IHttpRequestOptions> {
	const { method, path, timeout, keyField, upload, signal } = request;
	const key: Record<string, string> = keyField === undefined ? {} : { [keyField]: account.key };
	const options: IHttpRequestOptions = {
		method,
		url: `${account.baseUrl}${pathWithKey(path, account.key)}`,
		timeout,
		// As text: n8n's own parsing rounds ids beyond 2^53.
		encoding: 'text',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		sendCredentialsOnCrossOriginRedirect: false,
		...(signal && { abortSignal: signal }),
		...(method === 'GET' && keyField !== undefined && { qs: key }),
	};
	if (upload !== undefined) {
		const frame = multipartFrame(
			{ ...upload, fields: { ...key, ...upload.fields } },
			`n8n-runninghub-${randomUUID()}`,
		);
		const headers: IDataObject = {
			'Content-Type': frame.contentType,
			'Content-Length': frame.contentLength,
		};
		return {
			...options,
			headers,
			body: await streamOf(frame, upload.file),
			// n8n would keep the whole body in memory, to send it again after a redirect.
			disableFollowRedirect: true,
		};
	}
	const body = jsonBody(request, account.key);
	if (body === undefined) return options;
	return { ...options, headers: { 'Content-Type': 'application/json' }, body };
}
