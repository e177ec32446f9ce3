import { IncomingFile } from './file-store.cts';
import type { JsonObject } from './json.cts';
import type { Call } from './server.cts';

/** A file of a form. */
export interface UploadedFile {
	readonly field: string;
	readonly name: string;
	readonly contentType: string;
	readonly content: IncomingFile;
}

/** A multipart form. */
export interface Form {
	readonly fields: JsonObject;
	readonly files: readonly UploadedFile[];
}

/** Reads a multipart body and logs what was in it; `undefined` when it cannot be read. */
export async function readForm({ incoming, request }: Call): Promise<Form | undefined> {
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
