import type { OutputKind } from './catalogue.cts';
import { isLink } from './graph.cts';
import type { Graph, GraphNode } from './graph.cts';
import type { GraphOutput } from './results.cts';
import type { SimulatorSettings } from './settings.cts';
import type { RunnableGraph } from './submit-graph.cts';
import { classOf } from './validate-graph.cts';

const MOST_PICTURES = 20;

/** What a node saves; `undefined`: it is no output node. Unknown classes are told by their name. */
function savedBy(node: GraphNode): OutputKind | 'nothing' | undefined {
	const known = classOf(node);
	if (known !== undefined) return known.saves;
	const { className } = node;
	if (/preview/i.test(className)) return 'nothing';
	if (!/save|combine/i.test(className)) return undefined;
	if (/video|combine/i.test(className)) return 'video';
	if (/audio/i.test(className)) return 'audio';
	return /glb|mesh|3d/i.test(className) ? '3d' : 'image';
}

function pictureCount(graph: Graph): number {
	const sizes = [...graph.values()].map((node) => Number(node.inputs['batch_size'] ?? 1));
	const largest = Math.max(1, ...sizes.filter(Number.isInteger));
	return Math.min(largest, MOST_PICTURES);
}

function shownText(graph: Graph, node: GraphNode): string {
	const source = Object.values(node.inputs).find(isLink);
	const inputs = source === undefined ? {} : (graph.get(source[0])?.inputs ?? {});
	return String(Object.values(inputs).find((value) => typeof value === 'string') ?? '');
}

function outputsOf(graph: Graph): GraphOutput[] {
	return [...graph].flatMap(([nodeId, node]): GraphOutput[] => {
		const kind = savedBy(node);
		if (kind === undefined || kind === 'nothing') return [];
		if (kind === 'text') return [{ nodeId, kind, count: 1, text: shownText(graph, node) }];
		return [{ nodeId, kind, count: kind === 'image' ? pictureCount(graph) : 1 }];
	});
}

/** The nodes that others need nothing from. */
function lastNodes(graph: Graph): string[] {
	const needed = new Set(
		[...graph.values()].flatMap(({ inputs }) =>
			Object.values(inputs)
				.filter(isLink)
				.map(([from]) => from),
		),
	);
	return [...graph.keys()].filter((nodeId) => !needed.has(nodeId));
}

/**
 * A whole graph in API format, checked against the node classes the simulator knows, unless they
 * are not to be checked.
 * `stored`: it is the workflow's own, whose seeds the service draws.
 */
export function workflowGraph(
	sourceId: string,
	graph: Graph,
	stored: boolean,
	{ nodeClasses }: Pick<SimulatorSettings, 'nodeClasses'>,
): RunnableGraph {
	const checked = nodeClasses === 'check';
	const saving = [...graph]
		.filter(([, node]) => savedBy(node) !== undefined)
		.map(([nodeId]) => nodeId);
	return {
		sourceId,
		graph,
		complete: checked,
		drawsSeeds: stored,
		outputNodes: checked || saving.length > 0 ? saving : lastNodes(graph),
		ruleOf: (_nodeId, node, input) => (checked ? classOf(node)?.inputs[input] : undefined),
		outputsOf,
	};
}
