import { extensionFor, mimeTypeFor, plainType } from '../../../runninghub/file-types';
import { asText } from '../../../runninghub/json';

/**
 * The name and MIME type of a result's file. The extension is the one in the URL, else the one
 * RunningHub names, else the one of the content type; RunningHub sometimes says `image` where an
 * extension is due (docs/runninghub-api.md, section 4.1).
 *
 * @param prefix put before the file's own name.
 */
export function nameFile(
	url: string,
	fileType: string | null,
	contentType: unknown,
	prefix: string,
): { readonly fileName: string; readonly mimeType: string } {
	const base = baseName(url);
	const dot = base.lastIndexOf('.');
	const inUrl = dot > 0 ? base.slice(dot + 1).toLowerCase() : '';
	const stem = dot > 0 && mimeTypeFor(inUrl) !== undefined ? base.slice(0, dot) : base;
	const sent = plainType(asText(contentType));
	const extension = [inUrl, fileType ?? '', extensionFor(sent) ?? ''].find(
		(candidate) => mimeTypeFor(candidate) !== undefined,
	);
	if (extension === undefined) {
		return {
			fileName: `${prefix}${base}`,
			mimeType: sent === '' ? 'application/octet-stream' : sent,
		};
	}
	return {
		fileName: `${prefix}${stem}.${extension}`,
		mimeType: mimeTypeFor(extension) ?? 'application/octet-stream',
	};
}

function baseName(url: string): string {
	const path = url.split(/[?#]/, 1).join('');
	const last = path.slice(path.lastIndexOf('/') + 1);
	const name = decoded(last)
		.replace(/[^\p{L}\p{N}._-]+/gu, '_')
		.slice(-120);
	return name === '' ? 'result' : name;
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
