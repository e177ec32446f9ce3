import assert from 'node:assert/strict';
import multipart from '@fastify/multipart';
import fastify, { type FastifyReply } from 'fastify';
import { asObject, asText, type JsonObject } from '../../../runninghub/json';

/** What the bot has sent to a chat. */
export interface BotMessage {
	readonly chatId: string;
	/** The message that it answers to. */
	readonly answersTo: string;
	readonly text?: string;
	readonly photo?: { readonly fileName: string; readonly content: Buffer };
}

/** Stands for Telegram's Bot API. Unlike Telegram it takes a webhook that is not encrypted. */
export interface LocalTelegram {
	/** The data of the bot's credential. */
	readonly credential: JsonObject;
	/** What the bot has sent, in its order. */
	readonly sent: readonly BotMessage[];
	/** Whether somebody listens to the bot. */
	isListenedTo(): boolean;
	/**
	 * Somebody writes to the bot.
	 *
	 * @param message what is in it besides who wrote where, such as its `text`.
	 * @returns the number of the message.
	 */
	write(message: JsonObject): Promise<string>;
	close(): Promise<void>;
}

const TOKEN = '1234567890:token-of-the-local-bot';
const CHAT = 4242;

/** Listens on 127.0.0.1. */
export async function startLocalTelegram(): Promise<LocalTelegram> {
	const app = fastify();
	await app.register(multipart);
	const sent: BotMessage[] = [];
	let webhook = { url: '', secret: '' };
	let written = 0;
	const method = (name: string): string => `/bot${TOKEN.replace(':', '::')}/${name}`;

	app.post(method('getWebhookInfo'), async () => ({ ok: true, result: { url: webhook.url } }));
	app.post(method('setWebhook'), async (request) => {
		const { url, secret_token: secret } = asObject(request.body);
		webhook = { url: asText(url), secret: asText(secret) };
		return { ok: true, result: true };
	});
	app.post(method('deleteWebhook'), async () => {
		webhook = { url: '', secret: '' };
		return { ok: true, result: true };
	});
	app.post(method('sendMessage'), async (request, reply) => {
		const { chat_id: chatId, text: given, ...rest } = asObject(request.body);
		const text = readable(asText(given), asText(rest['parse_mode']));
		if (text === undefined) return await refuse(reply, "can't parse entities");
		if (text === '') return await refuse(reply, 'message text is empty');
		sent.push({ chatId: asText(chatId), answersTo: asText(rest['reply_to_message_id']), text });
		return { ok: true, result: { message_id: 9000 + sent.length, text } };
	});
	app.post(method('sendPhoto'), async (request, reply) => {
		const fields = new Map<string, string>();
		let photo: BotMessage['photo'];
		for await (const part of request.parts()) {
			if (part.type === 'field') fields.set(part.fieldname, String(part.value));
			else if (part.fieldname === 'photo') {
				photo = { fileName: part.filename, content: await part.toBuffer() };
			}
		}
		if (photo === undefined) return await refuse(reply, 'there is no photo in the request');
		const answersTo = fields.get('reply_to_message_id') ?? '';
		sent.push({ chatId: fields.get('chat_id') ?? '', answersTo, photo });
		return { ok: true, result: { message_id: 9000 + sent.length } };
	});

	const baseUrl = await app.listen({ host: '127.0.0.1', port: 0 });
	return {
		credential: { accessToken: TOKEN, baseUrl },
		sent,
		isListenedTo: () => webhook.url !== '',
		write: async (message) => {
			written += 1;
			const who = { id: CHAT, is_bot: false, first_name: 'Kim' };
			const chat = { id: CHAT, type: 'private', first_name: 'Kim' };
			const response = await fetch(webhook.url, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					'x-telegram-bot-api-secret-token': webhook.secret,
				},
				body: JSON.stringify({
					update_id: written,
					message: { message_id: written, from: who, chat, date: 1, ...message },
				}),
			});
			assert.equal(response.status, 200, await response.text());
			return String(written);
		},
		close: () => app.close(),
	};
}

/** A text as it is shown, or `undefined` where its marks do not fit together. Only HTML is played, as far as text without tags goes. */
function readable(text: string, mode: string): string | undefined {
	if (mode !== 'HTML') return /[_*`[]/.test(text) ? undefined : text;
	if (/<|&(?!(?:lt|gt|amp|quot);)/.test(text)) return undefined;
	return text
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&quot;', '"')
		.replaceAll('&amp;', '&');
}

async function refuse(reply: FastifyReply, why: string): Promise<FastifyReply> {
	return await reply
		.code(400)
		.send({ ok: false, error_code: 400, description: `Bad Request: ${why}` });
}
