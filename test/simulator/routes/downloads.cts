import type { Answer } from '../replies.cts';
import type { Call, Route } from '../server.cts';
import type { Service } from '../service.cts';

function storageError(status: number, code: string, message: string): Answer {
	return {
		status,
		body: `<?xml version="1.0" encoding="utf-8" ?>\n<Error>\n\t<Code>${code}</Code>\n\t<Message>${message}</Message>\n</Error>\n`,
		headers: { 'content-type': 'application/xml' },
	};
}

/**
 * Storage is another service: it knows no API keys, and refuses requests that carry an
 * Authorization header besides the signed address.
 */
function download(service: Service, { request }: Call): Answer {
	if (request.headers['authorization'] !== undefined) {
		return storageError(400, 'InvalidArgument', 'Only one auth mechanism allowed.');
	}
	const file = service.files.find(request.path);
	if (file === undefined) {
		return storageError(404, 'NoSuchKey', 'The specified key does not exist.');
	}
	return {
		status: 200,
		body: file.read(),
		headers: {
			'content-length': String(file.size),
			...(file.contentType === null ? {} : { 'content-type': file.contentType }),
		},
	};
}

/** Result and upload links (docs/runninghub-api.md, section 9). */
export function downloadRoutes(service: Service): Route[] {
	return ['/output/*', '/upload/*'].map((path) => ({
		method: 'GET',
		path,
		kind: 'download',
		shape: 'envelope',
		body: 'none',
		handle: (call: Call) => download(service, call),
	}));
}
