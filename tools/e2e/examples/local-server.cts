import multipart from '@fastify/multipart';
import fastify from 'fastify';

/** What somebody posted to the local server. */
export interface Post {
	/** The texts of the form. */
	readonly fields: Readonly<Record<string, string>>;
	/** The files of the form. */
	readonly files: Readonly<Record<string, PostedFile>>;
}

/** A file in a form. */
export interface PostedFile {
	readonly fileName: string;
	readonly mimeType: string;
	readonly content: Buffer;
}

/** Stands for the web sites that examples talk to besides RunningHub. */
export interface LocalServer {
	/** Takes forms. */
	readonly postUrl: string;
	/** Gives the picture. */
	readonly pictureUrl: string;
	/** The forms that came. */
	readonly posts: readonly Post[];
	close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1.
 *
 * @param picture a PNG file.
 */
export async function startLocalServer(picture: Buffer): Promise<LocalServer> {
	const app = fastify();
	await app.register(multipart);
	const posts: Post[] = [];
	app.post('/posts', async (request, reply) => {
		const fields: Record<string, string> = {};
		const files: Record<string, PostedFile> = {};
		for await (const part of request.parts()) {
			if (part.type === 'field') {
				fields[part.fieldname] = String(part.value);
			} else {
				const { fieldname, filename: fileName, mimetype: mimeType } = part;
				files[fieldname] = { fileName, mimeType, content: await part.toBuffer() };
			}
		}
		posts.push({ fields, files });
		return await reply.code(201).send({ id: posts.length });
	});
	app.get('/photo.png', async (_request, reply) => await reply.type('image/png').send(picture));
	const url = await app.listen({ host: '127.0.0.1', port: 0 });
	return {
		postUrl: `${url}/posts`,
		pictureUrl: `${url}/photo.png`,
		posts,
		close: () => app.close(),
	};
}
