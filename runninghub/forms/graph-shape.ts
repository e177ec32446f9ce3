import { asText, isJsonObject, type JsonObject } from '../json';

/** A graph in API format, or why it is none. */
export type GraphReading =
	| { readonly graph: JsonObject }
	| { readonly problems: readonly string[] };

/**
 * Checks that a value has the shape of a ComfyUI graph in API format: nodes by their ids, each
 * with a class and inputs, and links that lead to nodes of the graph.
 */
export function readGraph(value: unknown): GraphReading {
	if (!isJsonObject(value)) return { problems: ['This is not a JSON object.'] };
	if (Array.isArray(value.nodes) && Array.isArray(value.links)) {
		return {
			problems: [
				"This is a workflow in the format of ComfyUI's editor. Export it with Save (API Format).",
			],
		};
	}
	const graph = isJsonObject(value.prompt) && value.class_type === undefined ? value.prompt : value;
	const entries = Object.entries(graph);
	if (entries.length === 0) return { problems: ['The graph has no nodes.'] };
	const problems = entries.flatMap(([nodeId, node]) => nodeProblems(graph, nodeId, node));
	return problems.length > 0 ? { problems } : { graph };
}

function nodeProblems(graph: JsonObject, nodeId: string, node: unknown): string[] {
	if (!isJsonObject(node)) return [`Node ${nodeId} is not an object.`];
	if (asText(node.class_type) === '') return [`Node ${nodeId} has no class_type.`];
	if (!isJsonObject(node.inputs))
		return [`Node ${nodeId} (${asText(node.class_type)}) has no inputs.`];
	return Object.entries(node.inputs).flatMap(([name, input]) => {
		if (!isLink(input) || Object.hasOwn(graph, String(input[0]))) return [];
		return [
			`Node ${nodeId}: input ${name} leads to node ${String(input[0])}, which does not exist.`,
		];
	});
}

function isLink(value: unknown): value is [string, number] {
	return (
		Array.isArray(value) &&
		value.length === 2 &&
		typeof value[0] === 'string' &&
		typeof value[1] === 'number'
	);
}
