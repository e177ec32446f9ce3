import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { SimulatorClock } from './clock.cts';
import type { MediaFile } from './media-files.cts';
import type { SimulatorSettings } from './settings.cts';

/** A file behind a link of the simulator. */
export interface StoredFile {
	/** Path on the simulator, starting with '/'. */
	readonly path: string;
	/** Milliseconds since the epoch. */
	readonly expiresAt: number;
	/** null: sent without a Content-Type. */
	readonly contentType: string | null;
	readonly extension: string;
	readonly size: number;
	/** The first bytes. */
	readonly start: Buffer;
	/** `openapi/…` or `api/…` for uploads; what ComfyUI calls it for files of its proxy. */
	readonly fileName?: string;
	read(): Readable;
}

/** An upload on its way in: hashed as it comes, kept up to a size. */
export class IncomingFile {
	private readonly hash = createHash('sha256');

	private readonly chunks: Buffer[] = [];

	size = 0;

	add(chunk: Buffer): void {
		this.hash.update(chunk);
		this.size += chunk.length;
		if (this.size <= KEPT_BYTES) this.chunks.push(chunk);
	}

	sha256(): string {
		return this.hash.copy().digest('hex');
	}

	/** The first bytes, all of them in all but very large files. */
	start(): Buffer {
		return Buffer.concat(this.chunks);
	}
}

/** Larger uploads are counted and hashed, but only their first part is kept. */
const KEPT_BYTES = 8 * 1_048_576;
const PIECE = 65_536;

function* padded(start: Buffer, size: number): Generator<Buffer> {
	yield start.subarray(0, size);
	for (let sent = Math.min(start.length, size); sent < size; sent += PIECE) {
		yield Buffer.alloc(Math.min(PIECE, size - sent));
	}
}

function reading(start: Buffer, size: number): Readable {
	return Readable.from(padded(start, size));
}

/** The account that owns all files of a simulator: part of every link. */
const OWNER = '5f1d0c8e2a';

/** Uploaded files and results, each with its own end of life (docs/runninghub-api.md, section 9). */
export class FileStore {
	private readonly files = new Map<string, StoredFile>();

	constructor(
		private readonly clock: SimulatorClock,
		private readonly settings: SimulatorSettings,
	) {}

	addResult(
		name: string,
		media: MediaFile,
		wishes: { bytes?: number; contentType?: string | null; expired?: boolean },
	): StoredFile {
		const size = (): number => wishes.bytes ?? media.bytes.length;
		return this.add({
			path: `/output/${OWNER}/${name}.${media.extension}`,
			expiresAt: this.clock.now() + (wishes.expired === true ? -1 : this.settings.resultLifetime),
			contentType: wishes.contentType === undefined ? media.contentType : wishes.contentType,
			extension: media.extension,
			// Most results are never downloaded: what they hold is made when it is asked for.
			get size() {
				return size();
			},
			get start() {
				return media.bytes;
			},
			fileName: `${name}.${media.extension}`,
			read: () => reading(media.bytes, size()),
		});
	}

	/** `folder`: how the file's name starts, `openapi` for v2 and `api` for v1. */
	addUpload(
		file: IncomingFile,
		folder: 'openapi' | 'api',
		extension: string,
		contentType: string,
	): StoredFile {
		const hash = file.sha256();
		return this.add({
			path: `/upload/${OWNER}/${folder}/${hash}.${extension}`,
			fileName: folder === 'api' && extension === 'zip' ? hash : `${folder}/${hash}.${extension}`,
			...this.sent(file, extension, contentType),
		});
	}

	/** A file sent to the ComfyUI proxy, which keeps the name it came with. */
	addInput(file: IncomingFile, name: string, extension: string, contentType: string): StoredFile {
		return this.add({
			path: `/upload/${OWNER}/input/${name}`,
			fileName: name,
			...this.sent(file, extension, contentType),
		});
	}

	private sent(
		file: IncomingFile,
		extension: string,
		contentType: string,
	): Omit<StoredFile, 'path' | 'fileName'> {
		const start = file.start();
		return {
			expiresAt: this.clock.now() + this.settings.uploadLifetime,
			contentType,
			extension,
			size: file.size,
			start,
			read: () => reading(start, file.size),
		};
	}

	/** An upload by the name loader nodes know it by, unless it has expired. */
	uploadNamed(fileName: string): StoredFile | undefined {
		return this.named(fileName, '/upload/');
	}

	/** A result by the name ComfyUI gave it, unless it has expired. */
	resultNamed(fileName: string): StoredFile | undefined {
		return this.named(fileName, '/output/');
	}

	private named(fileName: string, folder: '/upload/' | '/output/'): StoredFile | undefined {
		const file = [...this.files.values()].find(
			(entry) => entry.fileName === fileName && entry.path.startsWith(folder),
		);
		return file === undefined ? undefined : this.find(file.path);
	}

	/** The file behind a path, unless it has expired. */
	find(path: string): StoredFile | undefined {
		const file = this.files.get(path);
		return file !== undefined && this.clock.now() < file.expiresAt ? file : undefined;
	}

	/** Whether a path is one that only this store can fill. */
	owns(path: string): boolean {
		return path.startsWith('/output/') || path.startsWith('/upload/');
	}

	private add(file: StoredFile): StoredFile {
		this.files.set(file.path, file);
		return file;
	}
}
