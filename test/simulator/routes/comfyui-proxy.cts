import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { authorizeByAddress, isAnswer } from '../authorization.cts';
import { fileAnswer } from '../file-answer.cts';
import { extensionOf, FILE_TYPES } from '../file-types.cts';
import { graphJson, readGraph } from '../graph.cts';
import type { Json, JsonObject } from '../json.cts';
import type { ApiKey } from '../keys.cts';
import { readForm } from '../multipart-form.cts';
import { NODE_CLASSES, objectInfo } from '../node-classes.cts';
import { legacy } from '../replies.cts';
import type { Answer } from '../replies.cts';
import { bodyOf, unknownField } from '../request-fields.cts';
import type { RouteKind } from '../request-log.cts';
import type { Call, Route } from '../server.cts';
import type { Service } from '../service.cts';
import { judgeRunnable, submitGraph } from '../submit-graph.cts';
import { isRefusal } from '../submit.cts';
import { reasonOf } from '../task-plan.cts';
import type { TaskRecord, TaskResult } from '../tasks.cts';
import { workflowGraph } from '../workflow-graph.cts';

type Size = 'default' | 'plus';

function plainText(status: number, body: string): Answer {
	return { status, body, headers: { 'content-type': 'text/plain; charset=utf-8' } };
}

/** ComfyUI's own word for a path it does not have. */
const NOT_FOUND = '404: Not Found';

/** The key is part of the path. Which kinds of key may come here is a guess. */
function authorizeProxy(service: Service, { request, params }: Call): ApiKey | Answer {
	const key = authorizeByAddress(service, 'legacy', request, params['key'] ?? '');
	if (isAnswer(key) || service.settings.proxyKeyKinds.includes(key.kind)) return key;
	return plainText(403, 'Only enterprise API keys can use the ComfyUI API');
}

/** ComfyUI knows a prompt by a UUID of its own. */
function promptIdOf(task: TaskRecord): string {
	const hex = createHash('md5').update(`prompt ${task.id}`).digest('hex');
	return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
}

function promptRefused(error: JsonObject, nodeErrors: JsonObject = {}): Answer {
	return { status: 400, json: { error, node_errors: nodeErrors } };
}

function promptError(type: string, message: string): Answer {
	return promptRefused({ type, message, details: message, extra_info: {} });
}

const PROMPT_FIELDS = ['prompt', 'client_id', 'extra_data', 'number', 'front', 'prompt_id'];

function queuePrompt(service: Service, key: ApiKey, size: Size, { request }: Call): Answer {
	const body = bodyOf(request);
	const stranger = unknownField(body, PROMPT_FIELDS);
	if (stranger !== undefined) return promptError('invalid_prompt', `There is no ${stranger}.`);
	const { prompt, client_id: clientId } = body;
	if (prompt === undefined) return promptError('no_prompt', 'No prompt provided');
	if (clientId !== undefined && typeof clientId !== 'string') {
		return promptError('invalid_prompt', 'client_id must be text.');
	}
	const graph = readGraph(prompt);
	if (graph === undefined) {
		return promptError(
			'invalid_prompt',
			'Cannot execute because a node is missing the class_type property.',
		);
	}
	const runnable = workflowGraph('', graph, false, service.settings);
	const judgement = judgeRunnable(service, runnable, graph);
	if (judgement.error !== null) return promptRefused(judgement.error, judgement.nodeErrors);
	const outcome = submitGraph(service, key, {
		order: { origin: 'comfyUi', generation: 'v2', endpoint: 'comfyui', body },
		runnable,
		values: [],
		options: { instanceType: size, personalQueue: false, retainSeconds: 0 },
	});
	// How the gateway words its own refusals here is not known.
	if (isRefusal(outcome)) return legacy(Number(outcome.code), outcome.message);
	return {
		status: 200,
		json: { prompt_id: promptIdOf(outcome), number: outcome.sequence, node_errors: {} },
	};
}

function findPrompt(service: Service, key: ApiKey, promptId: string): TaskRecord | undefined {
	const task = service.tasks
		.all()
		.find((entry) => entry.origin === 'comfyUi' && promptIdOf(entry) === promptId);
	return task?.key === key.key ? service.tasks.find(task.id) : undefined;
}

const OUTPUT_KEYS: Readonly<Record<string, string>> = { mp4: 'gifs', mp3: 'audio', glb: '3d' };

function savedFile(result: TaskResult): JsonObject {
	return {
		filename: result.url?.split('/').at(-1) ?? '',
		subfolder: '',
		type: 'output',
	};
}

function outputsOf(results: readonly TaskResult[]): JsonObject {
	const outputs: Record<string, Record<string, Json[]>> = {};
	for (const result of results) {
		const node = (outputs[result.nodeId] ??= {});
		const key = result.text === null ? (OUTPUT_KEYS[result.outputType] ?? 'images') : 'text';
		(node[key] ??= []).push(result.text ?? savedFile(result));
	}
	return outputs;
}

function messagesOf(task: TaskRecord, promptId: string): Json[] {
	const start: Json = ['execution_start', { prompt_id: promptId, timestamp: task.startsAt }];
	const reason = reasonOf(task.plan.failure);
	if (task.state !== 'FAILED') {
		return [start, ['execution_success', { prompt_id: promptId, timestamp: task.endsAt }]];
	}
	const traceback = reason['traceback'];
	const failure: JsonObject = {
		prompt_id: promptId,
		node_id: reason['node_id'] ?? null,
		node_type: reason['node_name'] ?? null,
		executed: [],
		exception_message: reason['exception_message'] ?? task.plan.failure?.message ?? '',
		exception_type: reason['exception_type'] ?? 'RuntimeError',
		traceback: Array.isArray(traceback) ? traceback : [],
		timestamp: task.endsAt,
	};
	return [start, ['execution_error', failure]];
}

/** Nothing while a prompt is queued or runs, as ComfyUI has it. */
function history(service: Service, key: ApiKey, { params }: Call): Answer {
	const promptId = params['promptId'] ?? '';
	const task = findPrompt(service, key, promptId);
	if (task === undefined || (task.state !== 'SUCCESS' && task.state !== 'FAILED')) {
		return { status: 200, json: {} };
	}
	const outputNodes = [...new Set((task.results ?? []).map(({ nodeId }) => nodeId))];
	const graph = task.execution === undefined ? {} : graphJson(task.execution.graph);
	return {
		status: 200,
		json: {
			[promptId]: {
				prompt: [task.sequence, promptId, graph, {}, outputNodes],
				outputs: outputsOf(task.results ?? []),
				status: {
					status_str: task.state === 'SUCCESS' ? 'success' : 'error',
					completed: task.state === 'SUCCESS',
					messages: messagesOf(task, promptId),
				},
				meta: {},
			},
		},
	};
}

/** One class; an unknown one gives an empty object, as ComfyUI has it. */
function nodeInfo(_service: Service, _key: ApiKey, { params }: Call): Answer {
	const name = params['className'] ?? '';
	const info = objectInfo(name);
	return { status: 200, json: info === undefined ? {} : { [name]: info } };
}

const WHOLE_INFO_BYTES = 37_000_000;

function* wholeInfo(): Generator<Buffer> {
	let sent = 0;
	let separator = '{';
	const piece = (name: string, info: JsonObject): Buffer => {
		const bytes = Buffer.from(`${separator}${JSON.stringify(name)}:${JSON.stringify(info)}`);
		separator = ',';
		sent += bytes.length;
		return bytes;
	};
	for (const name of Object.keys(NODE_CLASSES)) yield piece(name, objectInfo(name) ?? {});
	const names = Array.from({ length: 3_000 }, (_unused, index) => `model_${index}.safetensors`);
	for (let index = 0; sent < WHOLE_INFO_BYTES; index += 1) {
		const name = `OtherNode${index}`;
		yield piece(name, { input: { required: { model: [names, {}] } }, output: [], name });
	}
	yield Buffer.from('}');
}

/** About 37 MB, as reported: nobody should ask for it. */
function wholeNodeInfo(service: Service): Answer {
	if (service.settings.wholeNodeInfo === 'refuse') return plainText(413, 'Response too large');
	return {
		status: 200,
		body: Readable.from(wholeInfo()),
		headers: { 'content-type': 'application/json; charset=utf-8' },
	};
}

async function uploadImage(service: Service, call: Call): Promise<Answer> {
	const form = await readForm(call);
	const key = authorizeProxy(service, call);
	if (isAnswer(key)) return key;
	const file = form?.files[0];
	const extension = file === undefined ? undefined : extensionOf(file);
	if (file === undefined || file.field !== 'image' || extension === undefined) {
		return plainText(400, '400: Bad Request');
	}
	const contentType = FILE_TYPES[extension]?.contentType ?? '';
	const stored = service.files.addInput(file.content, file.name, extension, contentType);
	return {
		status: 200,
		json: { name: stored.fileName ?? file.name, subfolder: '', type: 'input' },
	};
}

function view(service: Service, _key: ApiKey, { request }: Call): Answer {
	const { filename = '', subfolder = '', type = 'output' } = request.query;
	const { files } = service;
	const file = type === 'input' ? files.uploadNamed(filename) : files.resultNamed(filename);
	if (file === undefined || subfolder !== '') return plainText(404, NOT_FOUND);
	return fileAnswer(file);
}

/** ComfyUI's own API behind a key in the path (docs/runninghub-api.md, section 17). */
export function comfyUiProxyRoutes(service: Service): Route[] {
	const behindKey =
		(work: (service: Service, key: ApiKey, call: Call) => Answer): Route['handle'] =>
		(call) => {
			const key = authorizeProxy(service, call);
			return isAnswer(key) ? key : work(service, key, call);
		};
	const routesOf = (base: string, size: Size): Route[] => {
		const get = (path: string, kind: RouteKind, handle: Route['handle']): Route => ({
			method: 'GET',
			path: `${base}${path}`,
			kind,
			shape: 'legacy',
			body: 'none',
			handle,
		});
		const post = (
			path: string,
			kind: RouteKind,
			body: 'json' | 'own' | 'none',
			handle: Route['handle'],
		): Route => ({ ...get(path, kind, handle), method: 'POST', body });
		return [
			post(
				'/prompt',
				'proxyPrompt',
				'json',
				behindKey((_service, key, call) => queuePrompt(service, key, size, call)),
			),
			get('/history/:promptId', 'proxyHistory', behindKey(history)),
			get('/object_info/:className', 'proxyNodeInfo', behindKey(nodeInfo)),
			get('/object_info', 'proxyNodeInfo', behindKey(wholeNodeInfo)),
			post('/upload/image', 'proxyUpload', 'own', (call) => uploadImage(service, call)),
			get('/view', 'proxyView', behindKey(view)),
			get(
				'/*',
				'other',
				behindKey(() => plainText(404, NOT_FOUND)),
			),
			post(
				'/*',
				'other',
				'none',
				behindKey(() => plainText(404, NOT_FOUND)),
			),
		];
	};
	return [...routesOf('/proxy/:key', 'default'), ...routesOf('/proxy-plus/:key', 'plus')];
}
