import { COVER_PATH } from '../covers.cts';
import { fileAnswer } from '../file-answer.cts';
import { pngFile } from '../media-files.cts';
import type { Answer } from '../replies.cts';
import type { Call, Route } from '../server.cts';
import type { Service } from '../service.cts';
import { storageError } from '../storage-error.cts';

/**
 * Storage is another service: it knows no API keys, and refuses requests that carry an
 * Authorization header besides the signed address.
 */
function download(service: Service, { request }: Pick<Call, 'request'>): Answer {
	if (request.headers['authorization'] !== undefined) {
		return storageError(400, 'InvalidArgument', 'Only one auth mechanism allowed.');
	}
	const file = service.files.find(request.path);
	if (file === undefined) {
		return storageError(404, 'NoSuchKey', 'The specified key does not exist.');
	}
	return fileAnswer(file);
}

/** A cover: the same picture for the same name. */
function cover(service: Service, { request, rest }: Call): Answer {
	if (request.headers['authorization'] !== undefined) return download(service, { request });
	const { bytes, contentType } = pngFile(
		Number(/\d{1,6}(?=\.)/.exec(rest)?.[0] ?? 0),
		'',
		service.settings.pictureSide,
	);
	return {
		status: 200,
		body: bytes,
		headers: { 'content-type': contentType },
	};
}

/** Result and upload links (docs/runninghub-api.md, section 9). */
export function downloadRoutes(service: Service): Route[] {
	return ['/output/*', '/upload/*', `${COVER_PATH}*`].map((path) => ({
		method: 'GET',
		path,
		kind: 'download',
		shape: 'envelope',
		body: 'none',
		handle: (call: Call) =>
			path.startsWith(COVER_PATH) ? cover(service, call) : download(service, call),
	}));
}
