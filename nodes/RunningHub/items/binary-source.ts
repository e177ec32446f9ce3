import { createHash } from 'node:crypto';
import type { IBinaryData } from 'n8n-workflow';
import type { UploadSource } from '../../../runninghub/transport';
import type { ExecuteContext } from '../runtime/n8n-context';
import { extensionFor } from './file-types';

/** What names the content: RunningHub knows LoRAs by their MD5. */
export type HashAlgorithm = 'sha256' | 'md5';

/** A file ready for upload. */
export interface HashedSource {
	readonly source: UploadSource;
	/** Names the content: equal for equal bytes. */
	readonly hash: string;
}

/**
 * A file of an item, or one given as an n8n binary object. Read once ahead of the upload, for its
 * exact size and its hash, and never held in memory when n8n keeps it on disk.
 */
export async function binarySource(
	ctx: ExecuteContext,
	binary: Pick<IBinaryData, 'mimeType' | 'id' | 'data' | 'fileName' | 'fileExtension'>,
	algorithm: HashAlgorithm = 'sha256',
): Promise<HashedSource> {
	const { id, data, mimeType, fileName, fileExtension } = binary;
	const extension = fileExtension ?? extensionFor(mimeType) ?? 'bin';
	// RunningHub tells the type of an upload by the extension of its name.
	const given = fileName ?? 'file';
	const name = /\.[A-Za-z0-9]{1,12}$/.test(given) ? given : `${given}.${extension}`;
	if (id === undefined) return memorySource(Buffer.from(data, 'base64'), name, mimeType, algorithm);
	const open = async (): Promise<AsyncIterable<Uint8Array>> =>
		await ctx.helpers.getBinaryStream(id);
	const hash = createHash(algorithm);
	let bytes = 0;
	for await (const chunk of await open()) {
		hash.update(chunk);
		bytes += chunk.byteLength;
	}
	return { source: { fileName: name, mimeType, bytes, open }, hash: hash.digest('hex') };
}

/** A file given as a data URI, such as `data:image/png;base64,…`. */
export function dataUriSource(dataUri: string): HashedSource {
	const comma = dataUri.indexOf(',');
	const [mimeType = '', ...parameters] = dataUri.slice('data:'.length, comma).split(';');
	const content = dataUri.slice(comma + 1);
	const bytes = parameters.includes('base64')
		? Buffer.from(content, 'base64')
		: Buffer.from(decodeURIComponent(content), 'utf8');
	const type = mimeType === '' ? 'text/plain' : mimeType;
	return memorySource(bytes, `file.${extensionFor(type) ?? 'bin'}`, type, 'sha256');
}

function memorySource(
	bytes: Uint8Array,
	fileName: string,
	mimeType: string,
	algorithm: HashAlgorithm,
): HashedSource {
	return {
		source: {
			fileName,
			mimeType,
			bytes: bytes.byteLength,
			open: async () => inMemory(bytes),
		},
		hash: createHash(algorithm).update(bytes).digest('hex'),
	};
}

async function* inMemory(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield bytes;
}
