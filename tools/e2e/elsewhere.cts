import assert from 'node:assert/strict';
import { asObject, asText, tryParseJson, type JsonObject } from '../../runninghub/json';
import { SIMULATOR_KEYS, type Simulator } from '../../test/simulator/simulator.cts';

/** What programs without n8n do with the same key. */

/**
 * Submits a task of a model.
 *
 * @returns its id.
 */
export async function submitElsewhere(
	simulator: Simulator,
	endpoint: string,
	body: JsonObject,
): Promise<string> {
	const text = await call(simulator, `/openapi/v2/${endpoint}`, body);
	const taskId = asText(asObject(tryParseJson(text))['taskId']);
	assert.notEqual(taskId, '', text);
	return taskId;
}

/** Asks RunningHub to send the callback of a task once more. */
export async function sendCallbackAgain(simulator: Simulator, taskId: string): Promise<void> {
	const apiKey = SIMULATOR_KEYS.ai.shared;
	const webhookId = simulator.webhookOf(taskId)?.id ?? '';
	const text = await call(simulator, '/task/openapi/retryWebhook', { apiKey, webhookId });
	assert.equal(asObject(tryParseJson(text))['code'], 0, text);
}

async function call(simulator: Simulator, path: string, body: JsonObject): Promise<string> {
	const response = await fetch(`${simulator.baseUrl}${path}`, {
		method: 'POST',
		headers: {
			authorization: `Bearer ${SIMULATOR_KEYS.ai.shared}`,
			'content-type': 'application/json',
		},
		body: JSON.stringify(body),
	});
	return await response.text();
}
