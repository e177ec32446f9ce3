import assert from 'node:assert/strict';
import { asObject, asText, type JsonObject, type JsonValue } from '../../../runninghub/json';
import { rows } from '../outcome.cts';
import { jsonOf, type ExampleStage } from './example-stage.cts';
import { startScriptedChatModel } from './scripted-chat-model.cts';

const QUESTION = 'A wide picture of a lighthouse for my blog, please.';
const PROMPT = 'A lighthouse on a cliff, storm, breaking waves, photograph';
/** In bytes: what a model gets back costs tokens. */
const LONGEST_TOOL_ANSWER = 2000;

/** The agent makes one picture with the node as its tool, and answers with the link. */
export async function agentWithImageTool(stage: ExampleStage): Promise<string> {
	const { session, asked } = stage;
	const model = await startScriptedChatModel((request) => {
		const answer = toolAnswers(request).at(-1);
		if (answer !== undefined) return { says: `Here it is: ${linkIn(answer)}` };
		const [tool] = toolsOf(request);
		return {
			calls: asText(tool?.['name']),
			with: { prompt: PROMPT, size: '1920*1080' },
		};
	});
	const openAiApi = await session.importCredential('Scripted chat model', 'openAiApi', {
		apiKey: 'scripted',
		url: model.baseUrl,
	});
	const execution = await stage
		.run({ settings: { chatInput: QUESTION }, others: { openAiApi } })
		.finally(() => model.close());

	assert.equal(model.requests.length, 2);
	const [first, second] = model.requests;
	assert.match(JSON.stringify(first?.['messages']), /picture editor/);
	assert.match(JSON.stringify(first?.['messages']), /lighthouse for my blog/);
	const [tool, ...others] = toolsOf(first ?? {});
	assert.deepEqual(others, []);
	assert.match(asText(tool?.['description']), /^Makes one picture from a description/);
	const { properties } = asObject(tool?.['parameters']);
	assert.deepEqual(Object.keys(asObject(properties)).sort(), ['prompt', 'size']);
	assert.match(asText(asObject(asObject(properties)['prompt'])['description']), /shows/);

	assert.deepEqual(asked.submits(), [{ prompt: PROMPT, size: '1920*1080' }]);
	assert.equal(asked.requests('download').length, 0, 'the picture was downloaded for the agent');
	const [answer = '', ...more] = toolAnswers(second ?? {});
	assert.deepEqual(more, []);
	const bytes = Buffer.byteLength(answer);
	assert.ok(bytes < LONGEST_TOOL_ANSWER, `the tool answered with ${bytes} bytes`);
	const [task] = stage.simulator.tasks().slice(-1);
	assert.equal(linkIn(answer), task?.results?.[0]?.url);
	assert.ok(!/base64|mimeType|"binary"/.test(answer), answer);
	const [said] = jsonOf(rows(execution, 'Answer with pictures'));
	assert.equal(said?.['output'], `Here it is: ${linkIn(answer)}`);
	assert.deepEqual([asked.tasks(), asked.charges()], [1, 1]);
	return `the tool answered with ${bytes} bytes`;
}

const WISH = 'I need a cheap square picture of a teapot with the word TEA on it.';
const TEAPOT = 'A white teapot with the word TEA in blue letters, studio light';

/** The agent lists the models, looks at one, and makes a picture with it; its first try is refused. */
export async function agentChoosesModel(stage: ExampleStage): Promise<string> {
	const { session, asked } = stage;
	const model = await startScriptedChatModel((request) => {
		const [listed, looked, refused, made] = toolAnswers(request);
		const tool = (verb: string): string =>
			toolsOf(request)
				.map(({ name }) => asText(name))
				.find((name) => name.startsWith(verb)) ?? verb;
		if (listed === undefined) return { calls: tool('List'), with: { search: 'qwen' } };
		const endpoint = endpointIn(listed);
		if (looked === undefined) return { calls: tool('Look'), with: { endpoint } };
		if (made !== undefined) return { says: `Here it is: ${linkIn(made)}` };
		const size = refused === undefined ? 'square' : squareIn(looked);
		const extraParameters = JSON.stringify({ size });
		return { calls: tool('Make'), with: { endpoint, prompt: TEAPOT, extraParameters } };
	});
	const openAiApi = await session.importCredential('Scripted chat model', 'openAiApi', {
		apiKey: 'scripted',
		url: model.baseUrl,
	});
	const execution = await stage
		.run({ settings: { chatInput: WISH }, others: { openAiApi } })
		.finally(() => model.close());

	assert.equal(model.requests.length, 5);
	const [make] = toolsOf(model.requests[0] ?? {}).filter(({ name }) =>
		asText(name).startsWith('Make'),
	);
	const { properties } = asObject(make?.['parameters']);
	assert.deepEqual(Object.keys(asObject(properties)).sort(), [
		'endpoint',
		'extraParameters',
		'prompt',
	]);
	const answers = toolAnswers(model.requests.at(-1) ?? {});
	const [listed = '', looked = '', refused = '', made = ''] = answers;
	assert.match(listed, /priceCurrency/);
	assert.ok(!listed.includes('parameters'), 'the list has the parameters');
	assert.ok(looked.includes(endpointIn(listed)), looked);
	assert.match(refused, /size/);
	const [submit, ...others] = asked.requests('submit');
	assert.deepEqual(others, []);
	assert.ok(submit?.path.endsWith(`/${endpointIn(listed)}`), submit?.path);
	assert.deepEqual(submit?.body, { prompt: TEAPOT, size: squareIn(looked) });
	const [task] = stage.simulator.tasks().slice(-1);
	assert.equal(linkIn(made), task?.results?.[0]?.url);
	const [said] = jsonOf(rows(execution, 'Choose a model and make it'));
	assert.equal(said?.['output'], `Here it is: ${linkIn(made)}`);
	assert.deepEqual([asked.tasks(), asked.charges()], [1, 1]);
	const bytes = answers.map((answer) => Buffer.byteLength(answer));
	return `the tools answered with ${bytes.join(', ')} bytes`;
}

/** The first endpoint in a tool's answer, whether its JSON is an object or text in an object. */
function endpointIn(answer: string): string {
	return /"endpoint\\?":\s*\\?"([^"\\]+)/.exec(answer)?.[1] ?? 'none';
}

/** The first size in a tool's answer that is as high as wide. */
function squareIn(answer: string): string {
	return /\b(\d{3,})\*\1\b/.exec(answer)?.[0] ?? 'none';
}

/** The functions that a request offers to the model. */
function toolsOf({ tools }: JsonObject): JsonObject[] {
	return objects(tools).map((tool) => asObject(tool['function']));
}

/** What tools answered, as the model gets it. */
function toolAnswers({ messages }: JsonObject): string[] {
	return objects(messages)
		.filter(({ role }) => role === 'tool')
		.map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content)));
}

function objects(value: JsonValue | undefined): JsonObject[] {
	return Array.isArray(value) ? value.map(asObject) : [];
}

function linkIn(text: string): string {
	return /https?:\/\/[^\s"\\]+/.exec(text)?.[0] ?? '';
}
