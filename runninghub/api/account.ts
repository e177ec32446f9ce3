import { asNumber, asText } from '../json';
import type { Transport } from '../transport';
import { dataOf } from './answer';
import { askWithKeyField, READ_TIMEOUT, send } from './ask';

/** How busy the key is. */
export interface QueueStatus {
	/** `NORMAL`, `SHARED` or `EXCLUSIVE`; '' when not told. */
	readonly keyType: string;
	/** Tasks that may run at a time; null when not told. */
	readonly limit: number | null;
	readonly running: number;
	readonly queued: number;
	/** Running and queued together. */
	readonly current: number;
}

/**
 * Asks how many tasks the key runs and may run. Free of side effects.
 *
 * @throws RunningHubError. Source: docs/runninghub-api.md, section 6.2.
 */
export async function getQueueStatus(
	transport: Transport,
	signal?: AbortSignal,
): Promise<QueueStatus> {
	const data = dataOf(
		await send(transport, {
			method: 'GET',
			path: '/openapi/v2/queue/status',
			timeout: READ_TIMEOUT,
			...(signal && { signal }),
		}),
	);
	const running = asNumber(data.runningCount) ?? 0;
	const queued = asNumber(data.queuedCount) ?? 0;
	return {
		keyType: asText(data.apiKeyType),
		limit: asNumber(data.concurrentLimit),
		running,
		queued,
		current: asNumber(data.totalCurrentTasks) ?? running + queued,
	};
}

/** The account behind the key. */
export interface Account {
	/** RH coins; null when not told. */
	readonly coins: number | null;
	/** Wallet balance in `currency`; null for consumer keys. */
	readonly money: number | null;
	/** `CNY` or `USD`; '' when not told. */
	readonly currency: string;
	/** `NORMAL`, `SHARED` or `EXCLUSIVE`. */
	readonly keyType: string;
	/** Tasks queued or running. */
	readonly currentTasks: number | null;
}

/**
 * Asks for the balance and the kind of the key. This one endpoint spells the key `apikey`.
 *
 * @throws RunningHubError. Source: docs/runninghub-api.md, section 6.1.
 */
export async function getAccount(transport: Transport, signal?: AbortSignal): Promise<Account> {
	const answer = await askWithKeyField(transport, 'apikey', {
		method: 'POST',
		path: '/uc/openapi/accountStatus',
		json: {},
		timeout: READ_TIMEOUT,
		...(signal && { signal }),
	});
	if (!answer.ok) throw answer.error;
	const data = dataOf(answer.body);
	return {
		coins: asNumber(data.remainCoins),
		money: asNumber(data.remainMoney),
		currency: asText(data.currency),
		keyType: asText(data.apiType),
		currentTasks: asNumber(data.currentTaskCounts),
	};
}

/** What a key may be used for. */
export interface KeyAbilities {
	readonly canRunModels?: boolean;
	/** Quick Creates too. */
	readonly canRunAppsAndWorkflows?: boolean;
}

/**
 * What a kind of key may be used for: every kind runs workflows, AI apps and Quick Creates, only
 * `SHARED` runs models too. Nothing is told of a kind that is not known.
 * Source: docs/runninghub-api.md, section 10.
 */
export function keyAbilities(keyType: string): KeyAbilities {
	if (!['NORMAL', 'SHARED', 'EXCLUSIVE'].includes(keyType)) return {};
	return { canRunModels: keyType === 'SHARED', canRunAppsAndWorkflows: true };
}
