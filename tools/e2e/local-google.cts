import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { asObject, asText, type JsonObject, type JsonValue } from '../../runninghub/json';

/** A file in Google Drive. */
export interface DriveFile {
	readonly id: string;
	readonly name: string;
	readonly mimeType: string;
	/** The ids of its folders; `root` is My Drive. */
	readonly parents: readonly string[];
	readonly content: Buffer;
}

/** A cell, as the API of Google Sheets gives it unformatted. */
export type Cell = string | number;

/** What Google does for n8n's nodes: uploads to Drive, and reading and writing cells of Sheets. */
export interface LocalGoogle {
	readonly url: string;
	/** The data of an OAuth2 credential that has been connected: any other token is refused. */
	readonly credential: JsonObject;
	/** The files that were uploaded whole. */
	readonly files: readonly DriveFile[];
	/** Refuses all uploads that begin from now on, as a full Drive does, or takes them again. */
	fillDrive(isFull: boolean): void;
	/**
	 * Makes a spreadsheet of one sheet, or takes its place.
	 *
	 * @param rows its cells, of which requests change the ones given here.
	 */
	share(spreadsheetId: string, title: string, rows: Cell[][]): void;
	close(): Promise<void>;
}

const TOKEN = 'token-of-the-local-google';
const GOOGLE = 'https://www.googleapis.com';

interface Upload {
	readonly name: string;
	readonly mimeType: string;
	readonly parents: readonly string[];
	readonly chunks: Buffer[];
}

/** Listens on 127.0.0.1. */
export async function startLocalGoogle(): Promise<LocalGoogle> {
	const app = fastify();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
	const files: DriveFile[] = [];
	const uploads: Upload[] = [];
	const spreadsheets = new Map<string, { title: string; rows: Cell[][] }>();
	let isFull = false;

	// The address of an upload is a key by itself: n8n sends it without the token.
	app.addHook('onRequest', async (request, reply) => {
		const isChunk = request.method === 'PUT' && request.url.startsWith('/upload/');
		if (isChunk || request.headers.authorization === `Bearer ${TOKEN}`) return;
		await refuse(reply, 401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.');
	});

	app.post('/upload/drive/v3/files', async (request, reply) => {
		if (queryOf(request, 'uploadType') !== 'resumable') {
			return await refuse(reply, 501, 'UNIMPLEMENTED', 'Only resumable uploads are played.');
		}
		if (isFull) {
			const reason = "The user's Drive storage quota has been exceeded.";
			return await refuse(reply, 403, 'storageQuotaExceeded', reason);
		}
		const { name, parents } = asObject(request.body);
		uploads.push({
			name: asText(name),
			mimeType: String(request.headers['x-upload-content-type'] ?? ''),
			parents: Array.isArray(parents) ? parents.map(asText) : [],
			chunks: [],
		});
		const place = `${GOOGLE}/upload/drive/v3/files?uploadType=resumable&upload_id=${uploads.length}`;
		return await reply.header('location', place).send();
	});

	app.put('/upload/drive/v3/files', async (request, reply) => {
		const upload = uploads[Number(queryOf(request, 'upload_id')) - 1];
		const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(String(request.headers['content-range']));
		if (upload === undefined || range === null || !Buffer.isBuffer(request.body)) {
			return await refuse(reply, 400, 'INVALID_ARGUMENT', 'This is no part of an upload.');
		}
		upload.chunks.push(request.body);
		const [, , last, total] = range.map(Number);
		if (Number(last) + 1 < Number(total)) {
			return await reply.code(308).header('range', `bytes=0-${last}`).send();
		}
		const { chunks, ...file } = upload;
		const id = `file-${files.length + 1}`;
		files.push({ ...file, id, content: Buffer.concat(chunks) });
		return { kind: 'drive#file', id, name: file.name, mimeType: file.mimeType };
	});

	app.patch<{ Params: { id: string } }>('/drive/v3/files/:id', async (request, reply) => {
		const file = files.find(({ id }) => id === request.params.id);
		if (file === undefined) return await refuse(reply, 404, 'NOT_FOUND', 'File not found.');
		const { content, ...about } = file;
		const short = { kind: 'drive#file', id: file.id, name: file.name, mimeType: file.mimeType };
		if (queryOf(request, 'fields') !== '*') return short;
		return {
			...short,
			...about,
			size: String(content.length),
			webViewLink: `https://drive.google.com/file/d/${file.id}/view?usp=drivesdk`,
		};
	});

	app.get<{ Params: { id: string } }>('/v4/spreadsheets/:id', async (request, reply) => {
		const found = spreadsheets.get(request.params.id);
		if (found === undefined) return await notFound(reply);
		return { sheets: [{ properties: { sheetId: 0, title: found.title, index: 0 } }] };
	});

	app.get<{ Params: { id: string; range: string } }>(
		'/v4/spreadsheets/:id/values/:range',
		async (request, reply) => {
			const found = spreadsheets.get(request.params.id);
			if (found === undefined) return await notFound(reply);
			if (request.params.range.replace(/^'(.*)'$/, '$1') !== found.title) {
				return await refuse(reply, 400, 'INVALID_ARGUMENT', 'Unable to parse range.');
			}
			return { range: found.title, majorDimension: 'ROWS', values: found.rows.map(withoutTail) };
		},
	);

	app.post<{ Params: { id: string } }>(
		'/v4/spreadsheets/:id/values::batchUpdate',
		async (request, reply) => {
			const found = spreadsheets.get(request.params.id);
			if (found === undefined) return await notFound(reply);
			const { data, valueInputOption } = asObject(request.body);
			for (const { range, values } of (Array.isArray(data) ? data : []).map(asObject)) {
				const [, column = '', row] = /!([A-Z])(\d+)$/.exec(asText(range)) ?? [];
				const cells = found.rows[Number(row) - 1];
				if (cells === undefined || column === '') {
					return await refuse(reply, 400, 'INVALID_ARGUMENT', 'Unable to parse range.');
				}
				const [[value = null] = []] = Array.isArray(values) ? values.map(listOf) : [];
				const place = column.charCodeAt(0) - 'A'.charCodeAt(0);
				while (cells.length < place) cells.push('');
				cells[place] = entered(value, valueInputOption === 'RAW');
			}
			return { spreadsheetId: request.params.id };
		},
	);

	const url = await app.listen({ host: '127.0.0.1', port: 0 });
	return {
		url,
		credential: {
			clientId: 'client',
			clientSecret: 'secret',
			oauthTokenData: { access_token: TOKEN, token_type: 'Bearer', expires_in: 3600 },
		},
		files,
		fillDrive: (full) => {
			isFull = full;
		},
		share: (spreadsheetId, title, rows) => {
			spreadsheets.set(spreadsheetId, { title, rows });
		},
		close: () => app.close(),
	};
}

/** What a cell holds after a value was written: unless it is raw, text that looks like a number becomes one. */
function entered(value: JsonValue, isRaw: boolean): Cell {
	if (typeof value === 'number') return value;
	const text = asText(value);
	return !isRaw && /^\d+$/.test(text) ? Number(text) : text;
}

/** Google leaves out empty cells at the end of a row. */
function withoutTail(cells: readonly Cell[]): readonly Cell[] {
	let end = cells.length;
	while (end > 0 && cells[end - 1] === '') end -= 1;
	return cells.slice(0, end);
}

function listOf(value: JsonValue): readonly JsonValue[] {
	return Array.isArray(value) ? value : [];
}

function queryOf({ query }: FastifyRequest, name: string): string {
	const value = new Map(Object.entries(query ?? {})).get(name);
	return typeof value === 'string' ? value : '';
}

async function notFound(reply: FastifyReply): Promise<FastifyReply> {
	return await refuse(reply, 404, 'NOT_FOUND', 'Requested entity was not found.');
}

async function refuse(
	reply: FastifyReply,
	code: number,
	status: string,
	message: string,
): Promise<FastifyReply> {
	return await reply.code(code).send({ error: { code, status, message } });
}
