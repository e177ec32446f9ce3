import { asObject, asText, isJsonObject, tryParseJson } from '../json';

/**
 * The task that a callback is about. The body is not signed, and comes in several shapes: with
 * `eventData` as text or as an object, and as a bare answer to a query
 * (docs/runninghub-api.md, section 7). Nothing else in it is trusted.
 *
 * @returns `undefined` for a body that names no task.
 */
export function readCallback(body: unknown): string | undefined {
	const top = asObject(typeof body === 'string' ? tryParseJson(body) : body);
	const data = typeof top.eventData === 'string' ? tryParseJson(top.eventData) : top.eventData;
	const inner = isJsonObject(data) ? asText(data.taskId) : '';
	const taskId = (asText(top.taskId) || inner || asText(top.task_id)).trim();
	return /^\d{1,19}$/.test(taskId) ? taskId : undefined;
}
