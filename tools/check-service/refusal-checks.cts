import { codeOf, namesNoTask } from '../../runninghub/api/answer';
import { judged, type Check } from './check.cts';
import type { Question, Visit } from './visit.cts';
import { told } from './words.cts';

/** Nobody's: of the usual length, and within 64 bits. */
const UNKNOWN_ID = '1999999999999999999';
const UNKNOWN_ENDPOINT = 'check-service/no-such-model';
/** Any endpoint: the key is looked at first. */
const SOME_ENDPOINT = 'rhart-image-n-pro/text-to-image';

const WITH_A_WRONG_KEY: ReadonlyArray<readonly [string, Question]> = [
	['An enveloped call', { method: 'GET', path: '/openapi/v2/queue/status' }],
	['A flat call', { method: 'POST', path: `/openapi/v2/price-preview/${SOME_ENDPOINT}`, json: {} }],
	[
		'A call of the older generation',
		{ method: 'POST', path: '/uc/openapi/accountStatus', json: {}, keyField: 'apikey' },
	],
];

interface Refusal {
	readonly section: string;
	readonly statement: string;
	readonly codes: readonly string[];
	readonly question: Question;
}

const REFUSALS: readonly Refusal[] = [
	{
		section: '4.3',
		statement: 'The query of a task that does not exist is refused',
		codes: ['1004'],
		question: { method: 'POST', path: '/openapi/v2/query', json: { taskId: UNKNOWN_ID } },
	},
	{
		section: '4.3',
		statement: 'The query of an id that is no number is refused',
		codes: ['1007'],
		question: { method: 'POST', path: '/openapi/v2/query', json: { taskId: 'no-number' } },
	},
	{
		section: '4.4',
		statement: 'The older status of a task that does not exist is refused',
		codes: ['807'],
		question: legacy('/task/openapi/status', { taskId: UNKNOWN_ID }),
	},
	{
		section: '4.4',
		statement: 'The older outputs of a task that does not exist are refused',
		codes: ['807'],
		question: legacy('/task/openapi/outputs', { taskId: UNKNOWN_ID }),
	},
	{
		section: '4.5',
		statement: 'Cancelling a task that does not exist is refused',
		codes: ['807', '423'],
		question: legacy('/task/openapi/cancel', { taskId: UNKNOWN_ID }),
	},
	{
		section: '8',
		statement: 'The price preview of an unknown endpoint is refused',
		codes: ['1001'],
		question: { method: 'POST', path: `/openapi/v2/price-preview/${UNKNOWN_ENDPOINT}`, json: {} },
	},
	{
		section: '12.2',
		statement: 'The graph of a workflow that does not exist is refused',
		codes: ['380'],
		question: legacy('/api/openapi/getJsonApiFormat', { workflowId: UNKNOWN_ID }),
	},
	{
		section: '13.3',
		statement: 'The inputs of an app that does not exist are refused',
		codes: ['901'],
		question: {
			method: 'GET',
			path: `/api/webapp/apiCallDemo?webappId=${UNKNOWN_ID}`,
			keyField: 'apiKey',
		},
	},
];

function legacy(path: string, json: Record<string, string>): Question {
	return { method: 'POST', path, json, keyField: 'apiKey' };
}

/** What is refused, and how: a wrong key, and what does not exist (docs, sections 1.5 and 8). */
export function refusalChecks(visit: Visit): Check[] {
	const upload: Question = {
		method: 'POST',
		path: '/openapi/v2/media/upload/binary',
		upload: { fields: {}, file: visit.picture },
	};
	const wrongKeys = [...WITH_A_WRONG_KEY, ['An upload', upload] as const];
	return [
		...wrongKeys.map(
			([name, question]): Check => ({
				section: '1.5',
				statement: `${name} with a wrong key is refused for the key`,
				expected: 'HTTP 401, or a code or text of a wrong key',
				look: async () => {
					const answer = await visit.askAsStranger(question);
					return judged(!answer.ok && answer.error.facts.keyRefused === true, told(answer));
				},
			}),
		),
		...REFUSALS.map(
			({ section, statement, codes, question }): Check => ({
				section,
				statement,
				expected: `code ${codes.join(' or ')}`,
				look: async () => {
					const answer = await visit.ask(question);
					return judged(codes.includes(codeOf(answer.body)), told(answer));
				},
			}),
		),
		unknownSubmission(visit),
	];
}

/** What the client takes for the proof that nothing was bought. */
function unknownSubmission(visit: Visit): Check {
	return {
		section: '8',
		statement: 'A refused submit says in so many words that there is no task',
		expected: 'HTTP 200, a code, an empty taskId or data that is null',
		look: async () => {
			const answer = await visit.ask({
				method: 'POST',
				path: `/openapi/v2/${UNKNOWN_ENDPOINT}`,
				json: {},
			});
			if (answer.ok) return judged(false, told(answer));
			const proves = namesNoTask(answer.body);
			const isRefusal = codeOf(answer.body) !== '' && answer.error.facts.httpStatus === 200;
			return judged(
				proves && isRefusal,
				`${proves ? 'no task named' : 'an open answer'}; ${told(answer)}`,
			);
		},
	};
}
