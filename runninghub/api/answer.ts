import { errorFromAnswer } from '../errors/error-from-answer';
import { RunningHubError } from '../errors/runninghub-error';
import { asText, isJsonObject, type JsonObject, tryParseJson } from '../json';
import type { TransportResponse } from '../transport';

/** An answer of RunningHub, read: either its body, or why it is none. */
export type Answer =
	| { readonly ok: true; readonly body: JsonObject }
	| { readonly ok: false; readonly body: JsonObject; readonly error: RunningHubError };

/**
 * Reads an answer of either API generation: `{code, msg, data}` envelopes and flat objects with
 * `errorCode`. The code may be text or a number; the text may stand under `msg`, `message` or
 * `errorMessage`; success is 0, nothing, or 200 with data (docs/runninghub-api.md, section 2).
 */
export function readAnswer(response: TransportResponse): Answer {
	const parsed = tryParseJson(response.text);
	if (!isJsonObject(parsed)) {
		const { status: httpStatus, retryAfter } = response;
		const error = errorFromAnswer({ code: '', text: '', httpStatus, retryAfter });
		return { ok: false, body: {}, error: httpStatus < 400 ? notJson(httpStatus) : error };
	}
	const code = codeOf(parsed);
	if (code === '' && response.status < 400) return { ok: true, body: parsed };
	const text = textOf(parsed);
	const { status: httpStatus, retryAfter } = response;
	return {
		ok: false,
		body: parsed,
		error: errorFromAnswer({ code, text, httpStatus, retryAfter }),
	};
}

/**
 * RunningHub's code in an answer as text, '' for success.
 * @see docs/runninghub-api.md, section 2
 */
export function codeOf(body: JsonObject): string {
	const errorCode = asText(body.errorCode);
	if (errorCode !== '' && errorCode !== '0') return errorCode;
	const code = asText(body.code);
	if (code === '' || code === '0') return '';
	return code === '200' && body.data !== undefined && body.data !== null ? '' : code;
}

/** RunningHub's own text in an answer, '' when there is none. */
export function textOf(body: JsonObject): string {
	return asText(body.msg) || asText(body.message) || asText(body.errorMessage);
}

/**
 * The `data` object of an envelope.
 * @throws RunningHubError of kind `server` when the answer has none.
 */
export function dataOf(body: JsonObject): JsonObject {
	if (isJsonObject(body.data)) return body.data;
	throw new RunningHubError({
		kind: 'server',
		message: 'RunningHub answered without the expected data',
		hint: 'This is mostly a passing condition at RunningHub, of a few minutes.',
		noTaskMade: false,
		temporary: true,
	});
}

/**
 * Whether an answer says in so many words that there is no task: an empty `taskId`, or an envelope
 * without data. A missing one says nothing.
 * @see docs/runninghub-api.md, section 2
 */
export function namesNoTask(body: JsonObject): boolean {
	if (isJsonObject(body.data)) return isEmptyId(body.data);
	return body.data === null || isEmptyId(body);
}

function isEmptyId({ taskId, task_id: otherName }: JsonObject): boolean {
	return taskId === '' || (taskId === undefined && otherName === '');
}

function notJson(httpStatus: number): RunningHubError {
	return new RunningHubError({
		kind: 'server',
		message: 'RunningHub answered with something that is not JSON',
		hint: 'A proxy or a maintenance page may stand in between. Check the base URL; maintenance is over in a while.',
		httpStatus,
		noTaskMade: false,
		temporary: true,
	});
}
