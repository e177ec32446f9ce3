import type { RunningHubError } from '../errors/runninghub-error';
import { asObject, asText, isJsonObject } from '../json';
import type { Transport } from '../transport';
import { ask, askWithKeyField, READ_TIMEOUT } from './ask';
import { readResultList, readTaskState, type TaskResult, type TaskState } from './read-task-state';

/**
 * Looks at a task, whichever way it was submitted.
 *
 * @throws RunningHubError when no state was told (network, key, 5xx). Source: docs/runninghub-api.md, section 4.1.
 */
export async function queryTask(
	transport: Transport,
	taskId: string,
	signal?: AbortSignal,
): Promise<TaskState> {
	const answer = await ask(transport, {
		method: 'POST',
		path: '/openapi/v2/query',
		json: { taskId },
		timeout: READ_TIMEOUT,
		...(signal && { signal }),
	});
	const wrapped = isJsonObject(answer.body.data) && asText(answer.body.status) === '';
	const state = readTaskState(wrapped ? asObject(answer.body.data) : answer.body);
	const told = state.phase !== 'refused' && state.phase !== 'unclear';
	// The error of the whole answer knows the HTTP status and Retry-After; that of the state does not.
	if (!answer.ok && !told) throw queryError(answer.error, taskId);
	if (state.phase === 'refused') throw queryError(state.error, taskId);
	return state;
}

/** The one parameter of a query is the id, so a refused parameter (1007) is a refused id. */
function queryError(error: RunningHubError, taskId: string): RunningHubError {
	return error.facts.code === '1007'
		? error.with({
				taskId,
				message: `RunningHub does not take "${taskId}" as a task ID`,
				hint: 'Check the ID: it is a whole number above 0 of at most 19 digits.',
			})
		: error.with({ taskId });
}

/**
 * What the older generation says of a task, for tasks whose v2 status stays empty.
 *
 * `status` is QUEUED, RUNNING, SUCCESS, FAILED, or '' when unknown; `results` are those of a finished task.
 * @throws RunningHubError when no state was told. Source: docs/runninghub-api.md, section 4.4.
 */
export async function legacyOutputs(
	transport: Transport,
	taskId: string,
	signal?: AbortSignal,
): Promise<{ readonly status: string; readonly results: readonly TaskResult[] }> {
	const answer = await askWithKeyField(transport, 'apiKey', {
		method: 'POST',
		path: '/task/openapi/outputs',
		json: { taskId },
		timeout: READ_TIMEOUT,
		...(signal && { signal }),
	});
	if (answer.ok) {
		const { data } = answer.body;
		if (!Array.isArray(data)) return { status: 'RUNNING', results: [] };
		return { status: 'SUCCESS', results: readResultList(data) };
	}
	const status = LEGACY_STATES[answer.error.facts.code ?? ''];
	if (status === undefined) throw answer.error.with({ taskId });
	return { status, results: [] };
}

/**
 * The status that the older generation has for a task, such as FAILED for one whose v2 status is
 * empty since it was cancelled.
 *
 * @throws RunningHubError when no status was told. Source: docs/runninghub-api.md, section 4.4.
 */
export async function legacyStatus(
	transport: Transport,
	taskId: string,
	signal?: AbortSignal,
): Promise<string> {
	const answer = await askWithKeyField(transport, 'apiKey', {
		method: 'POST',
		path: '/task/openapi/status',
		json: { taskId },
		timeout: READ_TIMEOUT,
		...(signal && { signal }),
	});
	if (!answer.ok) throw answer.error.with({ taskId });
	return asText(answer.body.data).toUpperCase();
}

const LEGACY_STATES: Readonly<Record<string, string>> = {
	'804': 'RUNNING',
	'813': 'QUEUED',
	'805': 'FAILED',
};

/**
 * Cancels a queued or running task of either generation. The request carries no signal, so that
 * it also works after the user's Stop.
 *
 * @throws RunningHubError of kind `notFound` when the task is unknown, `taskFailed` when it is over. Source:
 * docs/runninghub-api.md, section 4.5.
 */
export async function cancelTask(transport: Transport, taskId: string): Promise<void> {
	const answer = await askWithKeyField(transport, 'apiKey', {
		method: 'POST',
		path: '/task/openapi/cancel',
		json: { taskId },
		timeout: READ_TIMEOUT,
	});
	if (!answer.ok) throw answer.error.with({ taskId });
}
