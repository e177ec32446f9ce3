import { executionOrder, withInput } from './graph.cts';
import type { Graph } from './graph.cts';
import type { InputContext } from './input-rules.cts';
import type { Json } from './json.cts';
import type { ApiKey } from './keys.cts';
import { applyNodeInfo } from './node-info.cts';
import type { NodeValue } from './node-info.cts';
import { refusal } from './replies.cts';
import type { Refusal } from './replies.cts';
import { makeGraphResults } from './results.cts';
import type { GraphOutput } from './results.cts';
import { runPrice } from './run-options.cts';
import type { RunOptions } from './run-options.cts';
import type { Service } from './service.cts';
import { isRefusal, submitTask } from './submit.cts';
import type { FailingNode, TaskFailure } from './task-plan.cts';
import type { TaskOrder, TaskRecord } from './tasks.cts';
import { judgeGraph } from './validate-graph.cts';
import type { GraphJudgement, GraphRules } from './validate-graph.cts';

/** A graph that can be run: a workflow's, an app's, or one that was sent. */
export interface RunnableGraph {
	readonly sourceId: string;
	readonly graph: Graph;
	readonly ruleOf: GraphRules['ruleOf'];
	readonly complete: boolean;
	/** Whether the service draws the seeds that are not given. */
	readonly drawsSeeds: boolean;
	readonly outputNodes: readonly string[];
	/** What the graph puts out once every value is set. */
	readonly outputsOf: (graph: Graph) => readonly GraphOutput[];
}

/** A run of a graph that passed the checks of its request. */
export interface GraphSubmit {
	readonly order: TaskOrder;
	readonly runnable: RunnableGraph;
	readonly values: readonly NodeValue[];
	readonly options: RunOptions;
}

const SEED_NAMES = ['seed', 'noise_seed'];

/** Seeds are drawn for each run unless they are given (docs/runninghub-api.md, section 12.1). */
function withSeeds(graph: Graph, values: readonly NodeValue[], sequence: number): Graph {
	let changed = graph;
	for (const [nodeId, node] of graph) {
		for (const name of SEED_NAMES) {
			const given = values.some((entry) => entry.nodeId === nodeId && entry.fieldName === name);
			if (given || typeof node.inputs[name] !== 'number') continue;
			const seed = ((sequence + 1) * 982_451_653_937 + nodeId.length) % 2 ** 50;
			changed = withInput(changed, nodeId, name, seed);
		}
	}
	return changed;
}

function literalsOf(graph: Graph): Json[] {
	return [...graph.values()].flatMap((node) =>
		Object.values(node.inputs).filter((value) => typeof value === 'string'),
	);
}

/** A node fails where a text asks for it, else the first one that runs. */
function failingNode(graph: Graph, order: readonly string[]): FailingNode | undefined {
	const asking = order.find((id) =>
		Object.values(graph.get(id)?.inputs ?? {}).some(
			(value) => typeof value === 'string' && value.includes('[fail:node'),
		),
	);
	const id = asking ?? order[0];
	const node = id === undefined ? undefined : graph.get(id);
	return id === undefined || node === undefined ? undefined : { id, className: node.className };
}

function inputContext(service: Service): InputContext {
	return {
		files: service.files,
		hasLora: (fileName) => service.loras.has(fileName),
		loaderUrls: service.settings.loaderUrls,
	};
}

/** A refused graph is a task all the same, which fails and costs nothing. */
const REFUSED: TaskFailure = {
	code: '805',
	message: 'APIKEY_TASK_STATUS_ERROR',
	failedReason: {},
};

/** ComfyUI's judgement of a graph with the rules of where it came from. */
export function judgeRunnable(
	service: Service,
	runnable: RunnableGraph,
	graph: Graph,
): GraphJudgement {
	const { ruleOf, outputNodes, complete } = runnable;
	return judgeGraph(graph, { ruleOf, outputNodes, complete }, inputContext(service));
}

/**
 * Runs a graph: sets the values (803), lets ComfyUI judge it, and makes the task
 * (docs/runninghub-api.md, section 12.1).
 */
export function submitGraph(
	service: Service,
	key: ApiKey,
	{ order, runnable, values, options }: GraphSubmit,
): TaskRecord | Refusal {
	const applied = applyNodeInfo(runnable.graph, values, service.settings);
	if (isRefusal(applied)) return applied;
	const { sequence } = service.tasks.nextFacts(order);
	const graph = runnable.drawsSeeds ? withSeeds(applied, values, sequence) : applied;
	const judgement = judgeRunnable(service, runnable, graph);
	if (!judgement.accepted && service.settings.refusedGraph === 'code433') return refusal('433');
	const nodes = executionOrder(graph, runnable.outputNodes);
	const failing = failingNode(graph, nodes);
	return submitTask(service, key, {
		order,
		texts: literalsOf(graph),
		price: (duration) => runPrice(options, duration),
		personalQueue: options.personalQueue,
		execution: {
			sourceId: runnable.sourceId,
			graph,
			order: nodes,
			accepted: judgement.accepted,
			promptTips: judgement.promptTips,
		},
		makeResults: (task) => makeGraphResults(task, runnable.outputsOf(graph), service),
		...(failing === undefined ? {} : { failingNode: failing }),
		...(judgement.accepted ? {} : { failsSoon: REFUSED }),
		...(options.webhookUrl === undefined ? {} : { webhookUrl: options.webhookUrl }),
	});
}
