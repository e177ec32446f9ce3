import { RunningHubError } from '../errors/runninghub-error';
import { asObject, asText, isJsonObject, type JsonObject } from '../json';
import type { Transport } from '../transport';
import { ask, READ_TIMEOUT, send } from './ask';
import { explainNodeErrors, failedNode, refusedGraph } from './node-errors';
import { SUBMIT_TIMEOUT, type SubmittedTask, uncertain, withProof } from './submit';
import type { TaskResult, TaskState } from './read-task-state';

/** The machine behind the proxy: `proxy` has 24 GB, `proxy-plus` 48 GB. */
export type ServerSize = 'proxy' | 'proxy-plus';

/**
 * Queues a graph on the ComfyUI server. The key is part of the path, so the path is never shown.
 *
 * @param graph in API format, as JSON text.
 * @throws RunningHubError as `submit` does; a refused graph is explained node by node. Source:
 * docs/runninghub-api.md, section 17.
 */
export async function queuePrompt(
	transport: Transport,
	size: ServerSize,
	graph: string,
): Promise<SubmittedTask> {
	const answer = await ask(transport, {
		method: 'POST',
		path: `/${size}/{apiKey}/prompt`,
		json: {},
		jsonText: { prompt: graph },
		timeout: SUBMIT_TIMEOUT,
	});
	const taskId = asText(answer.body.prompt_id);
	// Comes first: ComfyUI runs the good outputs of a graph, and names the nodes of the others.
	if (taskId !== '') {
		return { taskId, state: { phase: 'active', status: 'QUEUED', raw: answer.body } };
	}
	const refusals = explainNodeErrors(asObject(answer.body.node_errors));
	if (refusals.length > 0) throw refusedGraph(refusals, '');
	if (answer.ok)
		throw uncertain('The ComfyUI server accepted the graph without naming a prompt', {});
	const error = withProof(answer);
	if (error.facts.noTaskMade !== true) {
		throw uncertain(
			`Whether the ComfyUI server took the graph is unknown: ${error.message}`,
			error.facts,
		);
	}
	const told = asText(asObject(answer.body.error).message);
	throw told === ''
		? error
		: error.with({ message: `The ComfyUI server refused the graph: ${told}` });
}

/**
 * What the ComfyUI server has recorded of a prompt; empty while it waits or runs.
 *
 * @throws RunningHubError. Source: docs/runninghub-api.md, section 17.
 */
export async function getHistory(
	transport: Transport,
	size: ServerSize,
	promptId: string,
	signal?: AbortSignal,
): Promise<JsonObject> {
	const body = await send(transport, {
		method: 'GET',
		path: `/${size}/{apiKey}/history/${encodeURIComponent(promptId)}`,
		timeout: READ_TIMEOUT,
		...(signal && { signal }),
	});
	return asObject(body[promptId]);
}

/**
 * What the ComfyUI server tells of one class of nodes.
 *
 * @throws RunningHubError of kind `notFound` when it has no such class. Source:
 * docs/runninghub-api.md, section 17.
 */
export async function getNodeInfo(
	transport: Transport,
	size: ServerSize,
	className: string,
	signal?: AbortSignal,
): Promise<JsonObject> {
	const body = await send(transport, {
		method: 'GET',
		path: `/${size}/{apiKey}/object_info/${encodeURIComponent(className)}`,
		timeout: READ_TIMEOUT,
		...(signal && { signal }),
	});
	const info = body[className];
	if (isJsonObject(info)) return info;
	throw new RunningHubError({
		kind: 'notFound',
		message: `The ComfyUI server has no node class "${className}"`,
		hint: 'Class names are case-sensitive, such as KSampler or CLIPTextEncode.',
		noTaskMade: true,
	});
}

/** Looks at a prompt as one looks at a task. */
export async function lookAtPrompt(
	transport: Transport,
	size: ServerSize,
	promptId: string,
	signal?: AbortSignal,
): Promise<TaskState> {
	const raw = await getHistory(transport, size, promptId, signal);
	const status = asObject(raw.status);
	const word = asText(status.status_str);
	if (word === 'error') {
		return { phase: 'failed', status: 'FAILED', error: promptError(status), raw };
	}
	if (!isJsonObject(raw.outputs) || (word !== 'success' && status.completed === false)) {
		return { phase: 'active', status: 'RUNNING', raw };
	}
	const results = Object.entries(raw.outputs).flatMap(([nodeId, output]) =>
		Object.values(asObject(output)).flatMap((entries) => readFiles(size, nodeId, entries)),
	);
	return {
		phase: 'done',
		status: 'SUCCESS',
		results,
		cost: { money: null, coins: null, thirdParty: null },
		raw,
	};
}

function readFiles(size: ServerSize, nodeId: string, entries: unknown): TaskResult[] {
	if (!Array.isArray(entries)) return [];
	return entries.flatMap((entry: unknown): TaskResult[] => {
		if (typeof entry === 'string') return [{ url: null, fileType: null, nodeId, text: entry }];
		const { filename, subfolder, type } = asObject(entry);
		const name = asText(filename);
		if (name === '') return [];
		const query = new URLSearchParams({
			filename: name,
			subfolder: asText(subfolder),
			type: asText(type) || 'output',
		});
		const extension = /\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase() ?? null;
		const path = `/${size}/{apiKey}/view?${query.toString()}`;
		return [{ url: null, fileType: extension, nodeId, text: null, file: { name, path } }];
	});
}

/** ComfyUI tells what went wrong in the last of its messages, as a name and its data. */
function promptError(status: JsonObject): RunningHubError {
	const messages = Array.isArray(status.messages) ? status.messages : [];
	const told = messages.find((entry) => Array.isArray(entry) && entry[0] === 'execution_error');
	const data = asObject(Array.isArray(told) ? told[1] : undefined);
	return new RunningHubError({
		kind: 'taskFailed',
		message: failedNode(data, 'prompt') ?? 'A ComfyUI node stopped the prompt',
		hint: 'Correct the input of this ComfyUI node.',
		noTaskMade: false,
	});
}
