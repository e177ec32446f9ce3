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
