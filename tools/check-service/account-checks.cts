import { asText } from '../../runninghub/json';
import { judged, type Check } from './check.cts';
import { dataIn, KEY_KINDS, objectsIn, type Visit } from './visit.cts';
import { told, typesOf } from './words.cts';

const COUNTS = ['concurrentLimit', 'runningCount', 'queuedCount', 'totalCurrentTasks'];
const MASKED = /\*{2,}/;

/** The kind of the key, the queue, the account and the list of keys (docs, section 6). */
export function accountChecks(visit: Visit, keyKind: string): Check[] {
	const { currency } = visit.service;
	const hasWallet = keyKind !== 'NORMAL';
	return [
		{
			section: '6.2',
			statement: 'The queue status tells the kind of key',
			expected: 'NORMAL, SHARED or EXCLUSIVE',
			look: async () => {
				const answer = await visit.queueStatus();
				const kind = asText(dataIn(answer).apiKeyType);
				return judged(KEY_KINDS.includes(kind), answer.ok ? kind || 'no apiKeyType' : told(answer));
			},
		},
		{
			section: '6.2',
			statement: 'The queue status has its limit as a number, its counts as text',
			expected:
				'concurrentLimit: number, runningCount: text, queuedCount: text, totalCurrentTasks: text',
			look: async () => {
				const answer = await visit.queueStatus();
				const { apiKeyType: _kind, ...counts } = dataIn(answer);
				const types = typesOf(counts, COUNTS);
				const isUsual =
					typeof counts.concurrentLimit === 'number' &&
					COUNTS.slice(1).every((name) => /^\d+$/.test(String(counts[name] ?? ''))) &&
					COUNTS.slice(1).every((name) => typeof counts[name] === 'string');
				return judged(isUsual, answer.ok ? types : told(answer));
			},
		},
		{
			section: '6.1',
			statement: 'The account status tells the same kind of key',
			expected: keyKind,
			look: async () => {
				const answer = await visit.account();
				const kind = asText(dataIn(answer).apiType);
				return judged(kind === keyKind, answer.ok ? kind || 'no apiType' : told(answer));
			},
		},
		{
			section: '6.1',
			statement: `The account status of ${hasWallet ? 'an enterprise' : 'a consumer'} key has ${hasWallet ? 'money and its currency' : 'no money and no currency'}`,
			expected: hasWallet
				? `remainMoney: text, currency: ${currency}`
				: 'remainMoney: null, currency: null',
			look: async () => {
				const answer = await visit.account();
				const { remainMoney, currency: theirs } = dataIn(answer);
				const isUsual = hasWallet
					? typeof remainMoney === 'string' && theirs === currency
					: remainMoney === null && theirs === null;
				const seen = `${typesOf({ remainMoney }, ['remainMoney'])}, currency: ${asText(theirs) || 'null'}`;
				return judged(isUsual, answer.ok ? seen : told(answer));
			},
		},
		{
			section: '6.1',
			statement: 'The account status has coins and tasks as text',
			expected: 'remainCoins: text, currentTaskCounts: text',
			look: async () => {
				const answer = await visit.account();
				const seen = typesOf(dataIn(answer), ['remainCoins', 'currentTaskCounts']);
				return judged(
					seen === 'remainCoins: text, currentTaskCounts: text',
					answer.ok ? seen : told(answer),
				);
			},
		},
		{
			section: '6.1',
			statement: 'The list of keys masks them',
			expected: 'a list, each key masked',
			look: async () => {
				const answer = await visit.ask({ method: 'GET', path: '/openapi/v2/api-key/list' });
				const keys = objectsIn(answer.body.data);
				const masked = keys.filter(({ key }) => MASKED.test(asText(key)));
				if (keys.length === 0) return judged(false, answer.ok ? 'no list of keys' : told(answer));
				return judged(
					masked.length === keys.length,
					masked.length === keys.length ? 'a list, each key masked' : 'keys that are not masked',
				);
			},
		},
	];
}
