import type { INode } from 'n8n-workflow';
import { loadCatalogue } from '../../../runninghub/catalogue/catalogue';
import { APP_IDS, WORKFLOW_IDS } from '../../simulator/fixtures.cts';
import { SUBMIT_KINDS } from '../../simulator/request-log.cts';
import { filledIn, itemWithFiles, type NodeValues, onStage, pasted, type Stage } from './stage.cts';

const PERSON = {
	items: [{ json: { text: 'a fox', list: ['a', 'b'], person: { name: 'Anna' }, year: 1999 } }],
};
const SUBMIT = { waitMode: 'submit' };
const PICTURE_ITEM = {
	items: [
		itemWithFiles({ data: { content: 'a picture', mimeType: 'image/png', fileName: 'a.png' } }),
	],
};

/** Why nothing was uploaded or submitted; fails when anything was. */
async function refusal(stage: Stage, values: NodeValues, rest: object = PERSON): Promise<string> {
	const { error } = await stage.run(values, rest);
	expect(stage.simulator.requestsOf(...SUBMIT_KINDS, 'upload', 'legacyUpload')).toEqual([]);
	return `${error?.message}`;
}

/** What the user is told beside the items, but of files that were left to the app's author. */
async function hintsOf(stage: Stage, values: NodeValues, rest: object = PERSON): Promise<string[]> {
	const { error, run } = await stage.run(values, rest);
	expect(error).toBeUndefined();
	const told = run.data.resultData.runData.RunningHub?.flatMap(({ hints }) => hints ?? []) ?? [];
	return told
		.map(({ message }) => message)
		.filter((message) => !message.includes("author's own sample"));
}

/** An endpoint whose prompt may be left out, with or without a file that is needed. */
async function withOptionalPrompt(needsImage: boolean): Promise<NodeValues> {
	const models = (await loadCatalogue()).list();
	for (const { endpoint, resource, operation, fields } of models) {
		const main = fields.find(({ role }) => role === 'prompt');
		const needed = fields.filter(({ required }) => required);
		const images = needed.filter(({ type }) => type === 'image');
		if (main === undefined || main.required || needed.length !== images.length) continue;
		if (images.length !== (needsImage ? 1 : 0)) continue;
		const form = Object.fromEntries(images.map(({ id }) => [id, 'data']));
		return { resource, operation, model: endpoint, form, ...SUBMIT };
	}
	throw new Error('The catalogue has no such model');
}

describe('a prompt by expression', () => {
	it.concurrent.each([
		['={{ $json.text }}', 'a fox'],
		['={{ $json.year }}', '1999'],
		['={{ new Date(0) }}', '1970-01-01T00:00:00.000Z'],
		['=A photo of {{ $json.text }} in {{ $json.year }}', 'A photo of a fox in 1999'],
		['=Tags: {{ $json.list }}', /^Tags: .*a.*b/],
		['Say {{ $json.text }}', 'Say {{ $json.text }}'],
	])('%s is sent as %s', async (prompt, expected) => {
		await onStage(async (stage) => {
			expect(await hintsOf(stage, { prompt, ...SUBMIT })).toEqual([]);
			const [task] = stage.simulator.tasks();
			expect(task?.body).toMatchObject({
				prompt: typeof expected === 'string' ? expected : expect.stringMatching(expected),
			});
		});
	});

	it.concurrent.each([
		['={{ $json.list }}', 'Prompt: ["a","b"] (a list) is not allowed. Allowed: text.'],
		['={{ $json.person }}', 'Prompt: {"name":"Anna"} (an object) is not allowed. Allowed: text.'],
		[
			'=A photo of {{ $json.person }} please',
			'Prompt: {"name":"Anna"} (an object), from {{ $json.person }}, is not allowed. Allowed: text.',
		],
		['={{ "A " + $json.person }}', /^Prompt: "A \[object Object\]" is not allowed/],
		['={{ $json.typo }}', /^Prompt: a value is required: {{ \$json\.typo }} gave nothing/],
		['={{ $json.a }} {{ $json.b }}', /^Prompt: a value is required/],
	])('%s is refused', async (prompt, expected) => {
		await onStage(async (stage) => {
			expect(await refusal(stage, { prompt })).toMatch(expected);
		});
	});

	it('that gives nothing is refused where a model has nothing else to go on', async () => {
		const values = await withOptionalPrompt(false);
		await onStage(async (stage) => {
			expect(await refusal(stage, { ...values, prompt: '={{ $json.typo }}' })).toMatch(
				/^Prompt: a value is required: {{ \$json\.typo }} gave nothing/,
			);
		});
	});

	it('that gives nothing is told where a model has a picture to work from', async () => {
		const values = { ...(await withOptionalPrompt(true)), prompt: '={{ $json.typo }}' };
		await onStage(async (stage) => {
			stage.simulator.setWallet(stage.key, { money: 1000, coins: 1000 });
			expect(await hintsOf(stage, values, PICTURE_ITEM)).toEqual([
				expect.stringMatching(/^Prompt: {{ \$json\.typo }} gave nothing/),
			]);
			// Nobody is told of a prompt that was left empty on purpose.
			expect(await hintsOf(stage, { ...values, prompt: '' }, PICTURE_ITEM)).toEqual([]);
		});
	});

	it('with a hole is told of once, and sent', async () => {
		const items = [...PERSON.items, ...PERSON.items];
		await onStage(async (stage) => {
			const values = { prompt: '=A photo of {{ $json.typo }} please', ...SUBMIT };
			expect(await hintsOf(stage, values, { items })).toEqual([
				'Prompt: {{ $json.typo }} gave nothing, so the text lacks it.',
			]);
			expect(stage.simulator.tasks()).toHaveLength(2);
		});
	});
});

describe('a text of a form by expression', () => {
	const app = (value: string): NodeValues => ({
		resource: 'aiApp',
		operation: 'run',
		fields: {
			aiApp: pasted(APP_IDS.allKinds, 'id'),
			appParameters: filledIn({ '52.prompt': value }),
			...SUBMIT,
		},
	});

	it('with an object in it is refused by the name of the field', async () => {
		await onStage(async (stage) => {
			expect(await refusal(stage, app('=Show {{ $json.person }}'))).toMatch(
				/^Image editing text input box \(52\.prompt\): .* from {{ \$json\.person }}, is not allowed/,
			);
		});
	});

	it('that gives nothing is told', async () => {
		await onStage(async (stage) => {
			expect(await hintsOf(stage, app('={{ $json.typo }}'))).toEqual([
				expect.stringMatching(/\(52\.prompt\): {{ \$json\.typo }} gave nothing/),
			]);
		});
	});
});

describe('a value whose field is gone', () => {
	const schema = [{ id: '99.text', displayName: 'Old text' }];
	const fields = (of: 'aiApp' | 'workflow', id: string, value: INode['parameters']) => ({
		resource: of,
		operation: 'run',
		fields: {
			[of]: pasted(id, 'id'),
			[of === 'aiApp' ? 'appParameters' : 'workflowParameters']: {
				mappingMode: 'defineBelow',
				value,
				schema,
			},
			...SUBMIT,
		},
	});

	it.each([
		[
			'an AI app',
			'aiApp',
			APP_IDS.allKinds,
			/^Inputs: the AI app has no Old text \(99\.text\) any more\. It has: Photo \(39\.image\), Music/,
		],
		[
			'a workflow',
			'workflow',
			WORKFLOW_IDS.textToImage,
			/^Node Inputs: the workflow has no Old text \(99\.text\) any more\. It has: .*\(6\.text\)/,
		],
	] as const)('is refused in the form of %s', async (_what, of, id, problem) => {
		await onStage(async (stage) => {
			expect(await refusal(stage, fields(of, id, { '99.text': 'a fox' }))).toMatch(problem);
		});
	});

	it('counts only when it was filled in', async () => {
		await onStage(async (stage) => {
			const untouched = { '99.text': null, '98.text': '', '97.text': [] };
			expect(await hintsOf(stage, fields('aiApp', APP_IDS.allKinds, untouched))).toEqual([]);
		});
	});

	it('is told of in the form of a model', async () => {
		await onStage(async (stage) => {
			expect(await hintsOf(stage, { form: { resolution: '1k', old: 'x' }, ...SUBMIT })).toEqual([
				'Parameters: this model has no old, so it was left out.',
			]);
		});
	});
});

describe('an option by expression', () => {
	const workflow = (options: INode['parameters']): NodeValues => ({
		resource: 'workflow',
		operation: 'run',
		fields: { workflow: pasted(WORKFLOW_IDS.textToImage, 'id'), ...SUBMIT, options },
	});

	it.concurrent.each([
		[{ instanceType: '={{ ["plus"] }}' }, /^Instance Type: \["plus"\] \(a list\) is not allowed/],
		[{ webhookUrl: '={{ ["https://a.example"] }}' }, /^Webhook URL: .*\(a list\) is not allowed/],
		[{ maxConcurrent: 0.5 }, /^Max Concurrent Tasks: 0\.5 is not allowed.*a whole number/],
		[{ addMetadata: '={{ "yes" }}' }, /^Add Metadata: "yes" is not allowed/],
		[{ output: '={{ ["perTask"] }}' }, /^Output: \["perTask"\] \(a list\) is not allowed/],
	])('%j is refused', async (options, problem) => {
		await onStage(async (stage) => {
			expect(await refusal(stage, workflow(options))).toMatch(problem);
		});
	});

	it('may be the word for a switch', async () => {
		await onStage(async (stage) => {
			const options = { usePersonalQueue: '={{ "true" }}', addMetadata: '={{ "FALSE" }}' };
			await stage.run(workflow(options));
			const [request] = stage.simulator.requestsOf('workflowRun');
			expect(request?.body).toMatchObject({ usePersonalQueue: true, addMetadata: false });
		});
	});

	it.each(['maxPrice', 'maxTotalPrice'])('that gives nothing is no limit: %s', async (name) => {
		await onStage(async (stage) => {
			expect(await refusal(stage, { options: { [name]: '={{ $json.typo }}' } })).toMatch(
				/^Maximum (Total )?Price: nothing, from {{ \$json\.typo }}, is not allowed/,
			);
		});
	});
});
