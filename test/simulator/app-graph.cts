import type { Graph, GraphNode } from './graph.cts';
import type { AppField } from './stored-apps.cts';
import type { GraphOutput } from './results.cts';
import type { RunnableGraph } from './submit-graph.cts';

/** The part of an app's graph that its inputs show: all a caller can reach. */
export function appGraph(
	sourceId: string,
	fields: readonly AppField[],
	outputs: readonly GraphOutput[],
): RunnableGraph {
	const graph = new Map<string, GraphNode>();
	for (const { nodeId, nodeName, fieldName, fieldValue } of fields) {
		const before = graph.get(nodeId)?.inputs ?? {};
		graph.set(nodeId, {
			className: nodeName,
			title: nodeName,
			inputs: { ...before, [fieldName]: fieldValue },
		});
	}
	const outputNodes = outputs.map(({ nodeId }) => nodeId);
	return {
		sourceId,
		graph: withOutputs(graph, outputNodes),
		complete: false,
		drawsSeeds: true,
		outputNodes,
		ruleOf: (nodeId, _node, input) =>
			fields.find((field) => field.nodeId === nodeId && field.fieldName === input)?.rule,
		outputsOf: () => outputs,
	};
}

/** Output nodes that need every other node. */
function withOutputs(graph: Graph, outputNodes: readonly string[]): Graph {
	const all = new Map(graph);
	for (const id of outputNodes) {
		all.set(id, {
			className: 'SaveImage',
			title: 'Save Image',
			inputs: Object.fromEntries([...graph.keys()].map((from) => [`from_${from}`, [from, 0]])),
		});
	}
	return all;
}
