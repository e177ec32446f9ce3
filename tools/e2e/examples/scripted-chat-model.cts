import fastify from 'fastify';
import { asObject, type JsonObject } from '../../../runninghub/json';

/** What the model says next: words, or calls of a tool with arguments. */
export type Turn =
	| { readonly says: string }
	| { readonly calls: string; readonly with: JsonObject };

/** A chat model that follows a script, behind the API of OpenAI. */
export interface ScriptedChatModel {
	/** The base URL for an OpenAI credential. */
	readonly baseUrl: string;
	/** The bodies of the requests that came. */
	readonly requests: readonly JsonObject[];
	close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1.
 *
 * @param script decides what to answer to the messages so far, and the tools that are offered.
 */
export async function startScriptedChatModel(
	script: (request: JsonObject) => Turn,
): Promise<ScriptedChatModel> {
	const app = fastify();
	const requests: JsonObject[] = [];
	app.post('/v1/chat/completions', async (request, reply) => {
		const body = asObject(request.body);
		requests.push(body);
		const message = messageOf(script(body), requests.length);
		const finish = 'tool_calls' in message ? 'tool_calls' : 'stop';
		const head = { id: `chat-${requests.length}`, created: 1, model: body['model'] };
		if (body['stream'] !== true) {
			return await reply.send({
				...head,
				object: 'chat.completion',
				choices: [{ index: 0, message, finish_reason: finish }],
				usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
			});
		}
		const chunk = (delta: JsonObject, reason: string | null): string =>
			`data: ${JSON.stringify({
				...head,
				object: 'chat.completion.chunk',
				choices: [{ index: 0, delta, finish_reason: reason }],
			})}\n\n`;
		return await reply
			.type('text/event-stream')
			.send(`${chunk(message, null)}${chunk({}, finish)}data: [DONE]\n\n`);
	});
	app.get('/v1/models', async () => ({ object: 'list', data: [] }));
	const url = await app.listen({ host: '127.0.0.1', port: 0 });
	return { baseUrl: `${url}/v1`, requests, close: () => app.close() };
}

function messageOf(turn: Turn, number: number): JsonObject {
	if ('says' in turn) return { role: 'assistant', content: turn.says };
	return {
		role: 'assistant',
		content: null,
		tool_calls: [
			{
				index: 0,
				id: `call_${number}`,
				type: 'function',
				function: { name: turn.calls, arguments: JSON.stringify(turn.with) },
			},
		],
	};
}
