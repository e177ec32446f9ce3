import type { INode, INodeExecutionData } from 'n8n-workflow';
import { asObject, asText, isJsonObject, type JsonObject } from '../../../runninghub/json';
import { caseBytes, caseText } from '../../cases/case-files.cts';
import { hintsOf } from '../../n8n/hints.cts';
import { WORKFLOW_IDS } from '../../simulator/fixtures.cts';
import type { Simulator } from '../../simulator/simulator.cts';
import { itemWithFiles, type NodeValues, onStage, pasted } from './stage.cts';

/** The two operations that take a whole graph. */
const OPERATIONS = ['Workflow → Run JSON', 'ComfyUI Server → Queue Prompt'] as const;
type OperationName = (typeof OPERATIONS)[number];

function runWith(operation: OperationName, fields: INode['parameters']): NodeValues {
	return operation === 'Workflow → Run JSON'
		? {
				resource: 'workflow',
				operation: 'runJson',
				fields: { workflow: pasted(WORKFLOW_IDS.textToImage, 'id'), ...fields },
			}
		: { resource: 'comfyUiServer', operation: 'queuePrompt', fields };
}

function nodeIds(simulator: Simulator): string[] {
	return simulator.tasks().flatMap(({ execution }) => [...(execution?.graph.keys() ?? [])]);
}

/** Graphs that were shortened by whoever reported them: their nodes lack inputs. */
const SHORTENED = { settings: { nodeClasses: 'accept' } } as const;

const CASES: ReadonlyArray<readonly [file: string, nodes: readonly string[]]> = [
	['graph-with-bom.json', ['3', '4', '5', '6', '7', '9', '37']],
	['graph-nan.json', ['9', '62', '57:8', '57:28', '57:30', '57:27', '57:3', '57:29']],
	['graph-wrapped-in-an-answer.json', ['3', '4', '5', '6', '7', '9', '37']],
	['graph-subgraph-ids.json', ['57:30', '57:27', '57:34', '57:3']],
	[
		'graph-no-meta.json',
		['9', '39', '40', '45', '46', '64', '170', '172', '175', '446', '454', '483'],
	],
	['graph-none-slots.json', ['14', '19', '27', '51', '250', '252', '259', '263', '265', '307']],
];

describe.each(OPERATIONS)('%s', (operation) => {
	it.concurrent.each(CASES)('runs %s, pasted and by an expression', async (file, nodes) => {
		await onStage(async ({ run, simulator }) => {
			const text = caseText(file);
			const results = [
				await run(runWith(operation, { graphJson: text })),
				await run(runWith(operation, { graphJson: '={{ $json.text }}' }), {
					items: [{ json: { text } }],
				}),
			];
			for (const { error } of results) expect(error).toBeUndefined();
			expect(nodeIds(simulator)).toEqual([...nodes, ...nodes]);
		}, SHORTENED);
	});

	it.concurrent('says which input lost a NaN or Infinity', async () => {
		await onStage(async ({ run }) => {
			const result = await run(runWith(operation, { graphJson: caseText('graph-nan.json') }));
			expect(hintsOf(result)).toContainEqual(
				'Workflow JSON: NaN and Infinity cannot be sent, null was sent instead: input widgets_changed of node 57:3 (KSampler), input strength of node 57:29 (VAELoader).',
			);
		}, SHORTENED);
	});

	it.concurrent.each(['18446744073709551615', '9007199254740993'])(
		'sends the seed %s as a number with all its digits',
		async (seed) => {
			await onStage(async ({ run, simulator }) => {
				const graph = `{"3":{"class_type":"KSampler","inputs":{"seed":${seed},"text":"${seed}"}}}`;
				const result = await run(runWith(operation, { graphJson: graph }));
				expect(result.error).toBeUndefined();
				const [task] = simulator.tasks();
				expect(task?.execution?.graph.get('3')?.inputs).toEqual({
					seed: BigInt(seed),
					text: seed,
				});
				if (operation === 'Workflow → Run JSON') expect(task?.body.workflow).toBe(graph);
			}, SHORTENED);
		},
	);

	it.concurrent(
		'runs the item that Workflow → Get gives, with the digits of its seed',
		async () => {
			await onStage(async ({ run, simulator }) => {
				const { outputs } = await run({
					resource: 'workflow',
					operation: 'get',
					fields: { workflow: pasted(WORKFLOW_IDS.textToImage, 'id') },
				});
				const [item] = outputs[0] ?? [];
				const graph = asObject(item?.json.graph);
				const sampler = asObject(graph['3']);
				const seed = '18446744073709551615';
				const changed = {
					...graph,
					'3': { ...sampler, inputs: { ...asObject(sampler.inputs), seed } },
				};
				const json = { ...item?.json, graph: changed };
				for (const [graphJson, items] of [
					['={{ $json }}', [{ json }]],
					[JSON.stringify([json], undefined, 2), [{ json: {} }]],
				] as const) {
					const { error } = await run(runWith(operation, { graphJson }), { items });
					expect(error).toBeUndefined();
				}
				const sent = simulator.tasks().map(({ execution }) => execution?.graph);
				expect(sent).toHaveLength(2);
				for (const each of sent) {
					expect(each?.size).toBe(Object.keys(graph).length);
					expect(each?.get('3')?.inputs.seed).toBe(BigInt(seed));
				}
			});
		},
	);

	it.concurrent('says that a number of an item had lost its digits before', async () => {
		await onStage(async ({ run }) => {
			const inputs = { seed: Number('9007199254740993') };
			const graph = { '3': { class_type: 'KSampler', inputs } };
			const result = await run(runWith(operation, { graphJson: '={{ $json }}' }), {
				items: [{ json: graph }],
			});
			expect(hintsOf(result)).toContainEqual(
				expect.stringMatching(/had lost its last digits .* input seed of node 3 \(KSampler\)/),
			);
		}, SHORTENED);
	});

	it.concurrent('still tells the format of the editor by its name, also wrapped up', async () => {
		await onStage(async ({ run, simulator }) => {
			const editor = { nodes: [], links: [], version: 0.4 };
			for (const graphJson of [editor, { workflow: editor }].map((each) => JSON.stringify(each))) {
				const { error } = await run(runWith(operation, { graphJson }));
				expect(error?.message).toMatch(/ComfyUI's editor\. Export it with Save \(API Format\)/);
			}
			expect(simulator.tasks()).toEqual([]);
		});
	});
});

describe('Workflow → Run JSON from a file', () => {
	const fromFile = (content: Buffer): readonly INodeExecutionData[] => [
		itemWithFiles({ data: { content, mimeType: 'application/json' } }),
	];

	it.concurrent.each(CASES)('runs %s in each encoding', async (file, nodes) => {
		await onStage(async ({ run, simulator }) => {
			const bytes = caseBytes(file);
			const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
			const little = Buffer.from(`\uFEFF${text}`, 'utf16le');
			const files = [bytes, little, Buffer.from(little).swap16()];
			for (const content of files) {
				const { error } = await run(runWith('Workflow → Run JSON', { graphSource: 'file' }), {
					items: fromFile(content),
				});
				expect(error).toBeUndefined();
			}
			expect(nodeIds(simulator)).toEqual([...nodes, ...nodes, ...nodes]);
		}, SHORTENED);
	});

	it.concurrent('keeps titles, texts and objects as they are', async () => {
		await onStage(async ({ run, simulator }) => {
			for (const name of ['graph-subgraph-ids.json', 'graph-no-meta.json']) {
				const little = Buffer.from(`\uFEFF${caseText(name)}`, 'utf16le');
				await run(runWith('Workflow → Run JSON', { graphSource: 'file' }), {
					items: fromFile(little),
				});
			}
			const sent = simulator.tasks().map(({ body }) => asText(body.workflow));
			const graphs = sent.map((text): JsonObject => asObject(JSON.parse(text)));
			expect(graphs[0]).toEqual(JSON.parse(caseText('graph-subgraph-ids.json')));
			expect(graphs[1]).toEqual(JSON.parse(caseText('graph-no-meta.json')));
			expect(graphs.every(isJsonObject)).toBe(true);
		}, SHORTENED);
	});
});

describe('RunningHub', () => {
	it.each([
		['NaN', '{"1":{"class_type":"A","inputs":{"a":NaN}}}'],
		['a byte order mark', '\uFEFF{"1":{"class_type":"SaveImage","inputs":{}}}'],
	])('refuses a graph with %s in it', async (_what, workflow) => {
		await onStage(async ({ simulator, key }) => {
			const answer = await simulator.inject({
				method: 'POST',
				url: `/openapi/v2/run/workflow/${WORKFLOW_IDS.textToImage}`,
				headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
				body: JSON.stringify({ nodeInfoList: [], workflow }),
			});
			expect(JSON.parse(answer.text)).toMatchObject({ errorCode: '433' });
			expect(simulator.tasks()).toEqual([]);
		}, SHORTENED);
	});
});
