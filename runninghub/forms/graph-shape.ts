import { exactText, parseExact } from '../exact-json';
import { asText, isJsonObject, type JsonObject, type JsonValue } from '../json';
import { SEEDS } from './seeds';

/** A graph in API format as JSON text, or why there is none. */
export type GraphReading =
	| {
			/** Whole numbers keep every digit; what is no JSON is null. */
			readonly text: string;
			/** What is sent differently from what was given, a sentence each. */
			readonly notes: readonly string[];
	  }
	| { readonly problems: readonly string[] };

/**
 * Where graphs come wrapped up: bodies and histories of ComfyUI (`prompt`), its own export of both
 * formats (`output`), RunningHub's answers (`data`) and requests (`workflow`), items of a workflow
 * (`graph`, `json`).
 */
const WRAPPERS = ['prompt', 'output', 'graph', 'data', 'workflow', 'json'];
/** How many wrappings are taken off. */
const DEEPEST = 8;
const NODES_NAMED = 5;
/** Largest seed of ComfyUI. */
const LARGEST_SEED = 18_446_744_073_709_551_615n;

const NO_OBJECT = { problems: ['This is not a JSON object.'] };
const EDITOR_FORMAT = {
	problems: [
		"This is a workflow in the format of ComfyUI's editor. Export it with Save (API Format).",
	],
};

type Found =
	| {
			readonly graph: JsonObject;
			/** Whether it was JSON text, and so has all digits. */
			readonly written: boolean;
	  }
	| { readonly problems: readonly string[] };

/**
 * Finds the ComfyUI graph in API format in what somebody has of it: the graph itself, or something
 * that holds it, as objects or as JSON text, also with a byte order mark, and with the bare `NaN`
 * and `Infinity` that ComfyUI writes. Then checks its shape: nodes by their ids, each with a class
 * and inputs, and links that lead to nodes of the graph.
 */
export function readGraph(value: unknown): GraphReading {
	const found = find(value, false, DEEPEST);
	if ('problems' in found) return found;
	const { graph, written } = found;
	const entries = Object.entries(graph);
	if (entries.length === 0) return { problems: ['The graph has no nodes.'] };
	const problems = entries.flatMap(([nodeId, node]) => nodeProblems(graph, nodeId, node));
	if (problems.length > 0) return { problems };
	const notes = [
		noteOn(graph, holdsNoNumber, (inputs) => {
			return `NaN and Infinity cannot be sent, null was sent instead: ${inputs}.`;
		}),
		noteOn(graph, written ? () => false : hasLostDigits, (inputs) => {
			return `A whole number beyond 2^53 had lost its last digits before it came here: ${inputs}. Give the graph as text to keep them.`;
		}),
	];
	return { text: exactText(withSeeds(graph)), notes: notes.flatMap((note) => note ?? []) };
}

function find(value: unknown, written: boolean, depth: number): Found {
	if (depth === 0) return NO_OBJECT;
	if (typeof value === 'string') {
		const parsed = parseText(value);
		return parsed === undefined ? NO_OBJECT : find(parsed, true, depth - 1);
	}
	if (Array.isArray(value) && value.length === 1) return find(value[0], written, depth - 1);
	if (!isJsonObject(value)) return NO_OBJECT;
	if (Array.isArray(value.nodes) && Array.isArray(value.links)) return EDITOR_FORMAT;
	if (value.class_type !== undefined || hasNode(value)) return { graph: value, written };
	const inside = WRAPPERS.map((key) => value[key])
		.filter(mayHold)
		.map((held) => find(held, written, depth - 1));
	const sure = inside.find((each) => 'graph' in each && hasNode(each.graph));
	return sure ?? inside[0] ?? { graph: value, written };
}

function hasNode(value: JsonObject): boolean {
	return Object.values(value).some((node) => isJsonObject(node) && asText(node.class_type) !== '');
}

function mayHold(value: JsonValue | undefined): boolean {
	const held = typeof value === 'string' ? parseText(value) : value;
	return typeof held === 'string' || (typeof held === 'object' && held !== null);
}

/** JSON text, or the inside of one that was cut out of another, with its quotes still escaped. */
function parseText(text: string): unknown {
	const plain = text.replace(/^[\s\uFEFF]+/, '').trimEnd();
	return tryParse(plain) ?? (/^\{\s*\\/.test(plain) ? tryParse(`"${plain}"`) : undefined);
}

function tryParse(text: string): unknown {
	try {
		return parseExact(text);
	} catch {
		return undefined;
	}
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

/** One sentence on all inputs that are concerned; `undefined` when none is. */
function noteOn(
	graph: JsonObject,
	concerns: (value: unknown) => boolean,
	say: (inputs: string) => string,
): string | undefined {
	const named = Object.entries(graph).flatMap(([nodeId, node]) => {
		const { class_type: className, inputs } = isJsonObject(node) ? node : {};
		return Object.entries(isJsonObject(inputs) ? inputs : {}).flatMap(([name, value]) =>
			concerns(value) ? [`input ${name} of node ${nodeId} (${asText(className)})`] : [],
		);
	});
	if (named.length === 0) return undefined;
	const more = named.length - NODES_NAMED;
	return say([...named.slice(0, NODES_NAMED), ...(more > 0 ? [`${more} more`] : [])].join(', '));
}

function holdsNoNumber(value: unknown): boolean {
	return holds(value, (number) => !Number.isFinite(number));
}

function hasLostDigits(value: unknown): boolean {
	return holds(value, (number) => Number.isInteger(number) && !Number.isSafeInteger(number));
}

function holds(value: unknown, concerns: (number: number) => boolean): boolean {
	if (typeof value === 'number') return concerns(value);
	if (typeof value !== 'object' || value === null) return false;
	return Object.values(value).some((entry: unknown) => holds(entry, concerns));
}

/** Items of a workflow carry seeds beyond 2^53 as text: here they are numbers again. */
function withSeeds(graph: JsonObject): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(graph).map(([nodeId, node]) => {
			if (!isJsonObject(node) || !isJsonObject(node.inputs)) return [nodeId, node];
			const inputs = Object.entries(node.inputs).map(([name, value]) => [
				name,
				SEEDS.has(name) ? seedOf(value) : value,
			]);
			return [nodeId, { ...node, inputs: Object.fromEntries(inputs) }];
		}),
	);
}

function seedOf(value: unknown): unknown {
	if (typeof value !== 'string' || !/^[1-9]\d{15,19}$/.test(value)) return value;
	const seed = BigInt(value);
	return seed <= LARGEST_SEED ? seed : value;
}
