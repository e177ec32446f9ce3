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
