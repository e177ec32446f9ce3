import type { IBinaryData } from 'n8n-workflow';
import { asObject } from '../../../runninghub/json';
import { n8nClock } from '../runtime/n8n-clock';
import type { ExecuteContext } from '../runtime/n8n-context';
import { transportFault } from '../runtime/transport-fault';
import { isNodeStream } from './node-stream';
import { nameFile } from './result-name';

/** Tries for a download. */
const ATTEMPTS = 3;
/** Milliseconds that a whole download may take: results reach several hundred megabytes. */
const TIMEOUT = 30 * 60_000;

/** The file of a result, or why it could not be had. */
export type Download =
	| { readonly file: IBinaryData }
	/** In words; the result's URL still holds for 24 hours. */
	| { readonly problem: string };

/**
 * Streams a result into n8n's binary store. The request goes out without the credential: result
 * files lie on a public store that refuses, and must never see, the key
 * (docs/runninghub-api.md, section 9).
 *
 * @param fileType what RunningHub calls the type of the file.
 * @param prefix put before the file's own name.
 */
export async function downloadResult(
	ctx: ExecuteContext,
	url: string,
	fileType: string | null,
	prefix: string,
	signal: AbortSignal,
): Promise<Download> {
	let problem = '';
	for (let attempt = 1; attempt <= ATTEMPTS && !signal.aborted; attempt++) {
		if (attempt > 1) await n8nClock.sleep(1000 * attempt, signal);
		const outcome = await fetchOnce(ctx, url, fileType, prefix, signal);
		if ('file' in outcome) return outcome;
		({ problem } = outcome);
		if (outcome.final) break;
	}
	return { problem: problem === '' ? 'the execution was stopped' : problem };
}

type Attempt =
	| { readonly file: IBinaryData }
	| { readonly problem: string; readonly final: boolean };

async function fetchOnce(
	ctx: ExecuteContext,
	url: string,
	fileType: string | null,
	prefix: string,
	signal: AbortSignal,
): Promise<Attempt> {
	const answer: unknown = await ctx.helpers
		.httpRequest({
			method: 'GET',
			url,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			timeout: TIMEOUT,
			abortSignal: signal,
		})
		.catch((error: unknown) => transportFault(error, TIMEOUT));
	if (answer instanceof Error) return { problem: answer.message, final: false };
	const { statusCode, headers, body } = asObject(answer);
	const status = typeof statusCode === 'number' ? statusCode : 0;
	if (status < 200 || status > 299 || !isNodeStream(body)) {
		if (isNodeStream(body)) body.destroy();
		const gone = status === 403 || status === 404 || status === 410;
		return {
			problem: `the file store answered with HTTP ${status}${gone ? '; results live 24 hours' : ''}`,
			final: gone,
		};
	}
	const contentType = asObject(headers)['content-type'];
	const { fileName, mimeType } = nameFile(url, fileType, contentType, prefix);
	return await ctx.helpers.prepareBinaryData(body, fileName, mimeType).then(
		(file): Attempt => ({ file }),
		(error: unknown): Attempt => ({
			problem: transportFault(error, TIMEOUT).message,
			final: false,
		}),
	);
}
