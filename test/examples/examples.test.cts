import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type INode, type INodeParameters, NodeHelpers } from 'n8n-workflow';
import { RunningHub } from '../../nodes/RunningHub/RunningHub.node';
import { RunningHubTrigger } from '../../nodes/RunningHubTrigger/RunningHubTrigger.node';
import { loadCatalogue } from '../../runninghub/catalogue/catalogue';
import { coerceForm, staleEntries } from '../../runninghub/forms/coerce-form';
import { type FormField, isMediaType } from '../../runninghub/forms/form-field';
import type { BinaryField } from '../../runninghub/forms/media-reference';
import { asObject, asText, type JsonObject, type JsonValue } from '../../runninghub/json';
import { EXAMPLE_RUNS } from '../../tools/e2e/example-checks.cts';
import { exampleFiles, isOurs, nodesOf, readExample } from '../../tools/examples/example-files.cts';
import { nodeForm, withForm } from '../../tools/examples/node-form.cts';
import { PROJECT_FOLDER } from '../../tools/project.cts';
import { inProcessTransport } from '../runninghub/in-process-transport.cts';
import { createSimulator, SIMULATOR_KEYS } from '../simulator/simulator.cts';

const STICKY = 'n8n-nodes-base.stickyNote';
/** Width and height of a node on the canvas, in pixels; an agent is wider. */
const NODE = { width: 100, height: 100 };
const AGENT = { width: 260, height: 100 };
const GRID = { x: 220, y: 200 };
/** Names that n8n gives by itself: a node that has one does not say what it is for. */
const DEFAULT_NAMES =
	/^(RunningHub|Edit Fields|Split Out|HTTP Request|Switch|If|Merge|Aggregate|Compression|Wait|Read\/Write.*|Extract from File|Convert to File|AI Agent|OpenAI.*)\d*$/;

/** Families that the China site has refused with 40310 (docs/runninghub-api.md, section 8). */
const WITHDRAWN = /^(?:Nano Banana|GPT Image|Sora)$/;

const transport = inProcessTransport(createSimulator({ site: 'ai' }), SIMULATOR_KEYS.ai.shared);

function numbers(value: JsonValue | undefined): [number, number] {
	const [x, y] = Array.isArray(value) ? value : [];
	return [Number(x), Number(y)];
}

interface Box {
	readonly name: string;
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
}

function boxOf(node: JsonObject): Box {
	const [left, top] = numbers(node['position']);
	const { width, height } = asObject(node['parameters']);
	const usual = asText(node['type']).endsWith('.agent') ? AGENT : NODE;
	const size = node['type'] === STICKY ? { width: Number(width), height: Number(height) } : usual;
	return {
		name: asText(node['name']),
		left,
		top,
		right: left + size.width,
		bottom: top + size.height,
	};
}

function overlap(one: Box, other: Box): boolean {
	return (
		one.left < other.right &&
		other.left < one.right &&
		one.top < other.bottom &&
		other.top < one.bottom
	);
}

/** Pairs of nodes that are joined from left to right, with the kind of the connection. */
function connectionsOf({ connections }: JsonObject): Array<[string, string, string]> {
	return Object.entries(asObject(connections)).flatMap(([from, kinds]) =>
		Object.entries(asObject(kinds)).flatMap(([kind, outputs]) =>
			(Array.isArray(outputs) ? outputs : []).flatMap((targets) =>
				(Array.isArray(targets) ? targets : []).map((target): [string, string, string] => [
					from,
					asText(asObject(target)['node']),
					kind,
				]),
			),
		),
	);
}

/** A value that an expression could give to a field. */
function plausible(field: FormField): JsonValue {
	if (isMediaType(field.type)) return `https://example.com/a.${field.accept?.[0] ?? 'png'}`;
	if (field.type === 'options') return field.options?.[0]?.value ?? '';
	if (field.type === 'integer' || field.type === 'number') return field.min ?? 1;
	return field.type === 'boolean' ? true : 'text';
}

/** The file `data`, of a type that the field takes. */
function fileFor(fields: readonly FormField[]): BinaryField[] {
	const field = fields.find(({ type }) => isMediaType(type));
	const fileExtension = field?.accept?.[0] ?? 'png';
	const mimeType = `${field?.type ?? 'image'}/${fileExtension}`;
	return [{ name: 'data', fileName: `data.${fileExtension}`, fileExtension, mimeType }];
}

/** The parameters of a node, as n8n reads them from the file. */
function parametersOf(node: JsonObject): INodeParameters {
	const parameters: INodeParameters = JSON.parse(JSON.stringify(asObject(node['parameters'])));
	return parameters;
}

/** What is wrong with the filled-in form of a node. */
function problemsOf(node: JsonObject, parameter: string, fields: readonly FormField[]): string[] {
	const parameters = asObject(node['parameters']);
	const values: Record<string, JsonValue> = {};
	for (const [id, value = null] of Object.entries(
		asObject(asObject(parameters[parameter])['value']),
	)) {
		const field = fields.find((each) => each.id === id);
		const isExpression = typeof value === 'string' && value.startsWith('=');
		values[id] = isExpression && field !== undefined ? plausible(field) : value;
	}
	const main = fields.find(({ role }) => role === 'prompt');
	if (main !== undefined) values[main.id] = asText(parameters['prompt']).replace(/^=/, '');
	const { problems } = coerceForm(fields, values, fileFor(fields));
	return [...problems.map(({ message }) => message), ...staleEntries(fields, values)];
}

describe.each(Object.keys(EXAMPLE_RUNS))('examples/%s', (file) => {
	it('carries the forms that the editor shows today, correctly filled in', async () => {
		for (const node of nodesOf(await readExample(file)).filter(isOurs)) {
			const form = await nodeForm(node, transport);
			if (form === undefined) continue;
			expect(node).toEqual(withForm(node, form));
			expect([node['name'], problemsOf(node, form.parameter, form.fields)]).toEqual([
				node['name'],
				[],
			]);
		}
	});

	it("has nothing that n8n's own check of a form refuses", async () => {
		const descriptions = [new RunningHub(), new RunningHubTrigger()].map(
			({ description }) => description,
		);
		for (const node of nodesOf(await readExample(file)).filter(isOurs)) {
			const type = asText(node['type']).replace(/^.*\./, '').replace(/Tool$/, '');
			const description = descriptions.find(({ name }) => name === type);
			if (description === undefined) throw new Error(`There is no node ${type}`);
			const name = asText(node['name']);
			const given = NodeHelpers.getNodeParameters(
				description.properties,
				parametersOf(node),
				true,
				false,
				{ typeVersion: Number(node['typeVersion']) },
				description,
			);
			const shown: INode = {
				id: asText(node['id']),
				name,
				type: asText(node['type']),
				typeVersion: Number(node['typeVersion']),
				position: [0, 0],
				parameters: given ?? {},
			};
			const issues = NodeHelpers.getNodeParametersIssues(
				description.properties,
				shown,
				description,
			);
			expect([name, issues]).toEqual([name, null]);
		}
	});

	it('is as one imports it: no credentials, no pinned data, nothing of another n8n', async () => {
		const workflow = await readExample(file);
		expect(Object.keys(workflow)).toEqual(['name', 'nodes', 'connections', 'settings']);
		expect(asText(workflow['name'])).toMatch(/^RunningHub: /);
		expect(workflow['settings']).toEqual({ executionOrder: 'v1' });
		for (const node of nodesOf(workflow)) {
			expect(node).not.toHaveProperty('credentials');
			expect(node).not.toHaveProperty('webhookId');
			expect(JSON.stringify(node)).not.toMatch(/127\.0\.0\.1|localhost/);
		}
	});

	it('has one note that explains it, and names for what its nodes do', async () => {
		const nodes = nodesOf(await readExample(file));
		const notes = nodes.filter(({ type }) => type === STICKY);
		expect(notes).toHaveLength(1);
		const text = asText(asObject(notes[0]?.['parameters'])['content']);
		expect(text).toMatch(/^## \S/);
		expect(text.split(/\s+/).length).toBeGreaterThan(40);
		const names = nodes.map(({ name }) => asText(name));
		expect(new Set(names).size).toBe(names.length);
		expect(names.filter((name) => DEFAULT_NAMES.test(name))).toEqual([]);
		const bold = [...text.matchAll(/\*\*([^*]+)\*\*/g)].map(([, name = '']) => name);
		expect(bold.filter((name) => names.includes(name))).not.toEqual([]);
	});

	it('runs from left to right on a grid, and nothing covers anything', async () => {
		const workflow = await readExample(file);
		const nodes = nodesOf(workflow);
		for (const { type, position } of nodes) {
			const [x, y] = numbers(position);
			if (type !== STICKY) expect([x % GRID.x, y % GRID.y].map(Math.abs)).toEqual([0, 0]);
		}
		const boxes = nodes.map(boxOf);
		const covered = boxes.flatMap((one, index) =>
			boxes.slice(index + 1).filter((other) => overlap(one, other)),
		);
		expect(covered).toEqual([]);
		const left = new Map(boxes.map(({ name, left: x }) => [name, x]));
		const back = connectionsOf(workflow).filter(
			([from, to, kind]) => kind === 'main' && (left.get(from) ?? 0) >= (left.get(to) ?? 0),
		);
		// The one loop there is looks at a task again.
		expect(back).toEqual(
			file === 'official-3-task-progress.json' ? [['Is it over?', 'Wait a moment', 'main']] : [],
		);
	});

	it('uses models that both sites offer', async () => {
		const catalogue = await loadCatalogue();
		const endpoints = nodesOf(await readExample(file)).flatMap((node) => {
			const value = asText(asObject(asObject(node['parameters'])['model'])['value']);
			return isOurs(node) && value !== '' ? [value] : [];
		});
		const doubtful = endpoints.filter((endpoint) => {
			const model = catalogue.find(endpoint);
			return model?.maybeInternationalOnly === true || WITHDRAWN.test(model?.provider ?? '');
		});
		// No text model is known to be on both; the example says what to put there instead.
		expect(doubtful).toEqual(
			file === 'retry-with-softer-prompt.json' ? ['rhart-text-g-25-flash/text-to-text'] : [],
		);
	});

	it('is in the list of examples', () => {
		const page = readFileSync(join(PROJECT_FOLDER, 'docs', 'examples.md'), 'utf8');
		expect(page).toContain(`(../examples/${file})`);
	});
});

it('there is a run for every example', async () => {
	expect(Object.keys(EXAMPLE_RUNS).sort()).toEqual(await exampleFiles());
});
