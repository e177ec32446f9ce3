import { isObject } from './json.cts';
import type { Json, JsonObject } from './json.cts';

/** One node of a ComfyUI graph in API format. */
export interface GraphNode {
	readonly className: string;
	readonly inputs: Readonly<JsonObject>;
	/** As the editor shows it; the class when it has no name of its own. */
	readonly title: string;
}

/** A ComfyUI graph in API format: nodes by id. */
export type Graph = ReadonlyMap<string, GraphNode>;

/** Whether an input is another node's output: `["7", 0]`. */
export function isLink(value: Json | undefined): value is [string, number] {
	return (
		Array.isArray(value) &&
		value.length === 2 &&
		typeof value[0] === 'string' &&
		Number.isInteger(value[1])
	);
}

/** Reads a graph. `undefined` when it does not have the shape of one. */
export function readGraph(value: Json | undefined): Graph | undefined {
	if (!isObject(value)) return undefined;
	const graph = new Map<string, GraphNode>();
	for (const [id, node] of Object.entries(value)) {
		if (!isObject(node) || !isObject(node['inputs'])) return undefined;
		const { class_type: className, inputs, _meta: meta } = node;
		if (typeof className !== 'string' || className === '') return undefined;
		const title = isObject(meta) ? meta['title'] : undefined;
		graph.set(id, { className, inputs, title: typeof title === 'string' ? title : className });
	}
	return graph.size === 0 ? undefined : graph;
}

/** A graph in API format. */
export function graphJson(graph: Graph): JsonObject {
	return Object.fromEntries(
		[...graph].map(([id, { className, inputs, title }]) => [
			id,
			{ class_type: className, inputs: { ...inputs }, _meta: { title } },
		]),
	);
}

/** A copy of the graph with one input set. */
export function withInput(graph: Graph, nodeId: string, input: string, value: Json): Graph {
	const node = graph.get(nodeId);
	if (node === undefined) return graph;
	return new Map(graph).set(nodeId, { ...node, inputs: { ...node.inputs, [input]: value } });
}

/** The nodes that outputs need, each after those it needs itself, as ComfyUI runs them. */
export function executionOrder(graph: Graph, outputs: readonly string[]): string[] {
	const order = new Set<string>();
	const underWay = new Set<string>();
	const visit = (id: string): void => {
		const node = graph.get(id);
		if (node === undefined || order.has(id) || underWay.has(id)) return;
		underWay.add(id);
		for (const value of Object.values(node.inputs)) if (isLink(value)) visit(value[0]);
		order.add(id);
	};
	outputs.forEach(visit);
	return [...order];
}
