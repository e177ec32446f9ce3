import { decodeText } from '../../../runninghub/decode-text';
import { readGraph } from '../../../runninghub/forms/graph-shape';
import { caseBytes } from '../../cases/case-files.cts';
import { filmGraph } from './film-graph.cts';

const SAVE = { class_type: 'SaveImage', inputs: { images: ['8', 0], filename_prefix: 'a' } };
const DECODE = { class_type: 'VAEDecode', inputs: {} };
const GRAPH = { '8': DECODE, '9': SAVE };
const TEXT = JSON.stringify(GRAPH);
const EDITOR = { last_node_id: 9, nodes: [{ id: 9 }], links: [], version: 0.4 };

function problemsOf(value: unknown): readonly string[] {
	const reading = readGraph(value);
	return 'problems' in reading ? reading.problems : [];
}

/** The graph as it is sent; fails when there is none. */
function textOf(value: unknown): string {
	const reading = readGraph(value);
	if ('text' in reading) return reading.text;
	throw new Error(reading.problems.join('\n'));
}

function sent(value: unknown): unknown {
	return JSON.parse(textOf(value));
}

function notesOf(value: unknown): readonly string[] {
	const reading = readGraph(value);
	return 'text' in reading ? reading.notes : [];
}

it.each([
	['a small graph', GRAPH],
	['a large graph', filmGraph()],
	['ids with a colon', { '57:8': DECODE }],
	['titles', { '8': { ...DECODE, _meta: { title: 'Decode' } } }],
	['nodes called as wrappers are', { prompt: DECODE, data: DECODE, output: DECODE }],
	[
		'a list that is no link',
		{ '8': { ...DECODE, inputs: { a: ['8', 0, 1], b: ['x'], c: [1, 2] } } },
	],
])('%s is taken as it is, as an object and as text', (_about, graph) => {
	expect(sent(graph)).toEqual(graph);
	expect(sent(JSON.stringify(graph))).toEqual(graph);
	expect(notesOf(graph)).toEqual([]);
});

describe('a graph is found', () => {
	it.each<[string, unknown]>([
		['in the body of a ComfyUI call', { prompt: GRAPH, client_id: 'me' }],
		['in a body as text', { prompt: TEXT }],
		['in a body as text, as text', JSON.stringify({ prompt: TEXT })],
		['in the answer of getJsonApiFormat', { code: 0, msg: 'SUCCESS', data: { prompt: TEXT } }],
		['in the body of a run', { workflowId: '1', apiKey: 'x', workflow: TEXT }],
		['beside the format of the editor', { output: GRAPH, workflow: EDITOR }],
		['beside the format of the editor, as text', { workflow: EDITOR, prompt: TEXT }],
		['beside a text that is no graph', { prompt: 'a red fox', workflow: TEXT }],
		['in an item of Workflow → Get', { workflowId: '1904136902449209346', graph: GRAPH }],
		['in a copied list with one item', [{ workflowId: '1904136902449209346', graph: GRAPH }]],
		['in a whole item', { json: { graph: GRAPH }, pairedItem: { item: 0 } }],
		['in JSON in JSON', JSON.stringify(TEXT)],
		['in JSON in JSON in JSON', JSON.stringify(JSON.stringify(TEXT))],
		['in JSON in JSON, cut out without its quotes', JSON.stringify(TEXT).slice(1, -1)],
		['after a byte order mark', `\uFEFF${TEXT}`],
		['after two of them and blanks', `\uFEFF\uFEFF \r\n${TEXT}\n`],
		['after a byte order mark inside', { prompt: `\uFEFF${TEXT}` }],
	])('%s', (_about, value) => {
		expect(sent(value)).toEqual(GRAPH);
	});

	it.each<[string, (text: string) => Buffer]>([
		['UTF-8', (text) => Buffer.from(text, 'utf8')],
		['UTF-8 with its mark', (text) => Buffer.from(`\uFEFF${text}`, 'utf8')],
		['UTF-16, little end first', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
		['UTF-16, big end first', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
		['UTF-16 without a mark', (text) => Buffer.from(text, 'utf16le')],
		['UTF-16 without a mark, big end first', (text) => Buffer.from(text, 'utf16le').swap16()],
	])('in a file in %s', (_encoding, encode) => {
		const graph = { '8': { ...DECODE, _meta: { title: 'VAE 解码 🎥' } } };
		expect(sent(decodeText(encode(JSON.stringify(graph))))).toEqual(graph);
	});
});

describe('digits', () => {
	it.each([
		'18446744073709551615',
		'9007199254740993',
		'-9007199254740993',
		'669816362794144',
		'9007199254740991',
		'0.1234567890123456',
		'1e3',
	])('of %s stay, and the number stays a number', (number) => {
		const graph = `{"3":{"class_type":"KSampler","inputs":{"seed":${number},"b":[${number}]}}}`;
		const expected = number === '1e3' ? graph.replaceAll('1e3', '1000') : graph;
		expect(textOf(graph)).toBe(expected);
		expect(textOf({ prompt: graph })).toBe(expected);
		expect(notesOf(graph)).toEqual([]);
	});

	it('inside of text are left alone', () => {
		const inputs = { text: 'at 18446744073709551615, NaN, "Infinity"', b: '18446744073709551616' };
		expect(sent({ '3': { class_type: 'A', inputs } })).toEqual({
			'3': { class_type: 'A', inputs },
		});
		expect(sent(JSON.stringify({ '3': { class_type: 'A', inputs } }))).toEqual({
			'3': { class_type: 'A', inputs },
		});
	});

	it('of a seed that an item carries as text are a number again, those of other inputs are not', () => {
		const seed = '18446744073709551615';
		const item = {
			workflowId: '1',
			graph: { '3': { class_type: 'A', inputs: { seed, id: seed } } },
		};
		expect(textOf(item)).toBe(`{"3":{"class_type":"A","inputs":{"seed":${seed},"id":"${seed}"}}}`);
	});

	it.each(['18446744073709551616', '1844674407370955161500', '42', 'fixed'])(
		'of %s are no seed beyond 2^53: it stays text',
		(seed) => {
			const graph = { '3': { class_type: 'A', inputs: { seed } } };
			expect(sent(graph)).toEqual(graph);
		},
	);

	it('that were lost before are told', () => {
		const graph = { '3': { class_type: 'KSampler', inputs: { seed: Number('9007199254740993') } } };
		expect(notesOf(graph)).toEqual([
			'A whole number beyond 2^53 had lost its last digits before it came here: input seed of node 3 (KSampler). Give the graph as text to keep them.',
		]);
		expect(notesOf(JSON.stringify(graph))).toEqual([]);
	});
});

describe('NaN and Infinity', () => {
	const nan = (inputs: string, more = '') =>
		`{"3":{"class_type":"KSampler","inputs":{${inputs}}${more}}}`;

	it.each(['NaN', 'Infinity', '-Infinity'])('%s becomes null, and its input is named', (word) => {
		const graph = nan(`"cfg":${word},"text":"${word}"`);
		expect(textOf(graph)).toBe(nan(`"cfg":null,"text":"${word}"`));
		expect(notesOf(graph)).toEqual([
			'NaN and Infinity cannot be sent, null was sent instead: input cfg of node 3 (KSampler).',
		]);
	});

	it('that ComfyUI keeps beside the inputs need no word', () => {
		const graph = nan('"cfg":1', ',"is_changed":[NaN]');
		expect(textOf(graph)).toBe(nan('"cfg":1', ',"is_changed":[null]'));
		expect(notesOf(graph)).toEqual([]);
	});

	it('are told of every input, a few by name', () => {
		const inputs = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `"${name}":NaN`).join(',');
		expect(notesOf(nan(inputs))[0]).toMatch(/input e of node 3 \(KSampler\), 2 more\.$/);
	});

	it('given as numbers are told as well', () => {
		const graph = { '3': { class_type: 'A', inputs: { cfg: Number.NaN } } };
		expect(textOf(graph)).toBe('{"3":{"class_type":"A","inputs":{"cfg":null}}}');
		expect(notesOf(graph)[0]).toMatch(/input cfg of node 3 \(A\)/);
	});

	it('beside a number of many digits do no harm', () => {
		expect(textOf(nan('"a":NaN,"b":9007199254740993,"c":"9007199254740993"'))).toBe(
			nan('"a":null,"b":9007199254740993,"c":"9007199254740993"'),
		);
	});
});

describe('what people have', () => {
	const CASES: ReadonlyArray<readonly [string, number, readonly RegExp[]]> = [
		['graph-with-bom.json', 7, []],
		['graph-nan.json', 8, [/strength of node 57:29 \(VAELoader\)/]],
		['graph-wrapped-in-an-answer.json', 7, []],
		['graph-subgraph-ids.json', 4, []],
		['graph-no-meta.json', 12, []],
		['graph-none-slots.json', 10, []],
	];

	it.each(CASES)('%s holds a graph', (name, nodes, notes) => {
		const bytes = caseBytes(name);
		for (const value of [decodeText(bytes), bytes.toString('utf8')]) {
			expect(Object.keys(Object(sent(value)))).toHaveLength(nodes);
			expect(notesOf(value)).toEqual(notes.map((note) => expect.stringMatching(note)));
		}
	});
});

it.each<[string, unknown]>([
	['nothing', undefined],
	['no text', ''],
	['null', null],
	['text', 'a red fox'],
	['a list of several', [GRAPH, GRAPH]],
	['an empty list', []],
	['a number', 5],
	['text without end', '{"8": {'],
])('%s is no graph', (_about, value) => {
	expect(problemsOf(value)).toEqual(['This is not a JSON object.']);
});

it('a single node is no graph, whatever its inputs are called', () => {
	expect(problemsOf({ class_type: 'Any', prompt: GRAPH })).toContain(
		'Node class_type is not an object.',
	);
});

it.each<[string, unknown]>([
	['as it is', EDITOR],
	['as text', JSON.stringify(EDITOR)],
	['as a file with a byte order mark', `\uFEFF${JSON.stringify(EDITOR)}`],
	['wrapped up', { workflow: EDITOR }],
	['beside a text that is no graph', { prompt: 'a red fox', workflow: EDITOR }],
])('a workflow of the editor is told by its format: %s', (_about, value) => {
	expect(problemsOf(value)).toEqual([
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
