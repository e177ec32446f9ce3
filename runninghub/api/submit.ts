import { LEAVES_TASK_OPEN } from '../errors/error-codes';
import { RunningHubError } from '../errors/runninghub-error';
import { asObject, asText, type JsonObject } from '../json';
import type { Transport, TransportRequest } from '../transport';
import { type Answer, namesNoTask } from './answer';
import { ask, askWithKeyField } from './ask';
import { refusalsIn, refusedGraph } from './node-errors';
import { readTaskState, type TaskState } from './read-task-state';

/**
 * Milliseconds that a submission may take. Longer than a read: giving up early leaves a task
 * whose id nobody knows.
 */
export const SUBMIT_TIMEOUT = 120_000;

/** A task that RunningHub has accepted. */
export interface SubmittedTask {
	readonly taskId: string;
	/** What the answer already says of the task: it may be done at once. */
	readonly state: TaskState;
}

/**
 * Sends a submission, once. Its request carries no signal: a submission cut off half-way would
 * leave a paid task whose id nobody knows.
 *
 * @throws RunningHubError with `noTaskMade` when the answer proves that there is no task, of kind
 * `uncertain` when there may be one (docs/runninghub-api.md, section 3.1).
 */
export async function submit(
	transport: Transport,
	request: Omit<TransportRequest, 'signal' | 'timeout'>,
): Promise<SubmittedTask> {
	const { keyField, ...rest } = request;
	const sent = { ...rest, timeout: SUBMIT_TIMEOUT };
	const answer =
		keyField === undefined
			? await ask(transport, sent)
			: await askWithKeyField(transport, keyField, sent);
	const body =
		asObject(answer.body.data).taskId === undefined ? answer.body : asObject(answer.body.data);
	const taskId =
		asText(body.taskId) || asText(body.task_id) || asText(asObject(answer.body.data).task_id);
	const refusals = refusalsIn(body.promptTips);
	if (refusals.length > 0) throw refusedGraph(refusals, taskId);
	if (taskId !== '') return { taskId, state: readTaskState(withStatus(body)) };
	if (answer.ok) throw uncertain('RunningHub accepted the submission without naming a task', {});
	const error = withProof(answer);
	if (error.facts.noTaskMade === true) throw error;
	throw uncertain(`Whether RunningHub made a task is unknown: ${lowerFirst(error.message)}`, {
		code: error.facts.code,
		detail: error.facts.detail,
		httpStatus: error.facts.httpStatus,
	});
}

/**
 * The error of a refused submission, with what the whole answer proves: HTTP 200 with a code and
 * without a task, in so many words, is a refusal, but for a few codes
 * (docs/runninghub-api.md, section 8).
 */
export function withProof({ body, error }: Extract<Answer, { ok: false }>): RunningHubError {
	const { code, httpStatus } = error.facts;
	const refused =
		httpStatus === 200 && code !== undefined && !LEAVES_TASK_OPEN.has(code) && namesNoTask(body);
	return refused ? error.with({ noTaskMade: true }) : error;
}

/** The older generation names the status `taskStatus`. */
function withStatus(body: JsonObject): JsonObject {
	return asText(body.status) === '' && asText(body.taskStatus) !== ''
		? { ...body, status: body.taskStatus }
		: body;
}

/** Nobody knows whether there is a task, so nothing is submitted again. */
export function uncertain(
	message: string,
	facts: {
		code?: string | undefined;
		detail?: string | undefined;
		httpStatus?: number | undefined;
	},
): RunningHubError {
	return new RunningHubError({
		...facts,
		kind: 'uncertain',
		message,
		hint: 'It was not submitted a second time, as that could be charged twice.',
		recover: 'lookUp',
		noTaskMade: false,
	});
}

function lowerFirst(text: string): string {
	return /^[A-Z][a-z]/.test(text) && !text.startsWith('RunningHub')
		? text.charAt(0).toLowerCase() + text.slice(1)
		: text;
}
