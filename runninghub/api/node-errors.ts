import { readable } from '../errors/error-from-answer';
import { RunningHubError } from '../errors/runninghub-error';
import { asObject, asText, isJsonObject, type JsonObject, tryParseJson } from '../json';

/**
 * What ComfyUI says of a graph it refused, node by node; empty when it refused nothing
 * (docs/runninghub-api.md, section 12.1).
 *
 * @param nodeErrors ComfyUI's `node_errors`, by node id.
 */
export function explainNodeErrors(nodeErrors: JsonObject): string[] {
	return Object.entries(nodeErrors).flatMap(([nodeId, value]) => {
		const node = asObject(value);
		const errors = Array.isArray(node.errors) ? node.errors.filter(isJsonObject) : [];
		const name = `${asText(node.class_type) || 'node'} (${nodeId})`;
		if (errors.length === 0) return [`${name} was refused.`];
		return errors.map((error) => {
			const details = asText(error.details);
			const message = asText(error.message) || asText(error.type);
			return `${name}: ${message}${details === '' ? '' : `: ${details}`}.`;
		});
	});
}

/**
 * Reads `promptTips`, the JSON text that comes with a submission, for what was refused.
 *
 * @returns one sentence for each refusal; empty when the graph was accepted.
 */
export function refusalsIn(promptTips: unknown): string[] {
	const tips = asObject(typeof promptTips === 'string' ? tryParseJson(promptTips) : promptTips);
	const refusals = explainNodeErrors(asObject(tips.node_errors));
	if (refusals.length > 0 || tips.result !== false) return refusals;
	const error = asObject(tips.error);
	const message = [asText(error.message), asText(error.details)]
		.filter((part) => part !== '')
		.join(': ');
	return [`${message === '' ? asText(tips.error) || 'The graph was refused' : message}.`];
}

/** RunningHub names a task even for a graph it refuses; that task does not run and costs nothing. */
export function refusedGraph(refusals: readonly string[], taskId: string): RunningHubError {
	return new RunningHubError({
		kind: 'invalid',
		message: `RunningHub refused the inputs of the workflow. ${refusals.join(' ')}`,
		hint: 'Correct these node inputs. Nothing was charged.',
		code: '433',
		...(taskId !== '' && { taskId }),
		noTaskMade: true,
		taskEnded: true,
	});
}

/**
 * Names the ComfyUI node that stopped a task, with its exception (docs/runninghub-api.md, sections
 * 4.1 and 17).
 *
 * @param reason RunningHub's `failedReason`, or the data of ComfyUI's `execution_error`.
 * @param what it stopped, in RunningHub's words or in ComfyUI's.
 * @returns `undefined` where it names neither a node nor an exception.
 */
export function failedNode(reason: JsonObject, what: 'task' | 'prompt'): string | undefined {
	const name = asText(reason.node_name) || asText(reason.node_type);
	const text = readable(asText(reason.exception_message));
	if (name === '' && text === '') return undefined;
	const id = asText(reason.node_id);
	const type = asText(reason.exception_type);
	const node =
		name === '' ? 'A ComfyUI node' : `The ComfyUI node ${name}${id === '' ? '' : ` (${id})`}`;
	const exception = [type, text].filter((part) => part !== '').join(': ');
	return `${node} stopped the ${what}${exception === '' ? '' : `: ${exception}`}`;
}
