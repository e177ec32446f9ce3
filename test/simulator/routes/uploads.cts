import { authorize, authorizeLegacy, isAnswer, wrongKeyAnswer } from '../authorization.cts';
import { IncomingFile } from '../file-store.cts';
import type { JsonObject } from '../json.cts';
import { legacy, refusal, refuse } from '../replies.cts';
import type { Answer } from '../replies.cts';
import type { Call, Route } from '../server.cts';
import type { Service } from '../service.cts';

interface UploadedFile {
	readonly field: string;
	readonly name: string;
	readonly contentType: string;
	readonly content: IncomingFile;
}

interface Form {
	readonly fields: JsonObject;
	readonly files: readonly UploadedFile[];
}

interface FileType {
	readonly type: 'image' | 'video' | 'audio' | 'zip';
	readonly contentType: string;
}

/** What the upload takes (docs/runninghub-api.md, section 5.1), with the types models name besides. */
const TYPES: Readonly<Record<string, FileType>> = {
	jpg: { type: 'image', contentType: 'image/jpeg' },
	jpeg: { type: 'image', contentType: 'image/jpeg' },
	png: { type: 'image', contentType: 'image/png' },
	webp: { type: 'image', contentType: 'image/webp' },
	bmp: { type: 'image', contentType: 'image/bmp' },
	gif: { type: 'image', contentType: 'image/gif' },
	tiff: { type: 'image', contentType: 'image/tiff' },
	mp3: { type: 'audio', contentType: 'audio/mpeg' },
	wav: { type: 'audio', contentType: 'audio/wav' },
	flac: { type: 'audio', contentType: 'audio/flac' },
	m4a: { type: 'audio', contentType: 'audio/mp4' },
	mid: { type: 'audio', contentType: 'audio/midi' },
	mp4: { type: 'video', contentType: 'video/mp4' },
	m4v: { type: 'video', contentType: 'video/x-m4v' },
	mov: { type: 'video', contentType: 'video/quicktime' },
	avi: { type: 'video', contentType: 'video/x-msvideo' },
	mkv: { type: 'video', contentType: 'video/x-matroska' },
	webm: { type: 'video', contentType: 'video/webm' },
	zip: { type: 'zip', contentType: 'application/zip' },
};

async function readForm({ incoming, request }: Call): Promise<Form | undefined> {
	if (!incoming.isMultipart()) return undefined;
	const fields: JsonObject = {};
	const files: UploadedFile[] = [];
	try {
		for await (const part of incoming.parts()) {
			if (part.type === 'field') {
				fields[part.fieldname] = String(part.value);
				continue;
			}
			const content = new IncomingFile();
			for await (const chunk of part.file) content.add(Buffer.from(chunk));
			files.push({
				field: part.fieldname,
				name: part.filename,
				contentType: part.mimetype,
				content,
			});
		}
	} catch {
		return undefined;
	}
	request.body = {
		...fields,
		files: files.map(({ field, name, contentType, content }) => ({
			field,
			name,
			contentType,
			bytes: content.size,
			sha256: content.sha256(),
		})),
	};
	return { fields, files };
}

/** The one file of the form, or why it is not accepted. */
function theFile(form: Form | undefined): UploadedFile | string {
	const file = form?.files[0];
	if (form === undefined || file === undefined) return 'file cannot be empty';
	if (form.files.length > 1 || file.field !== 'file')
		return 'exactly one file, named "file", is expected';
	if (file.content.size === 0) return 'file cannot be empty';
	return extensionOf(file) === undefined ? 'unsupported file type' : file;
}

function extensionOf(file: UploadedFile): string | undefined {
	const extension = /\.(\w+)$/.exec(file.name)?.[1]?.toLowerCase();
	if (extension !== undefined) return extension in TYPES ? extension : undefined;
	return Object.keys(TYPES).find((known) => TYPES[known]?.contentType === file.contentType);
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
	const type = TYPES[extension];
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
		TYPES[extension]?.contentType ?? '',
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
