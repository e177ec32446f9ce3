import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { landscape, moodOf } from './landscape.cts';

/** A small real media file. */
export interface MediaFile {
	readonly extension: string;
	readonly contentType: string;
	readonly bytes: Buffer;
}

/** Width and height of a picture that people look at, in pixels. */
export const PICTURE_SIDE = 512;

/** Width and height of one that only programs look at: drawn in a fraction of the time. */
export const SMALL_PICTURE_SIDE = 64;

function lazily<T>(make: () => T): () => T {
	let made: { readonly value: T } | undefined;
	return () => (made ??= { value: make() }).value;
}

const CLIP = lazily(() => readFileSync(join(__dirname, 'media', 'clip.mp4')));
const TONE = lazily(() => readFileSync(join(__dirname, 'media', 'tone.mp3')));

function pngChunk(type: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const length = Buffer.alloc(4);
	length.writeUInt32BE(data.length);
	const check = Buffer.alloc(4);
	check.writeUInt32BE(crc32(body));
	return Buffer.concat([length, body, check]);
}

// A large picture takes 60 ms to draw, and a download may take none.
const VARIETY = 12;
const drawn = new Map<string, Buffer>();

function pixels(side: number, variant: number, mood: string): Buffer {
	const name = `${side} ${variant} ${mood}`;
	const known = drawn.get(name);
	if (known !== undefined) return known;
	const packed = deflateSync(landscape(side, variant, mood));
	drawn.set(name, packed);
	return packed;
}

/**
 * A square landscape; words of the prompt choose the time of day or year. The bytes are different
 * for each `seed` and `prompt`.
 */
export function pngFile(seed: number, prompt = '', side = PICTURE_SIDE): MediaFile {
	const bytes = lazily(() => {
		const header = Buffer.alloc(13);
		header.writeUInt32BE(side, 0);
		header.writeUInt32BE(side, 4);
		header.writeUInt8(8, 8);
		header.writeUInt8(2, 9);
		const variant = (crc32(prompt) + seed) % VARIETY;
		const mark = createHash('sha256').update(`${seed} ${prompt}`).digest('hex');
		return Buffer.concat([
			Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
			pngChunk('IHDR', header),
			pngChunk('tEXt', Buffer.from(`Comment\0${mark}`, 'latin1')),
			pngChunk('IDAT', pixels(side, variant, moodOf(prompt))),
			pngChunk('IEND', Buffer.alloc(0)),
		]);
	});
	return {
		extension: 'png',
		contentType: 'image/png',
		get bytes() {
			return bytes();
		},
	};
}

/** One second of a tone, 8 kHz, 16 bit, mono; the pitch depends on `seed`. */
export function wavFile(seed: number): MediaFile {
	const rate = 8_000;
	const pitch = 220 + (seed % 12) * 40;
	const data = Buffer.alloc(rate * 2);
	for (let i = 0; i < rate; i += 1) {
		data.writeInt16LE(Math.round(9_000 * Math.sin((2 * Math.PI * pitch * i) / rate)), i * 2);
	}
	const header = Buffer.alloc(44);
	header.write('RIFF', 0, 'latin1');
	header.writeUInt32LE(36 + data.length, 4);
	header.write('WAVEfmt ', 8, 'latin1');
	header.writeUInt32LE(16, 16);
	header.writeUInt16LE(1, 20);
	header.writeUInt16LE(1, 22);
	header.writeUInt32LE(rate, 24);
	header.writeUInt32LE(rate * 2, 28);
	header.writeUInt16LE(2, 32);
	header.writeUInt16LE(16, 34);
	header.write('data', 36, 'latin1');
	header.writeUInt32LE(data.length, 40);
	return { extension: 'wav', contentType: 'audio/wav', bytes: Buffer.concat([header, data]) };
}

function glbChunk(type: string, data: Buffer): Buffer {
	const header = Buffer.alloc(8);
	header.writeUInt32LE(data.length, 0);
	header.write(type, 4, 'latin1');
	return Buffer.concat([header, data]);
}

/** A triangle as binary glTF 2.0. */
export function glbFile(): MediaFile {
	const corners = [0, 0, 0, 1, 0, 0, 0, 1, 0];
	const positions = Buffer.alloc(corners.length * 4);
	corners.forEach((value, index) => positions.writeFloatLE(value, index * 4));
	const scene = JSON.stringify({
		asset: { version: '2.0' },
		scene: 0,
		scenes: [{ nodes: [0] }],
		nodes: [{ mesh: 0 }],
		meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }],
		accessors: [
			{
				bufferView: 0,
				componentType: 5126,
				count: 3,
				type: 'VEC3',
				min: [0, 0, 0],
				max: [1, 1, 0],
			},
		],
		bufferViews: [{ buffer: 0, byteLength: positions.length }],
		buffers: [{ byteLength: positions.length }],
	});
	const json = Buffer.from(scene.padEnd(Math.ceil(scene.length / 4) * 4, ' '), 'latin1');
	const chunks = Buffer.concat([glbChunk('JSON', json), glbChunk('BIN\0', positions)]);
	const header = Buffer.alloc(12);
	header.write('glTF', 0, 'latin1');
	header.writeUInt32LE(2, 4);
	header.writeUInt32LE(12 + chunks.length, 8);
	return {
		extension: 'glb',
		contentType: 'model/gltf-binary',
		bytes: Buffer.concat([header, chunks]),
	};
}

/** One second of film, 160 by 90 pixels, H.264 and AAC. */
export function mp4File(): MediaFile {
	return {
		extension: 'mp4',
		contentType: 'video/mp4',
		bytes: CLIP(),
	};
}

/** One second of a tone. */
export function mp3File(): MediaFile {
	return {
		extension: 'mp3',
		contentType: 'audio/mpeg',
		bytes: TONE(),
	};
}
