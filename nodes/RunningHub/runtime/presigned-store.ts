import type { PresignedStore } from '../../../runninghub/api/loras';
import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import { asNumber, asObject } from '../../../runninghub/json';
import { RequestNotSent } from '../../../runninghub/transport';
import { wholeFile } from './stream-body';
import type { ExecuteContext } from './n8n-context';
import { transportFault } from './transport-fault';

/** Milliseconds that storing a file may take: LoRAs reach some gigabytes. */
const TIMEOUT = 60 * 60_000;

/** Sends files to presigned addresses, without the credential. The address is a secret itself. */
export function presignedStore(ctx: ExecuteContext): PresignedStore {
	return {
		async put(address, file, signal) {
			const answer: unknown = await ctx.helpers
				.httpRequest({
					method: 'PUT',
					url: address,
					headers: {
						'Content-Type': 'application/octet-stream',
						'Content-Length': file.bytes,
					},
					body: await wholeFile(file),
					// n8n would keep the whole body in memory, to send it again after a redirect.
					disableFollowRedirect: true,
					encoding: 'text',
					returnFullResponse: true,
					ignoreHttpStatusErrors: true,
					timeout: TIMEOUT,
					abortSignal: signal,
				})
				.catch((error: unknown) => transportFault(error, TIMEOUT));
			if (answer instanceof Error) {
				if (answer instanceof RequestNotSent) {
					throw new RunningHubError({
						kind: 'invalid',
						message: `The upload to the file store of RunningHub could not be sent: ${answer.message}`,
						hint: 'Correct what the message names: mostly the rules of the n8n server for outgoing requests.',
						noTaskMade: true,
					});
				}
				throw new RunningHubError({
					kind: 'network',
					message: `The file store of RunningHub could not be reached: ${answer.message}`,
					hint: 'Check the connection of the n8n server.',
					temporary: true,
				});
			}
			return { status: asNumber(asObject(answer).statusCode) ?? 0, text: '' };
		},
	};
}
