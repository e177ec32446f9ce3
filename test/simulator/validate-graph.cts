import { executionOrder, isLink } from './graph.cts';
import type { Graph, GraphNode } from './graph.cts';
import { checkInput, inputError } from './input-rules.cts';
import type { InputContext, InputError, InputRule } from './input-rules.cts';
import type { JsonObject } from './json.cts';
import { NODE_CLASSES } from './node-classes.cts';
import type { NodeClass } from './node-classes.cts';

/** What a graph is judged by. */
export interface GraphRules {
	/** What a literal input takes; `undefined`: nothing is known of it. */
	readonly ruleOf: (nodeId: string, node: GraphNode, input: string) => InputRule | undefined;
	/** Ids of the nodes whose results count. */
	readonly outputNodes: readonly string[];
	/** Whether classes the simulator knows must have all their required inputs. */
	readonly complete: boolean;
}

/** ComfyUI's judgement of a graph. */
export interface GraphJudgement {
	readonly accepted: boolean;
	readonly error: JsonObject | null;
	/** By node id: `{errors, dependent_outputs, class_type}`. */
	readonly nodeErrors: JsonObject;
	/** As the service tells it (docs/runninghub-api.md, section 12.1). */
	readonly promptTips: string;
}

/** What is known of a node's class, if anything. */
export function classOf(node: GraphNode): NodeClass | undefined {
	return Object.hasOwn(NODE_CLASSES, node.className) ? NODE_CLASSES[node.className] : undefined;
}

function checkLink(
	graph: Graph,
	input: string,
	[sourceId, slot]: readonly [string, number],
	rule: InputRule | undefined,
): InputError | undefined {
	const source = graph.get(sourceId);
	if (source === undefined) {
		return inputError(
			'exception_during_inner_validation',
			'Exception when validating inner node',
			`'${sourceId}'`,
			input,
			{ linked_node: [sourceId, slot] },
		);
	}
	const offered = classOf(source)?.outputs;
	if (offered === undefined || rule?.type !== 'LINK' || rule.of === '*') return undefined;
	const type = offered[slot] ?? 'nothing';
	return type === rule.of
		? undefined
		: inputError(
				'return_type_mismatch',
				'Return type mismatch between linked nodes',
				`${input}, received_type(${type}) mismatch input_type(${rule.of})`,
				input,
				{ received_type: type, linked_node: [sourceId, slot] },
			);
}

function checkNode(
	graph: Graph,
	nodeId: string,
	node: GraphNode,
	rules: GraphRules,
	context: InputContext,
): InputError[] {
	const known = rules.complete ? classOf(node) : undefined;
	const missing = Object.keys(known?.inputs ?? {})
		.filter(
			(input) => node.inputs[input] === undefined && known?.optional?.includes(input) !== true,
		)
		.map((input) =>
			inputError('required_input_missing', 'Required input is missing', input, input),
		);
	const wrong = Object.entries(node.inputs).flatMap(([input, value]) => {
		const rule = rules.ruleOf(nodeId, node, input);
		if (value === undefined) return [];
		const problem = isLink(value)
			? checkLink(graph, input, value, rule)
			: rule === undefined
				? undefined
				: checkInput(input, rule, value, context);
		return problem === undefined ? [] : [problem];
	});
	return [...missing, ...wrong];
}

const NO_OUTPUTS: JsonObject = {
	type: 'prompt_no_outputs',
	message: 'Prompt has no outputs',
	details: '',
	extra_info: {},
};
const OUTPUTS_FAILED: JsonObject = {
	type: 'prompt_outputs_failed_validation',
	message: 'Prompt outputs failed validation',
	details: '',
	extra_info: {},
};

/** Judges a graph as ComfyUI does before it runs one. */
export function judgeGraph(graph: Graph, rules: GraphRules, context: InputContext): GraphJudgement {
	const outputs = rules.outputNodes;
	const nodeErrors: JsonObject = {};
	for (const id of executionOrder(graph, outputs)) {
		const node = graph.get(id);
		if (node === undefined) continue;
		const errors = checkNode(graph, id, node, rules, context);
		if (errors.length === 0) continue;
		nodeErrors[id] = { errors, dependent_outputs: [...outputs], class_type: node.className };
	}
	const failed = Object.keys(nodeErrors).length > 0;
	const error = outputs.length === 0 ? NO_OUTPUTS : failed ? OUTPUTS_FAILED : null;
	return {
		accepted: error === null,
		error,
		nodeErrors,
		promptTips: JSON.stringify({
			result: error === null,
			error,
			outputs_to_execute: [...outputs],
			node_errors: nodeErrors,
		}),
	};
}
