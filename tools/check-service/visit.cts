import { PNG } from 'pngjs';
import type { Answer } from '../../runninghub/api/answer';
import { ask } from '../../runninghub/api/ask';
import { asObject, asText, isJsonObject, type JsonObject } from '../../runninghub/json';
import { Once } from '../../runninghub/concurrency/once';
import type { Transport, TransportRequest, UploadSource } from '../../runninghub/transport';
import { NotChecked } from './check.cts';
import type { Service } from './service.cts';

/** Milliseconds that a question may take. */
const TIMEOUT = 60_000;
/** The kinds of key (docs, section 10). */
export const KEY_KINDS: readonly string[] = ['NORMAL', 'SHARED', 'EXCLUSIVE'];

/** Times that a question is asked when the service is busy. */
const ATTEMPTS = 4;
const PAUSE_WHEN_BUSY = 10_000;
const PICTURE_SIDE = 512;

/** What is uploaded. */
const PICTURE = pictureFile();

/** A question as the checks ask it. */
export type Question = Omit<TransportRequest, 'timeout' | 'signal'>;

/** One visit to a service: asks its questions, and remembers the answers that several checks look at. */
export class Visit {
	private readonly answers = new Once<Answer>();
	readonly picture: UploadSource = PICTURE;

	constructor(readonly service: Service) {}

	/** Asks with the key. */
	async ask(question: Question): Promise<Answer> {
		return await this.askOver(this.service.transport, question);
	}

	/** Asks with a key that nobody has. */
	async askAsStranger(question: Question): Promise<Answer> {
		return await this.askOver(this.service.strangerTransport, question);
	}

	/** Docs, section 6.2. */
	async queueStatus(): Promise<Answer> {
		return await this.once({ method: 'GET', path: '/openapi/v2/queue/status' });
	}

	/** Docs, section 6.1. */
	async account(): Promise<Answer> {
		return await this.once({
			method: 'POST',
			path: '/uc/openapi/accountStatus',
			json: {},
			keyField: 'apikey',
		});
	}

	/** The kind of the key; '' where neither call tells a known one. */
	async keyKind(): Promise<string> {
		const byQueue = asText(dataIn(await this.queueStatus()).apiKeyType);
		if (KEY_KINDS.includes(byQueue)) return byQueue;
		const byAccount = asText(dataIn(await this.account()).apiType);
		return KEY_KINDS.includes(byAccount) ? byAccount : '';
	}

	/** The answer to the upload of the picture. Docs, section 5.1. */
	async upload(): Promise<Answer> {
		return await this.once({
			method: 'POST',
			path: '/openapi/v2/media/upload/binary',
			upload: { fields: {}, file: this.picture },
		});
	}

	/**
	 * The uploaded picture, as models take it.
	 * @throws NotChecked when the upload gave none.
	 */
	async pictureAddress(): Promise<string> {
		const address = asText(dataIn(await this.upload()).download_url);
		if (address === '') throw new NotChecked('no picture could be uploaded');
		return address;
	}

	/** The first public apps. Docs, section 13.4. */
	async publicApps(): Promise<Answer> {
		return await this.once({
			method: 'POST',
			path: '/openapi/v2/aiapp/list',
			json: { current: 1, size: 5, sort: 'RECOMMEND' },
		});
	}

	/** What an app shows. Docs, section 13.3. */
	async appInputs(appId: string): Promise<Answer> {
		return await this.once({
			method: 'GET',
			path: `/api/webapp/apiCallDemo?webappId=${encodeURIComponent(appId)}`,
			keyField: 'apiKey',
		});
	}

	private async once(question: Question): Promise<Answer> {
		return await this.answers.get(question.path, () => this.ask(question));
	}

	private async askOver(transport: Transport, question: Question): Promise<Answer> {
		for (let attempt = 1; ; attempt++) {
			const answer = await ask(transport, { ...question, timeout: TIMEOUT });
			if (answer.ok || answer.error.kind !== 'busy' || attempt >= ATTEMPTS) return answer;
			await this.service.clock.sleep(PAUSE_WHEN_BUSY * attempt);
		}
	}
}

/** The `data` of an answer, or nothing. */
export function dataIn(answer: Answer): JsonObject {
	return asObject(answer.body.data);
}

/** The objects of a list, or none. */
export function objectsIn(value: unknown): JsonObject[] {
	return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function pictureFile(): UploadSource {
	const picture = new PNG({ width: PICTURE_SIDE, height: PICTURE_SIDE });
	for (let at = 0; at < picture.data.length; at += 4) {
		const row = Math.floor(at / 4 / PICTURE_SIDE);
		picture.data.set([40, 90 + (row >> 2), 200 - (row >> 2), 255], at);
	}
	// Without a search for the filter that makes each row smallest, which takes a tenth of a second.
	const content = PNG.sync.write(picture, { filterType: 0 });
	return {
		fileName: 'picture.png',
		mimeType: 'image/png',
		bytes: content.length,
		open: async () =>
			(async function* () {
				yield content;
			})(),
	};
}
