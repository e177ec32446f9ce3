import { asObject, asText } from '../json';
import type { Transport } from '../transport';
import { askWithKeyField, READ_TIMEOUT } from './ask';

/**
 * The address of the progress socket of a running task. It holds a token: never show it.
 *
 * @returns `undefined` while there is none.
 * @throws never for what RunningHub answers. Source: docs/runninghub-api.md, section 18.
 */
export async function progressAddress(
	transport: Transport,
	taskId: string,
): Promise<string | undefined> {
	const { body } = await askWithKeyField(transport, 'apiKey', {
		method: 'POST',
		path: '/task/openapi/outputs',
		json: { taskId },
		timeout: READ_TIMEOUT,
	});
	const address = asText(asObject(body.data).netWssUrl);
	return /^wss?:\/\//.test(address) ? address : undefined;
}
