import { RunningHubError } from '../errors/runninghub-error';
import { asText } from '../json';
import type { Transport, UploadSource } from '../transport';
import { type Answer, dataOf } from './answer';
import { ask, askWithKeyField } from './ask';

/** A file at RunningHub, usable for one day. */
export interface UploadedFile {
	/** What model fields take; null when only the older upload was open to the key. */
	readonly url: string | null;
	/** What ComfyUI loader nodes take, such as `openapi/<hash>.png`. */
	readonly fileName: string;
}

/**
 * Uploads a file, with the older upload as a fallback when the newer one refuses the kind of key.
 *
 * @throws RunningHubError when neither took the file, with a message that says so. Source:
 * docs/runninghub-api.md, section 5.
 */
export async function uploadFile(
	transport: Transport,
	file: UploadSource,
	signal?: AbortSignal,
): Promise<UploadedFile> {
	return await tryToUpload(transport, file, signal).catch((error: unknown) => {
		if (!(error instanceof RunningHubError)) throw error;
		throw error.with({ message: `A file could not be uploaded. ${error.message}` });
	});
}

async function tryToUpload(
	transport: Transport,
	file: UploadSource,
	signal?: AbortSignal,
): Promise<UploadedFile> {
	const shared = { method: 'POST', timeout: timeoutFor(file), ...(signal && { signal }) } as const;
	const answer = await ask(transport, {
		...shared,
		path: '/openapi/v2/media/upload/binary',
		upload: { fields: {}, file },
	});
	if (answer.ok) return readUpload(answer);
	if (answer.error.kind !== 'auth') throw answer.error;
	const older = await askWithKeyField(transport, 'apiKey', {
		...shared,
		path: '/task/openapi/upload',
		upload: { fields: { fileType: 'input' }, file },
	});
	if (older.ok) return readUpload(older);
	throw older.error.kind === 'auth' ? answer.error : older.error;
}

function readUpload(answer: Answer): UploadedFile {
	const data = dataOf(answer.body);
	const fileName = asText(data.fileName);
	if (fileName !== '') return { url: asText(data.download_url) || null, fileName };
	throw new RunningHubError({
		kind: 'server',
		message: 'RunningHub stored the file without naming it',
		hint: 'This is mostly a passing condition at RunningHub, of a few minutes.',
		temporary: true,
	});
}

/** Milliseconds: two minutes, and one more second for each 100 kB. */
function timeoutFor(file: UploadSource): number {
	return 120_000 + Math.ceil(file.bytes / 100_000) * 1000;
}
