import { execFileSync } from 'node:child_process';
import type { INode, INodeProperties } from 'n8n-workflow';
import { RESOURCES as NODE_RESOURCES } from '../../../nodes/RunningHub/actions/resources';
import { modelLabel } from '../../../nodes/RunningHub/parameters/model-label';
import { RunningHub } from '../../../nodes/RunningHub/RunningHub.node';
import { loadCatalogue } from '../../../runninghub/catalogue/catalogue';
import { OPERATIONS, type Resource } from '../../../runninghub/catalogue/operations';
import { isMediaType } from '../../../runninghub/forms/form-field';
import { editorContext, NODE_NAME, prepare } from '../../n8n/execution.cts';
import menuNames from '../../runninghub/catalogue/menu-names.json';

const node = new RunningHub();
const { properties } = node.description;

async function namesIn(resource: string, operation: string, filter?: string): Promise<string[]> {
	const context = editorContext({ resource, operation });
	const { results } = await node.methods.listSearch.searchModels.call(context, filter);
	return results.map(({ name }) => name);
}

async function formOf(model: string) {
	const context = editorContext({
		resource: 'image',
		operation: 'generateFromText',
		model: { __rl: true, mode: 'list', value: model },
	});
	return await node.methods.resourceMapping.getModelFields.call(context);
}

const RESOURCES: readonly Resource[] = ['threeD', 'audio', 'image', 'text', 'video'];
const PLACES = RESOURCES.flatMap((resource) =>
	OPERATIONS[resource].map((operation) => ({ resource, operation })),
);

describe('the description', () => {
	it('is under 150 KB, and the code under it reads no catalogue data', () => {
		expect(JSON.stringify(node.description).length).toBeLessThan(150_000);
		const script = [
			"const { RunningHub } = require('./nodes/RunningHub/RunningHub.node.ts');",
			'JSON.stringify(new RunningHub().description);',
			"console.log(Object.keys(require.cache).filter((file) => file.endsWith('models.json')).length);",
		].join('\n');
		const printed = execFileSync(process.execPath, ['--require', 'tsx/cjs', '-e', script], {
			encoding: 'utf8',
		});
		expect(printed.trim()).toBe('0');
	});

	it('has the resources and operations whose values saved workflows hold', () => {
		const [resource] = properties;
		expect(resource?.default).toBe('image');
		const shown = properties
			.filter(({ name }) => name === 'operation')
			.map(({ displayOptions, options, default: value }) => [
				displayOptions?.show?.resource,
				valuesOf(options),
				value,
			]);
		expect(shown).toEqual([
			[['threeD'], [...OPERATIONS.threeD], 'generateFromText'],
			[['account'], ['get'], 'get'],
			[['aiApp'], ['getInputs', 'getMany', 'run'], 'run'],
			[['asset'], ['create', 'delete', 'getMany'], 'create'],
			[['audio'], [...OPERATIONS.audio], 'generateSpeech'],
			[['comfyUiServer'], ['getHistory', 'getNodeInfo', 'queuePrompt'], 'queuePrompt'],
			[['file'], ['getManyLoras', 'upload', 'uploadLora'], 'upload'],
			[['image'], [...OPERATIONS.image], 'generateFromText'],
			[['model'], ['get', 'getMany'], 'getMany'],
			[['quickCreate'], ['getStyles', 'run'], 'run'],
			[['task'], ['cancel', 'get', 'getWebhookEvent', 'resendWebhookEvent', 'wait'], 'get'],
			[['text'], [...OPERATIONS.text], 'generateFromText'],
			[['video'], [...OPERATIONS.video], 'generateFromText'],
			[['workflow'], ['get', 'run', 'runJson'], 'run'],
		]);
	});

	it('shows every field only where its conditions can be met', () => {
		const names = new Set(properties.map(({ name }) => name));
		for (const { displayOptions } of properties) {
			for (const key of Object.keys(displayOptions?.show ?? {})) expect(names).toContain(key);
		}
	});

	it('shows the fields of each operation in their order', () => {
		for (const { value: resource, operations } of NODE_RESOURCES) {
			for (const { value: operation, fields } of operations) {
				const shown = properties.filter(({ name, displayOptions }) => {
					const show = displayOptions?.show ?? {};
					const here = show.operation === undefined || show.operation.includes(operation);
					return name !== 'operation' && show.resource?.includes(resource) === true && here;
				});
				expect([resource, operation, shown.map(({ name }) => name)]).toEqual([
					resource,
					operation,
					fields.map(({ name }) => name),
				]);
			}
		}
	});

	it('says how to give files wherever half of the models take some', async () => {
		for (const { resource, operation } of PLACES) {
			const shown = properties.some(
				({ name, displayOptions }) =>
					name === 'filesNotice' && isShownFor(displayOptions, resource, operation),
			);
			const models = (await loadCatalogue()).list({ resource, operation });
			const taking = models.filter(({ fields }) => fields.some(({ type }) => isMediaType(type)));
			expect([resource, operation, shown]).toEqual([
				resource,
				operation,
				taking.length >= models.length / 2,
			]);
		}
	});

	it('says in each list of resources and operations what it is for', () => {
		for (const { name, description, operations } of NODE_RESOURCES) {
			expect([name, description]).toEqual([name, expect.stringMatching(/^\w.{9,78}[^.]$/)]);
			for (const operation of operations) expect(operation.description).not.toBe('');
		}
		expect(properties[0]?.options).toContainEqual({
			name: 'Video',
			value: 'video',
			description: expect.stringContaining('lip sync'),
		});
	});

	it('has an example of its own in every prompt, and says how many models take one', async () => {
		const examples = new Set<string>();
		let count = 0;
		for (const { resource, operation } of PLACES) {
			const [prompt] = properties.filter(
				({ name, displayOptions }) =>
					name === 'prompt' && isShownFor(displayOptions, resource, operation),
			);
			if (prompt === undefined) continue;
			count += 1;
			examples.add(prompt.placeholder ?? '');
			const models = (await loadCatalogue())
				.list({ resource, operation })
				.filter(({ fields }) => fields.length > 0);
			const taking = models.filter(({ fields }) => fields.some(({ role }) => role === 'prompt'));
			const part = taking.length / models.length;
			expect([resource, operation, part > 0.5]).toEqual([resource, operation, true]);
			expect(
				taking.some(({ fields }) =>
					fields.some(({ role, required }) => role === 'prompt' && required),
				),
			).toBe(true);
			const said = /take none/.test(prompt.description ?? '') ? 'most' : 'all';
			expect([resource, operation, said]).toEqual([
				resource,
				operation,
				part === 1 ? 'all' : 'most',
			]);
		}
		expect(examples.size).toBe(count);
		for (const example of examples) expect(example).toMatch(/^e\.g\. \S/);
	});

	it('has a field of several lines for lyrics exactly where some model takes them beside a prompt', async () => {
		for (const { resource, operation } of PLACES) {
			const fields = properties.filter(
				({ name, displayOptions }) =>
					name === 'lyrics' && isShownFor(displayOptions, resource, operation),
			);
			const taken = (await loadCatalogue())
				.list({ resource, operation })
				.some(({ fields: form }) =>
					form.some(({ label, role }) => label === 'Lyrics' && role !== 'prompt'),
				);
			expect([resource, operation, fields.length]).toEqual([resource, operation, taken ? 1 : 0]);
			for (const { typeOptions } of fields) expect(typeOptions?.rows).toBeGreaterThan(3);
		}
	});

	it('offers a prompt exactly where some model takes one', async () => {
		const prompts = properties.filter(({ name }) => name === 'prompt');
		for (const { resource, operation } of PLACES) {
			const shown = prompts.some(({ displayOptions }) =>
				isShownFor(displayOptions, resource, operation),
			);
			const taken = (await loadCatalogue())
				.list({ resource, operation })
				.some(({ fields }) => fields.some(({ role }) => role === 'prompt'));
			expect([resource, operation, shown]).toEqual([resource, operation, taken]);
		}
	});
});

function isShownFor(
	displayOptions: INodeProperties['displayOptions'],
	resource: string,
	operation: string,
): boolean {
	const show = displayOptions?.show ?? {};
	return (
		show.resource?.includes(resource) === true &&
		(show.operation === undefined || show.operation.includes(operation))
	);
}

function valuesOf(options: INodeProperties['options']): unknown[] {
	return (options ?? []).map((option) => ('value' in option ? option.value : undefined));
}

describe('the list of models', () => {
	it('is there without a credential, for every operation', async () => {
		for (const { resource, operation } of PLACES) {
			expect(await namesIn(resource, operation)).not.toEqual([]);
		}
	});

	it("finds every entry of RunningHub's own menu by its name there", async () => {
		expect(menuNames).toHaveLength(225);
		const models = (await loadCatalogue()).list();
		for (const name of menuNames) {
			const found = models.filter((model) => model.name.startsWith(name));
			const offered = await Promise.all(
				found.map(async (model) => ({
					model,
					names: await namesIn(model.resource, model.operation, name),
				})),
			);
			expect([name, offered.some(({ model, names }) => names.includes(modelLabel(model)))]).toEqual(
				[name, true],
			);
		}
	});

	it('has names that differ within a list, and a page for each that workflows can keep', async () => {
		let count = 0;
		for (const { resource, operation } of PLACES) {
			const context = editorContext({ resource, operation });
			const { results } = await node.methods.listSearch.searchModels.call(context);
			const names = results.map(({ name }) => name);
			expect(new Set(names).size).toBe(names.length);
			for (const { url } of results) {
				expect(url).toMatch(
					/^https:\/\/(?:www\.runninghub\.ai\/call-api\/api-detail\/\d+|github\.com\/n8n-nodes-runninghub\/.*\/docs\/models\/[a-z0-9]+\.md#[a-z0-9-]+)$/,
				);
			}
			count += names.length;
		}
		expect(count).toBe(486);
	});

	it('finds words in any order', async () => {
		expect(await namesIn('image', 'generateFromText', 'pro banana')).toContain(
			'Nano Banana Pro low price',
		);
		expect(await namesIn('image', 'generateFromText', 'no such model')).toEqual([]);
	});

	it('has withdrawn models last, and says so', async () => {
		const names = await namesIn('image', 'generateFromText');
		expect(names.at(-1)).toMatch(/ \(withdrawn\)$/);
		expect(names[0]).not.toMatch(/withdrawn/);
	});
});

describe('what stands under the node on the canvas', () => {
	const shown = (parameters: INode['parameters']): unknown => {
		const { workflow } = prepare({
			credential: { site: 'ai', baseUrl: '', apiKey: '' },
			node: { parameters },
		});
		const opened = workflow.getNode(NODE_NAME);
		if (opened === null) throw new Error('no node');
		return workflow.expression.getSimpleParameterValue(
			opened,
			node.description.subtitle ?? '',
			'internal',
			{},
		);
	};
	const chosen = (cachedResultName?: string) => ({
		__rl: true,
		mode: 'list',
		value: 'rhart-image-n-pro/text-to-image',
		...(cachedResultName !== undefined && { cachedResultName }),
	});

	it.each([
		['★ Nano Banana Pro low price', 'Nano Banana Pro low price: From Text'],
		[undefined, 'Image: From Text'],
	])('is the operation and the model %s by its name, never an endpoint', (name, expected) => {
		const parameters = { resource: 'image', operation: 'generateFromText', model: chosen(name) };
		expect(shown(parameters)).toBe(expected);
	});

	it('is in words for every operation, in few letters', () => {
		for (const { value: resource, name, operations } of NODE_RESOURCES) {
			for (const operation of operations) {
				const parameters = { resource, operation: operation.value, model: chosen() };
				expect(shown(parameters)).toBe(`${name}: ${operation.name.replace('Generate ', '')}`);
			}
		}
		const app = { __rl: true, mode: 'list', value: '1', cachedResultName: 'Photo to Film' };
		expect(shown({ resource: 'aiApp', operation: 'run', aiApp: app })).toBe('Photo to Film: Run');
	});
});

describe('the model of a new node', () => {
	const models = properties.filter(({ name }) => name === 'model');
	const shownFor = (resource: string, operation: string) =>
		models.filter(({ displayOptions }) => isShownFor(displayOptions, resource, operation));

	it('is one of the list it starts in, good, cheap, on both sites, and runs with a prompt alone', async () => {
		const [first, ...others] = shownFor('image', 'generateFromText');
		expect(others).toEqual([]);
		const model = (await loadCatalogue()).find('seedream-v5-lite/text-to-image');
		expect(model).toMatchObject({
			resource: 'image',
			operation: 'generateFromText',
			goodStart: 0,
			deprecated: false,
		});
		expect(model?.maybeInternationalOnly).toBeUndefined();
		expect(model?.price?.amount).toBeLessThan(0.3);
		expect(model?.fields.filter(({ required }) => required).map(({ role }) => role)).toEqual([
			'prompt',
		]);
		expect(first?.default).toEqual({
			mode: 'list',
			value: model?.endpoint,
			cachedResultName: model && modelLabel(model),
		});
	});

	it('is nowhere else, and n8n empties the field when the resource or operation changes', () => {
		for (const { resource, operation } of PLACES) {
			const [field, ...others] = shownFor(resource, operation);
			expect(others).toEqual([]);
			expect(field?.typeOptions?.loadOptionsDependsOn).toEqual(['resource', 'operation']);
			if (resource !== 'image' || operation !== 'generateFromText') {
				expect(field?.default).toEqual({ mode: 'list', value: '' });
			}
		}
	});

	it('has its form in the editor', async () => {
		const { fields } = await formOf('seedream-v5-lite/text-to-image');
		expect(fields.map(({ id }) => id)).toContain('width');
	});
});

describe('the form of a model', () => {
	it('shows required fields, keeps optional ones to be added, and leaves the prompt out', async () => {
		const { fields } = await formOf('rhart-image-n-pro/text-to-image');
		expect(
			fields.map(({ id, displayName, required, removed, readOnly, type, defaultValue }) => ({
				id,
				displayName,
				required,
				removed,
				readOnly,
				type,
				defaultValue,
			})),
		).toEqual([
			{
				id: 'aspectRatio',
				displayName: 'Aspect Ratio',
				required: false,
				removed: true,
				readOnly: false,
				type: 'options',
				defaultValue: '9:16',
			},
			{
				id: 'resolution',
				displayName: 'Resolution *',
				required: false,
				removed: false,
				readOnly: false,
				type: 'options',
				defaultValue: '1k',
			},
		]);
	});

	it('follows a typed endpoint', async () => {
		const { fields } = await formOf('/openapi/v2/rhart-image/z-image/turbo');
		expect(fields.map(({ id, displayName }) => [id, displayName])).toEqual([
			['28##select', 'Aspect Ratio *'],
			['29##file_type', 'Output Format'],
		]);
	});

	it.each([
		['', 'Choose a model'],
		['={{ $json.model }}', 'comes from an expression'],
		['brand-new/model', 'not in the list of this version'],
	])('says for the model "%s" what to do', async (model, notice) => {
		expect(await formOf(model)).toEqual({
			fields: [],
			emptyFieldsNotice: expect.stringContaining(notice),
		});
	});

	it('has labels that the editor shows whole', async () => {
		for (const { endpoint } of (await loadCatalogue()).list()) {
			for (const { displayName } of (await formOf(endpoint)).fields) {
				expect(displayName.length).toBeLessThanOrEqual(28);
				expect(displayName).not.toContain('##');
			}
		}
	});
});
