import type { AssetStore } from './asset-store.cts';
import type { FileStore, StoredFile } from './file-store.cts';
import type { Parameter } from './catalogue.cts';
import { refusal } from './replies.cts';
import type { Refusal } from './replies.cts';

const DATA_URI = /^data:(image|video|audio)\/([\w.+-]+);base64,([A-Za-z0-9+/]+={0,2})$/;
const MEGABYTE = 1_048_576;

/** File extensions of the media types that do not name them. */
const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
	'image/jpeg': ['jpg', 'jpeg'],
	'image/jpg': ['jpg', 'jpeg'],
	'audio/mpeg': ['mp3'],
	'audio/mp4': ['m4a'],
	'audio/x-m4a': ['m4a'],
	'audio/wave': ['wav'],
	'audio/x-wav': ['wav'],
	'audio/x-flac': ['flac'],
	'audio/midi': ['mid'],
	'video/quicktime': ['mov'],
	'video/x-m4v': ['m4v'],
	'video/x-msvideo': ['avi'],
	'video/x-matroska': ['mkv'],
};

function invalid(key: string, why: string): Refusal {
	return refusal('1007', `Invalid parameter ${key}: ${why}|参数 ${key} 错误`);
}

function checkSize(parameter: Parameter, size: number): Refusal | undefined {
	const limit = parameter.maxSizeMb;
	return limit !== undefined && size > limit * MEGABYTE
		? refusal('1008', `File too large: ${parameter.key} takes up to ${limit} MB|文件过大`)
		: undefined;
}

function checkExtension(parameter: Parameter, extensions: readonly string[]): Refusal | undefined {
	const { accept } = parameter;
	return accept !== undefined && !extensions.some((extension) => accept.includes(extension))
		? invalid(
				parameter.key,
				`${extensions[0] ?? 'this'} files are not accepted, only ${accept.join(', ')}`,
			)
		: undefined;
}

function checkDataUri(parameter: Parameter, value: string): Refusal | undefined {
	const [, kind, subtype, data] = DATA_URI.exec(value) ?? [];
	if (kind === undefined || subtype === undefined || data === undefined) {
		return invalid(parameter.key, 'the data URI cannot be read');
	}
	if (kind !== parameter.type)
		return invalid(parameter.key, `${kind} given, ${parameter.type} expected`);
	return (
		checkExtension(parameter, EXTENSIONS[`${kind}/${subtype}`] ?? [subtype]) ??
		checkSize(parameter, Math.floor((data.length * 3) / 4))
	);
}

function checkFile(parameter: Parameter, file: StoredFile): Refusal | undefined {
	const { accept, key, type } = parameter;
	if (accept === undefined && file.contentType?.startsWith(`${type}/`) === false) {
		return invalid(key, `${file.contentType} given, ${type} expected`);
	}
	const isJpeg = file.extension === 'jpg' || file.extension === 'jpeg';
	const extensions = isJpeg ? ['jpg', 'jpeg'] : [file.extension];
	return checkExtension(parameter, extensions) ?? checkSize(parameter, file.size);
}

function parseUrl(value: string): URL | undefined {
	return URL.canParse(value) ? new URL(value) : undefined;
}

function isThisSimulator(url: URL, baseUrl: string): boolean {
	const base = new URL(baseUrl);
	const own = url.hostname === base.hostname || url.hostname === 'localhost';
	return own && url.port === base.port;
}

/** What media values are checked against besides their parameter. */
export interface MediaRules {
	readonly files: FileStore;
	readonly assets: AssetStore;
	readonly baseUrl: string;
}

/**
 * Checks one value of a media parameter: a public link, a data URI or an asset
 * (docs/runninghub-api.md, section 3.4). Links to this simulator must lead to a file that is
 * still there and fits the parameter; other links are taken as they are.
 */
export function checkMedia(
	parameter: Parameter,
	value: unknown,
	{ files, assets, baseUrl }: MediaRules,
): Refusal | undefined {
	const { key } = parameter;
	if (typeof value !== 'string') return invalid(key, 'a URL or a data URI is expected');
	if (value.startsWith('data:')) return checkDataUri(parameter, value);
	const assetId = /^asset:\/\/([\w-]+)$/.exec(value)?.[1];
	if (assetId !== undefined) {
		const problem = assets.referenceProblem(assetId, parameter.type);
		return problem === undefined ? undefined : invalid(key, problem);
	}
	const url = /^https?:\/\/\S+$/.test(value) ? parseUrl(value) : undefined;
	if (url === undefined) return invalid(key, 'a URL or a data URI is expected');
	const path = decodeURIComponent(url.pathname);
	if (!isThisSimulator(url, baseUrl) || !files.owns(path)) return undefined;
	const file = files.find(path);
	if (file === undefined) {
		return refusal('1013', `File processing failed: ${key} cannot be fetched|文件处理失败`);
	}
	return checkFile(parameter, file);
}
