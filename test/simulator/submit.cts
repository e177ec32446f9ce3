import type { Model } from './catalogue.cts';
import type { GraphExecution } from './graph-execution.cts';
import { jsonText } from './json.cts';
import type { Json, JsonObject } from './json.cts';
import type { ApiKey } from './keys.cts';
import { priceOf } from './price.cts';
import { refusal } from './replies.cts';
import type { Refusal } from './replies.cts';
import { SUBMIT_KINDS } from './request-log.cts';
import { makeModelResults } from './results.cts';
import type { Service } from './service.cts';
import { planFromKeywords } from './task-plan.cts';
import type { FailingNode, TaskFailure } from './task-plan.cts';
import type { TaskOrder, TaskRecord, TaskResult } from './tasks.cts';

const MINUTE = 60_000;
const SOON = 500;

function tooManySubmits(service: Service, key: ApiKey): boolean {
	const limit = service.settings.submitsPerMinute;
	if (limit === null) return false;
	const since = service.clock.now() - MINUTE;
	const recent = service.log
		.of(...SUBMIT_KINDS)
		.filter((entry) => entry.at > since && entry.key === key.key);
	return recent.length > limit;
}

function busyCode(service: Service, key: ApiKey): string {
	if (key.kind === 'EXCLUSIVE') return '415';
	return key.kind === 'NORMAL' ? service.settings.normalBusyCode : '421';
}

/** Whether a key can pay: SHARED with money, NORMAL with coins (docs/runninghub-api.md, section 8: 812, 416). */
function walletRefusal(key: ApiKey, price: number): Refusal | undefined {
	if (key.kind === 'SHARED' && key.money < price) return refusal('812');
	if (key.kind === 'NORMAL' && key.coins <= 0) return refusal('416');
	return undefined;
}

function slotsAreTaken(service: Service, key: ApiKey): boolean {
	return service.tasks.inFlight(key.key) + key.occupied >= key.concurrency;
}

/** Whether a key has a free slot right now (docs/runninghub-api.md, section 10). */
function slotRefusal(service: Service, key: ApiKey): Refusal | undefined {
	if (tooManySubmits(service, key)) return refusal('1003');
	if (!slotsAreTaken(service, key)) return undefined;
	const code = busyCode(service, key);
	return code === '421' ? refusal('421', 'api queue limit reached') : refusal(code);
}

/** Dedicated keys may queue beyond their machines (docs/runninghub-api.md, section 12.1). */
function personalQueueRefusal(service: Service, key: ApiKey): Refusal | undefined {
	if (tooManySubmits(service, key)) return refusal('1003');
	const waiting = service.tasks.inFlight(key.key) - key.concurrency;
	return waiting >= service.settings.personalQueueLimit ? refusal('814') : undefined;
}

/** A submit that passed all checks of its request. */
export interface TaskSubmit {
	readonly order: TaskOrder;
	/** What keywords are looked for in. */
	readonly texts: readonly Json[];
	/** The price of a run of so many milliseconds; `undefined`: before the length is known. */
	readonly price: (duration?: number) => number;
	readonly makeResults: (task: TaskRecord) => readonly TaskResult[] | null;
	readonly webhookUrl?: string;
	readonly personalQueue?: boolean;
	/** Graph tasks: what is run. */
	readonly execution?: GraphExecution;
	/** The node that fails when a node is to fail. */
	readonly failingNode?: FailingNode;
	/** The task fails within half a second, whatever the plan: its graph was refused. */
	readonly failsSoon?: TaskFailure;
}

function isLongData(value: Json): boolean {
	return typeof value === 'string' && value.startsWith('data:');
}

/** Makes the task, or refuses for want of money or a slot, or because the plan says so. */
export function submitTask(
	service: Service,
	key: ApiKey,
	submit: TaskSubmit,
): TaskRecord | Refusal {
	const queues = submit.personalQueue === true && key.kind === 'EXCLUSIVE';
	const refused =
		walletRefusal(key, submit.price()) ??
		(queues ? personalQueueRefusal(service, key) : slotRefusal(service, key));
	if (refused !== undefined) return refused;
	const facts = service.tasks.nextFacts(submit.order);
	const texts = submit.texts.filter((value) => !isLongData(value));
	const keywords = planFromKeywords(jsonText(texts), submit.failingNode);
	const decided = service.planFor({ ...facts, key: key.key, plan: keywords }) ?? keywords;
	if (decided.refusal !== undefined) return decided.refusal;
	const plan =
		submit.failsSoon === undefined ? decided : { failure: submit.failsSoon, duration: SOON };
	const duration = plan.duration ?? service.settings.duration(facts);
	return service.tasks.create({
		facts,
		key,
		plan,
		duration,
		price: submit.price(duration),
		queueShare: service.settings.queueShare,
		makeResults: submit.makeResults,
		...(queues && slotsAreTaken(service, key)
			? { waits: service.tasks.untilFree(key.key, key.concurrency - key.occupied) }
			: {}),
		...(submit.webhookUrl === undefined ? {} : { webhookUrl: submit.webhookUrl }),
		...(submit.execution === undefined ? {} : { execution: submit.execution }),
	});
}

/** A model run that passed all checks of its request. */
export interface ModelSubmit {
	readonly model: Model;
	readonly body: JsonObject;
	readonly values: ReadonlyMap<string, Json>;
	readonly webhookUrl?: string;
}

/** Makes the task of a model run, or refuses it. */
export function submitModel(
	service: Service,
	key: ApiKey,
	{ model, body, values, webhookUrl }: ModelSubmit,
): TaskRecord | Refusal {
	return submitTask(service, key, {
		order: { origin: 'model', generation: 'v2', endpoint: model.endpoint, body },
		texts: [...values.values()],
		price: () => priceOf(model, values),
		makeResults: (task) => makeModelResults(task, model, values, service),
		...(webhookUrl === undefined ? {} : { webhookUrl }),
	});
}

/** Whether a submit, or a check before it, ended in a refusal. */
export function isRefusal(outcome: object): outcome is Refusal {
	return 'code' in outcome && 'message' in outcome;
}
