import { createHash } from 'node:crypto';
import type { IBinaryData } from 'n8n-workflow';
import { HEAD_BYTES } from '../../../runninghub/file-signature';
import {
	extensionFor,
	extensionIn,
	isSameFormat,
	isUnknownType,
	mimeTypeFor,
} from '../../../runninghub/file-types';
import type { UploadSource } from '../../../runninghub/transport';
import { FileHead } from '../runtime/file-head';
import type { ExecuteContext } from '../runtime/n8n-context';

/** What names the content: RunningHub knows LoRAs by their MD5. */
export type HashAlgorithm = 'sha256' | 'md5';

/** A file ready for upload. */
export interface HashedSource {
	readonly source: UploadSource;
	/** Names the content: equal for equal bytes. */
	readonly hash: string;
	/** The first `HEAD_BYTES` bytes, or all of a smaller file. */
	readonly head: Uint8Array;
}

/** Endings that stores give to files of which they know nothing. */
const MEANINGLESS = new Set(['', 'bin', 'dat', 'tmp', 'part', 'download', 'file']);

/**
 * The file under a name that ends in its format, as RunningHub tells the type of an upload by it.
 *
 * @param format as an extension.
 * @param evenAfter whether an ending that means something else is followed by the format.
 */
export function named(source: UploadSource, format: string, evenAfter: boolean): UploadSource {
	const { fileName, mimeType } = source;
	const type = isUnknownType(mimeType) ? (mimeTypeFor(format) ?? mimeType) : mimeType;
	const ending = extensionIn(fileName);
	if (isSameFormat(ending, format)) return { ...source, mimeType: type };
	const isReplaced = MEANINGLESS.has(ending) || mimeTypeFor(ending) !== undefined;
	if (!isReplaced && !evenAfter) return source;
	const stem = isReplaced && ending !== '' ? fileName.slice(0, -ending.length - 1) : fileName;
	return { ...source, fileName: `${stem}.${format}`, mimeType: type };
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
	const head = new FileHead();
	let bytes = 0;
	for await (const chunk of await open()) {
		hash.update(chunk);
		head.add(chunk);
		bytes += chunk.byteLength;
	}
	const source = { fileName: name, mimeType, bytes, open };
	return { source, hash: hash.digest('hex'), head: head.bytes };
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
		head: bytes.subarray(0, HEAD_BYTES),
	};
}

async function* inMemory(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield bytes;
}
