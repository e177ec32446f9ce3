import { isJsonObject, type JsonObject } from '../json';
import type { Transport } from '../transport';
import { READ_TIMEOUT, send } from './ask';
import { inputsBody, type NodeInput } from './node-inputs';
import { submit, type SubmittedTask } from './submit';

/** A run of a Quick Create. */
export interface QuickCreateRun {
	readonly webappId: string;
	/** The code from the page's API sample, such as `002`. */
	readonly quickCreateCode: string;
	readonly inputs: ReadonlyArray<NodeInput & JsonObject>;
}

/**
 * Submits a run of a Quick Create. Only the older generation has it, and no callback is known.
 *
 * @throws RunningHubError as `submit` does. Source: docs/runninghub-api.md, section 14.
 */
export async function submitQuickCreate(
	transport: Transport,
	run: QuickCreateRun,
): Promise<SubmittedTask> {
	const { webappId, quickCreateCode, inputs } = run;
	return await submit(transport, {
		method: 'POST',
		path: '/task/openapi/quick-ai-app/run',
		json: { webappId, quickCreateCode, nodeInfoList: inputsBody(inputs) },
		keyField: 'apiKey',
	});
}

/**
 * The styles of the model library that a Quick Create offers.
 *
 * @throws RunningHubError. Source: docs/runninghub-api.md, section 14.
 */
export async function getQuickCreateStyles(
	transport: Transport,
	webappId: string,
	signal?: AbortSignal,
): Promise<JsonObject[]> {
	const body = await send(transport, {
		method: 'POST',
		path: '/api/fast/creation/model/params',
		json: { type: 2, webappId },
		timeout: READ_TIMEOUT,
		...(signal !== undefined && { signal }),
	});
	return Array.isArray(body.data) ? body.data.filter(isJsonObject) : [];
}
