import { authorize, authorizeLegacy, isAnswer, wrongKeyAnswer } from '../authorization.cts';
import { extensionOf, FILE_TYPES } from '../file-types.cts';
import { readForm } from '../multipart-form.cts';
import type { Form, UploadedFile } from '../multipart-form.cts';
import { legacy, refusal, refuse } from '../replies.cts';
import type { Answer } from '../replies.cts';
import type { Call, Route } from '../server.cts';
import type { Service } from '../service.cts';

/** The one file of the form, or why it is not accepted. */
function theFile(form: Form | undefined): UploadedFile | string {
	const file = form?.files[0];
	if (form === undefined || file === undefined) return 'file cannot be empty';
	if (form.files.length > 1 || file.field !== 'file')
		return 'exactly one file, named "file", is expected';
	if (file.content.size === 0) return 'file cannot be empty';
	return extensionOf(file) === undefined ? 'unsupported file type' : file;
}

async function upload(service: Service, call: Call): Promise<Answer> {
	const form = await readForm(call);
	const key = authorize(service, 'envelope', call.request);
	if (isAnswer(key)) return key;
	if (key.kind === 'NORMAL' && service.settings.normalKeyUpload === 'refuse') {
		return wrongKeyAnswer(service, 'envelope', call.request);
	}
	const file = theFile(form);
	if (typeof file === 'string') return refuse('envelope', refusal('301', file));
	if (file.content.size > service.settings.uploadLimitBytes) {
		return refuse('envelope', refusal('1008'));
	}
	const extension = extensionOf(file) ?? 'bin';
	const type = FILE_TYPES[extension];
	const stored = service.files.addUpload(
		file.content,
		'openapi',
		extension,
		type?.contentType ?? '',
	);
	return {
		status: 200,
		json: {
			code: 0,
			[service.settings.uploadTextField]: 'success',
			data: {
				type: type?.type ?? 'file',
				download_url: `${service.baseUrl()}${stored.path}`,
				fileName: stored.fileName ?? '',
				size: String(stored.size),
			},
		},
	};
}

const LEGACY_FILE_TYPES = ['input', 'image', 'audio', 'video', 'zip'];

async function legacyUpload(service: Service, call: Call): Promise<Answer> {
	const form = await readForm(call);
	const key = authorizeLegacy(service, call.request, 'apiKey');
	if (isAnswer(key)) return key;
	const file = theFile(form);
	if (typeof file === 'string') return legacy(301, file);
	const fileType = form?.fields['fileType'] ?? 'input';
	if (typeof fileType !== 'string' || !LEGACY_FILE_TYPES.includes(fileType)) {
		return legacy(301, 'fileType is not supported');
	}
	if (file.content.size > service.settings.legacyUploadLimitBytes) {
		return refuse('legacy', refusal('809'));
	}
	const extension = extensionOf(file) ?? 'bin';
	const stored = service.files.addUpload(
		file.content,
		'api',
		extension,
		FILE_TYPES[extension]?.contentType ?? '',
	);
	return legacy(0, 'success', { fileName: stored.fileName ?? '', fileType });
}

/** Uploads, v2 and v1 (docs/runninghub-api.md, section 5). */
export function uploadRoutes(service: Service): Route[] {
	return [
		{
			method: 'POST',
			path: '/openapi/v2/media/upload/binary',
			kind: 'upload',
			shape: 'envelope',
			body: 'own',
			handle: (call) => upload(service, call),
		},
		{
			method: 'POST',
			path: '/task/openapi/upload',
			kind: 'legacyUpload',
			shape: 'legacy',
			body: 'own',
			handle: (call) => legacyUpload(service, call),
		},
	];
}
