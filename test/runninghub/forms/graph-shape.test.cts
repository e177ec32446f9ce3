import { readGraph } from '../../../runninghub/forms/graph-shape';
import { filmGraph } from './film-graph.cts';

const SAVE = { class_type: 'SaveImage', inputs: { images: ['8', 0], filename_prefix: 'a' } };
const DECODE = { class_type: 'VAEDecode', inputs: {} };
const GRAPH = { '8': DECODE, '9': SAVE };

function problemsOf(value: unknown): readonly string[] {
	const reading = readGraph(value);
	return 'problems' in reading ? reading.problems : [];
}

it.each([
	['a small graph', GRAPH],
	['a large graph', filmGraph()],
	['ids with a colon', { '57:8': DECODE }],
	['titles', { '8': { ...DECODE, _meta: { title: 'Decode' } } }],
	[
		'a list that is no link',
		{ '8': { ...DECODE, inputs: { a: ['8', 0, 1], b: ['x'], c: [1, 2] } } },
	],
])('%s is taken as it is', (_about, graph) => {
	expect(readGraph(graph)).toEqual({ graph });
});

it('the body of a ComfyUI call is taken for the graph in it', () => {
	expect(readGraph({ prompt: GRAPH, client_id: 'me' })).toEqual({ graph: GRAPH });
});

it.each<[string, unknown]>([
	['nothing', undefined],
	['null', null],
	['text', '{"8": {}}'],
	['a list', [GRAPH]],
	['a number', 5],
])('%s is no graph', (_about, value) => {
	expect(problemsOf(value)).toEqual(['This is not a JSON object.']);
});

it('a single node is no graph, whatever its inputs are called', () => {
	expect(problemsOf({ class_type: 'Any', prompt: GRAPH })).toContain(
		'Node class_type is not an object.',
	);
});

it('a workflow of the editor is told by its format', () => {
	expect(problemsOf({ last_node_id: 9, nodes: [{ id: 9 }], links: [], version: 0.4 })).toEqual([
		"This is a workflow in the format of ComfyUI's editor. Export it with Save (API Format).",
	]);
});

it.each<[string, unknown, string]>([
	['no nodes', {}, 'The graph has no nodes.'],
	['no nodes in a body', { prompt: {} }, 'The graph has no nodes.'],
	['a node that is text', { '8': 'VAEDecode' }, 'Node 8 is not an object.'],
	['a node that is a list', { '8': [DECODE] }, 'Node 8 is not an object.'],
	['no class', { '8': { inputs: {} } }, 'Node 8 has no class_type.'],
	['an empty class', { '8': { class_type: '', inputs: {} } }, 'Node 8 has no class_type.'],
	['no inputs', { '8': { class_type: 'VAEDecode' } }, 'Node 8 (VAEDecode) has no inputs.'],
	[
		'inputs that are a list',
		{ '8': { class_type: 'VAEDecode', inputs: [] } },
		'Node 8 (VAEDecode) has no inputs.',
	],
	[
		'a link to nowhere',
		{ '9': SAVE },
		'Node 9: input images leads to node 8, which does not exist.',
	],
	[
		'a link to what every object has',
		{ '9': { class_type: 'A', inputs: { a: ['constructor', 0] } } },
		'Node 9: input a leads to node constructor, which does not exist.',
	],
])('%s is told', (_about, graph, problem) => {
	expect(problemsOf(graph)).toEqual([problem]);
});

it('all problems are told at once', () => {
	expect(problemsOf({ '1': {}, '2': 'x', '9': SAVE })).toEqual([
		'Node 1 has no class_type.',
		'Node 2 is not an object.',
		'Node 9: input images leads to node 8, which does not exist.',
	]);
});
