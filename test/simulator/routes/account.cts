import { authorize, authorizeLegacy, isAnswer } from '../authorization.cts';
import { legacy } from '../replies.cts';
import type { Answer } from '../replies.cts';
import type { Call, Route } from '../server.cts';
import { currencyOf } from '../service.cts';
import type { Service } from '../service.cts';

function accountStatus(service: Service, { request }: Call): Answer {
	const key = authorizeLegacy(service, request, 'apikey');
	if (isAnswer(key)) return key;
	const hasWallet = key.kind !== 'NORMAL';
	return legacy(0, 'success', {
		remainCoins: String(key.coins),
		currentTaskCounts: String(service.tasks.inFlight(key.key) + key.occupied),
		remainMoney: hasWallet ? String(key.money) : null,
		currency: hasWallet ? currencyOf(service.site) : null,
		apiType: key.kind,
	});
}

function queueStatus(service: Service, { request }: Call): Answer {
	const key = authorize(service, 'envelope', request);
	if (isAnswer(key)) return key;
	const running = service.tasks.countInState(key.key, 'RUNNING') + key.occupied;
	const queued = service.tasks.countInState(key.key, 'QUEUED');
	return legacy(0, 'success', {
		apiKeyType: key.kind,
		concurrentLimit: key.concurrency,
		runningCount: String(running),
		queuedCount: String(queued),
		totalCurrentTasks: String(running + queued),
	});
}

function keyList(service: Service, { request }: Call): Answer {
	const key = authorize(service, 'envelope', request);
	if (isAnswer(key)) return key;
	return legacy(
		0,
		'success',
		service.keys.all().map((entry, index) => ({
			key: `${entry.key.slice(0, 4)}********${entry.key.slice(-5)}`,
			apiKeyName: `key ${index + 1}`,
			status: 1,
			quotaLimit: null,
			quotaUsed: 12,
			visible: true,
			expireAt: null,
			expireInMinute: null,
			createdAt: '2026-01-01T00:00:00',
		})),
	);
}

/** Account and queue (docs/runninghub-api.md, section 6). */
export function accountRoutes(service: Service): Route[] {
	return [
		{
			method: 'POST',
			path: '/uc/openapi/accountStatus',
			kind: 'account',
			shape: 'legacy',
			handle: (call) => accountStatus(service, call),
		},
		{
			method: 'GET',
			path: '/openapi/v2/queue/status',
			kind: 'queueStatus',
			shape: 'envelope',
			body: 'none',
			handle: (call) => queueStatus(service, call),
		},
		{
			method: 'GET',
			path: '/openapi/v2/api-key/list',
			kind: 'keyList',
			shape: 'envelope',
			body: 'none',
			handle: (call) => keyList(service, call),
		},
	];
}
