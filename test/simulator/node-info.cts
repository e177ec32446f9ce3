import { isLink, withInput } from './graph.cts';
import type { Graph } from './graph.cts';
import { isObject } from './json.cts';
import type { Json } from './json.cts';
import { refusal } from './replies.cts';
import type { Refusal } from './replies.cts';
import type { SimulatorSettings } from './settings.cts';

/** One entry of `nodeInfoList` (docs/runninghub-api.md, section 12.1). */
export interface NodeValue {
	readonly nodeId: string;
	readonly fieldName: string;
	readonly value: Json;
}

const ENTRY_KEYS = [
	'nodeId',
	'nodeName',
	'fieldName',
	'fieldValue',
	'fieldData',
	'fieldType',
	'description',
	'descriptionEn',
];

function readEntry(entry: Json): NodeValue | string {
	if (!isObject(entry)) return 'nodeInfoList entries must be objects';
	const stranger = Object.keys(entry).find((key) => !ENTRY_KEYS.includes(key));
	if (stranger !== undefined) return `nodeInfoList entries have no ${stranger}`;
	const { nodeId, fieldName, fieldValue } = entry;
	if (typeof nodeId !== 'string' || nodeId === '') return 'nodeId cannot be empty';
	if (typeof fieldName !== 'string' || fieldName === '') return 'fieldName cannot be empty';
	if (fieldValue === undefined || fieldValue === null) return 'fieldValue cannot be empty';
	if (typeof fieldValue === 'object') return 'fieldValue must be text, a number or a boolean';
	return { nodeId, fieldName, value: fieldValue };
}

/** Reads `nodeInfoList`, or tells what is wrong with it. */
export function readNodeInfo(list: Json | undefined): NodeValue[] | string {
	if (!Array.isArray(list)) return 'nodeInfoList must be a list';
	const values: NodeValue[] = [];
	for (const entry of list) {
		const value = readEntry(entry);
		if (typeof value === 'string') return value;
		values.push(value);
	}
	return values;
}

function mismatch(
	{ nodeId, fieldName }: NodeValue,
	reason: string,
	settings: SimulatorSettings,
): Refusal {
	return settings.nodeInfoMessage === 'NODE_INFO_MISMATCH'
		? refusal(
				'803',
				`NODE_INFO_MISMATCH(nodeId=${nodeId}, fieldName=${fieldName}, reason=${reason})`,
			)
		: refusal('803');
}

/**
 * The graph with the values set, or why one of them does not fit: 803. That a link cannot be
 * replaced is documented; how it is refused is a guess.
 */
export function applyNodeInfo(
	graph: Graph,
	values: readonly NodeValue[],
	settings: SimulatorSettings,
): Graph | Refusal {
	let changed = graph;
	for (const entry of values) {
		const node = graph.get(entry.nodeId);
		if (node === undefined) return mismatch(entry, 'node_not_found_in_workflow', settings);
		const present = Object.hasOwn(node.inputs, entry.fieldName)
			? node.inputs[entry.fieldName]
			: undefined;
		if (present === undefined) {
			return mismatch(entry, 'field_not_found_in_node_inputs', settings);
		}
		if (isLink(present)) return mismatch(entry, 'field_is_a_link', settings);
		changed = withInput(changed, entry.nodeId, entry.fieldName, entry.value);
	}
	return changed;
}
