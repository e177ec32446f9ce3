import type { Model } from './catalogue.cts';
import { jsonText } from './json.cts';
import type { Json, JsonObject } from './json.cts';
import type { ApiKey } from './keys.cts';
import { priceOf } from './price.cts';
import { refusal } from './replies.cts';
import type { Refusal } from './replies.cts';
import { makeResults } from './results.cts';
import type { Service } from './service.cts';
import { planFromKeywords } from './task-plan.cts';
import type { TaskRecord } from './tasks.cts';

const MINUTE = 60_000;

function tooManySubmits(service: Service, key: ApiKey): boolean {
	const limit = service.settings.submitsPerMinute;
	if (limit === null) return false;
	const since = service.clock.now() - MINUTE;
	const recent = service.log
		.of('submit')
		.filter((entry) => entry.at > since && entry.headers['authorization'] === `Bearer ${key.key}`);
	return recent.length > limit;
}

function busyCode(service: Service, key: ApiKey): string {
	if (key.kind === 'EXCLUSIVE') return '415';
	return key.kind === 'NORMAL' ? service.settings.normalBusyCode : '421';
}

/** Whether a key can pay: SHARED with money, NORMAL with coins (docs/runninghub-api.md, section 8: 812, 416). */
export function walletRefusal(key: ApiKey, price: number): Refusal | undefined {
	if (key.kind === 'SHARED' && key.money < price) return refusal('812');
	if (key.kind === 'NORMAL' && key.coins <= 0) return refusal('416');
	return undefined;
}

/** Whether a key has a free slot right now (docs/runninghub-api.md, section 10). */
export function slotRefusal(service: Service, key: ApiKey): Refusal | undefined {
	if (tooManySubmits(service, key)) return refusal('1003');
	const taken = service.tasks.inFlight(key.key) + key.occupied;
	if (taken < key.concurrency) return undefined;
	const code = busyCode(service, key);
	return code === '421' ? refusal('421', 'api queue limit reached') : refusal(code);
}

/** A model run that passed all checks of its request. */
export interface ModelSubmit {
	readonly model: Model;
	readonly body: JsonObject;
	readonly values: ReadonlyMap<string, Json>;
	readonly webhookUrl?: string;
}

/** Makes the task, or refuses for want of money or a slot, or because the plan says so. */
export function submitModel(
	service: Service,
	key: ApiKey,
	{ model, body, values, webhookUrl }: ModelSubmit,
): TaskRecord | Refusal {
	const price = priceOf(model, values);
	const refused = walletRefusal(key, price) ?? slotRefusal(service, key);
	if (refused !== undefined) return refused;
	const facts = service.tasks.nextFacts(model.endpoint, body);
	const texts = [...values.values()].filter((value) => !isLongData(value));
	const keywords = planFromKeywords(jsonText(texts));
	const plan = service.planFor({ ...facts, key: key.key, plan: keywords }) ?? keywords;
	if (plan.refusal !== undefined) return plan.refusal;
	return service.tasks.create({
		facts,
		key,
		plan,
		price,
		duration: plan.duration ?? service.settings.duration(facts),
		queueShare: service.settings.queueShare,
		makeResults: (task) => makeResults(task, model, values, service.files, service.baseUrl()),
		...(webhookUrl === undefined ? {} : { webhookUrl }),
	});
}

function isLongData(value: Json): boolean {
	return typeof value === 'string' && value.startsWith('data:');
}
