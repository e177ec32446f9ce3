import { readFile, stat } from 'node:fs/promises';
import { imageSize } from 'image-size';
import { PNG } from 'pngjs';

/** A picture file that was looked into. */
export interface Picture {
	/** For example `png`. */
	readonly type: string;
	/** In pixels. */
	readonly width: number;
	readonly height: number;
	readonly bytes: number;
}

/**
 * Makes sure that a file is a real picture, written at `since` (milliseconds since the epoch) or
 * later. A PNG is decoded to the last pixel; of other formats the header is read.
 *
 * @throws Error that says what is wrong with the file.
 */
export async function checkPicture(path: string, since: number): Promise<Picture> {
	const { mtimeMs } = await stat(path);
	// File systems keep times less precisely than the clock does.
	if (mtimeMs < since - 2000) throw new Error(`${path} is older than this run`);
	const content = await readFile(path);
	try {
		const { type, width, height } = imageSize(content);
		if (type === 'png') PNG.sync.read(content);
		return { type: type ?? 'unknown', width, height, bytes: content.length };
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new Error(`${path} is not a picture that can be decoded: ${reason}`);
	}
}
