import type { Answer } from '../../runninghub/api/answer';
import { asText, tryParseJson, type JsonObject } from '../../runninghub/json';
import { judged, NotChecked, type Check } from './check.cts';
import { dataIn, objectsIn, type Visit } from './visit.cts';
import { listed, told } from './words.cts';

/** The types of inputs that were seen (docs, section 13.3). */
const TYPES = [
	'STRING',
	'IMAGE',
	'AUDIO',
	'VIDEO',
	'LIST',
	'INT',
	'FLOAT',
	'BOOLEAN',
	'SWITCH',
	'LORA',
	'COMBO',
	'SELECT',
	'TEXT',
	'NUMBER',
];
const PARTS = ['nodeId', 'nodeName', 'fieldName', 'fieldValue', 'fieldType', 'description'];
const PAGING = ['current', 'size', 'total', 'pages', 'hasNext'];
/** What the transport leaves in the place of the caller's key. */
const KEY_WAS_HERE = '[API key]';

/** The id in the sample call of a listed app. */
function idIn(record: JsonObject): string {
	return /\/run\/ai-app\/(\d+)/.exec(asText(record.invokeExample))?.[1] ?? '';
}

/** The inputs of the first public app that shows any. */
async function someApp(visit: Visit): Promise<{ answer: Answer; inputs: JsonObject[] }> {
	const ids = objectsIn(dataIn(await visit.publicApps()).records)
		.map(idIn)
		.filter((id) => id !== '');
	if (ids.length === 0) throw new NotChecked('the public list names no app');
	let answer: Answer | undefined;
	for (const id of ids) {
		answer = await visit.appInputs(id);
		const inputs = objectsIn(dataIn(answer).nodeInfoList);
		if (inputs.length > 0) return { answer, inputs };
	}
	if (answer?.ok === false) return { answer, inputs: [] };
	throw new NotChecked('no app of the first page shows inputs');
}

async function inputsOfSomeApp(visit: Visit): Promise<JsonObject[]> {
	const { inputs, answer } = await someApp(visit);
	if (inputs.length === 0) throw new NotChecked(`there are no inputs: ${told(answer)}`);
	return inputs;
}

/** The public apps, and the inputs of one (docs, sections 13.3 and 13.4). */
export function appChecks(visit: Visit): Check[] {
	return [
		{
			section: '13.4',
			statement: 'A listed app has a title, and its id in the sample call only',
			expected: 'title, an id in invokeExample, no other id',
			look: async () => {
				const answer = await visit.publicApps();
				const records = objectsIn(dataIn(answer).records);
				if (records.length === 0) return judged(false, answer.ok ? 'no records' : told(answer));
				const untold = [
					...(records.every(({ title }) => asText(title) !== '') ? [] : ['no title']),
					...(records.every((record) => idIn(record) !== '') ? [] : ['no id in invokeExample']),
					...(records.every(({ id, webappId }) => id === undefined && webappId === undefined)
						? []
						: ['an id of its own']),
				];
				return judged(
					untold.length === 0,
					untold.join(', ') || 'title, an id in invokeExample, no other id',
				);
			},
		},
		{
			section: '13.4',
			statement: 'The list of apps tells its pages',
			expected: PAGING.join(', '),
			look: async () => {
				const answer = await visit.publicApps();
				const there = PAGING.filter((name) => dataIn(answer)[name] !== undefined);
				return judged(
					there.length === PAGING.length,
					answer.ok ? there.join(', ') || 'none of these' : told(answer),
				);
			},
		},
		{
			section: '13.3',
			statement: 'An input of an app names its node, field, value and type',
			expected: PARTS.join(', '),
			look: async () => {
				const { inputs, answer } = await someApp(visit);
				const there = PARTS.filter((name) => inputs.every((input) => input[name] !== undefined));
				return judged(
					inputs.length > 0 && there.length === PARTS.length,
					answer.ok ? there.join(', ') || 'none of these' : told(answer),
				);
			},
		},
		{
			section: '13.3',
			statement: 'The inputs of an app have known types',
			expected: 'no other type',
			look: async () => {
				const inputs = await inputsOfSomeApp(visit);
				const others = inputs
					.map(({ fieldType }) => asText(fieldType))
					.filter((type) => !TYPES.includes(type));
				return judged(others.length === 0, listed(others) || 'no other type');
			},
		},
		{
			section: '13.3',
			statement: 'The data of an input is JSON text, or missing',
			expected: 'JSON text, null or missing',
			look: async () => {
				const others = (await inputsOfSomeApp(visit)).filter(
					({ fieldData }) =>
						fieldData !== undefined &&
						fieldData !== null &&
						fieldData !== '' &&
						(typeof fieldData !== 'string' || tryParseJson(fieldData) === undefined),
				);
				return judged(
					others.length === 0,
					others.length === 0
						? 'JSON text, null or missing'
						: listed(others.map(({ fieldType }) => `another form with ${asText(fieldType)}`)),
				);
			},
		},
		{
			section: '13.3',
			statement: "The sample call of an app's inputs holds the caller's own key",
			expected: 'the key in data.curl',
			look: async () => {
				const { answer } = await someApp(visit);
				if (!answer.ok) throw new NotChecked(`there are no inputs: ${told(answer)}`);
				const { curl } = dataIn(answer);
				const holds = asText(curl).includes(KEY_WAS_HERE);
				return judged(
					holds,
					holds
						? 'the key in data.curl'
						: `data.curl ${curl === undefined ? 'is missing' : 'without it'}`,
				);
			},
		},
	];
}
