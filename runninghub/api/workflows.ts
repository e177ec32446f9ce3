import { RunningHubError } from '../errors/runninghub-error';
import { exactText, parseExact } from '../exact-json';
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../json';
import type { Transport } from '../transport';
import { dataOf } from './answer';
import { askWithKeyField, READ_TIMEOUT } from './ask';
import { inputsBody, type NodeInput, type GraphRunSettings, settingsBody } from './node-inputs';
import { submit, type SubmittedTask } from './submit';

/** A run of a ComfyUI workflow. */
export interface WorkflowRun extends GraphRunSettings {
	readonly workflowId: string;
	readonly inputs: readonly NodeInput[];
	/** A whole graph in API format as JSON text, which replaces the stored one and the inputs. */
	readonly graph?: string;
	/** Whether images carry the workflow in their metadata. */
	readonly addMetadata?: boolean;
}

/**
 * Submits a run of a workflow. Goes to the newer generation, except with a password, which only
 * the older one is known to honour.
 *
 * @throws RunningHubError as `submit` does. Source: docs/runninghub-api.md, section 12.1.
 */
export async function submitWorkflow(
	transport: Transport,
	run: WorkflowRun,
): Promise<SubmittedTask> {
	const { workflowId, inputs, graph, addMetadata, ...settings } = run;
	const shared: JsonObject = {
		...(graph === undefined
			? { nodeInfoList: inputsBody(inputs) }
			: { nodeInfoList: [], workflow: graph }),
		...(addMetadata !== undefined && { addMetadata }),
		...settingsBody(settings),
	};
	if (settings.accessPassword === undefined) {
		return await submit(transport, {
			method: 'POST',
			path: `/openapi/v2/run/workflow/${workflowId}`,
			json: shared,
		});
	}
	return await submit(transport, {
		method: 'POST',
		path: '/task/openapi/create',
		json: { workflowId, ...shared },
		keyField: 'apiKey',
	});
}

/**
 * The graph of a workflow in API format.
 *
 * @throws RunningHubError. Source: docs/runninghub-api.md, section 12.2.
 */
export async function getWorkflow(
	transport: Transport,
	workflowId: string,
	signal?: AbortSignal,
): Promise<JsonObject> {
	const answer = await askWithKeyField(transport, 'apiKey', {
		method: 'POST',
		path: '/api/openapi/getJsonApiFormat',
		json: { workflowId },
		timeout: READ_TIMEOUT,
		...(signal && { signal }),
	});
	if (!answer.ok) throw answer.error;
	const { prompt } = dataOf(answer.body);
	const graph = typeof prompt === 'string' ? parsePrompt(prompt) : prompt;
	if (isJsonObject(graph)) return graph;
	throw new RunningHubError({
		kind: 'server',
		message: 'RunningHub answered without the graph of the workflow',
		hint: 'Open the workflow on the RunningHub site, save it and run it once.',
		noTaskMade: true,
	});
}

/** Saved graphs may hold the bare NaN that ComfyUI writes, which stands for no value. */
function parsePrompt(prompt: string): JsonValue | undefined {
	try {
		return parseJson(exactText(parseExact(prompt)));
	} catch {
		return undefined;
	}
}
