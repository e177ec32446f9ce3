import { isObject, jsonText } from './json.cts';
import type { JsonObject } from './json.cts';
import { messageOf, refuse } from './replies.cts';
import type { Answer, JsonAnswer, ReplyShape } from './replies.cts';
import type { LoggedRequest, RouteKind } from './request-log.cts';

/** Faults that come in place of the answer. */
type ReplacingKind =
	/** HTTP 502, HTML. */
	| 'badGateway'
	/** HTTP 503, JSON. */
	| 'unavailable'
	/** HTTP 500, JSON. */
	| 'serverError'
	/** HTTP 504, HTML. */
	| 'gatewayTimeout'
	/** HTTP 429, JSON, with Retry-After. */
	| 'tooManyRequests'
	/** HTTP 429, HTML, with Retry-After. */
	| 'tooManyRequestsHtml'
	/** HTTP 401, JSON. */
	| 'unauthorized'
	/** HTTP 403, a page, as a gateway answers it. */
	| 'forbidden'
	/** HTTP 404, XML as storage answers it. */
	| 'notFound'
	/** HTTP 200 with `code`, worded as the route words its refusals. */
	| 'code'
	/** HTTP 200 with JSON that ends too early. */
	| 'brokenJson'
	/** HTTP 200 without a body. */
	| 'emptyBody'
	/** HTTP 200, a page, as a gateway under maintenance answers it. */
	| 'page'
	/** No answer until the simulator closes; in-process requests are rejected at once. */
	| 'hang'
	/** The connection is cut. */
	| 'reset';

/** Faults that change a good answer; the work is always done. */
type ChangingKind =
	/** Ids as JSON numbers. */
	| 'numberIds'
	/** `errorCode` 0, nulls for texts and objects, numbers for amounts. */
	| 'oddTypes'
	/** `{code, msg, data}` around the answer. */
	| 'wrapped'
	/** `task_id` instead of `taskId`. */
	| 'snakeCaseId'
	/** Another `status` (`status`, else PENDING), no results. */
	| 'status'
	/** null for results or data. */
	| 'nullResults'
	/** Whatever `change` makes of it. */
	| 'changed'
	/** An answer or a download whose body ends before its Content-Length. */
	| 'cutOff'
	/** A download without Content-Type. */
	| 'noType'
	/** A download called `text/html`. */
	| 'wrongType';

/** Faults of callbacks. */
type WebhookKind =
	/** Never sent. */
	| 'lost'
	/** Sent `webhookLateBy` milliseconds after the task's end. */
	| 'late'
	/** Sent twice. */
	| 'duplicate'
	/** With the v1 body: `eventData` as text (docs/runninghub-api.md, section 7). */
	| 'legacyBody';

/** What can go wrong. */
export type FaultKind = ReplacingKind | ChangingKind | WebhookKind;

/** Something that is to go wrong. */
export interface FaultRule {
	/** Which requests (or callbacks) it hits. */
	readonly on: RouteKind | 'webhook';
	readonly kind: FaultKind;
	/** How many it hits, 1 unless told; `Infinity`: all. */
	readonly times?: number;
	/** Lets this many matching requests pass first. */
	readonly skip?: number;
	/**
	 * Whether the request's work is done although the answer is lost: the task made, the file kept,
	 * the task cancelled. Not, unless told. Faults that only change an answer always do the work.
	 */
	readonly taskCreated?: boolean;
	/** Narrows it down further. Callbacks have no request. */
	readonly match?: (request: LoggedRequest) => boolean;
	/** For `code`. */
	readonly code?: string;
	readonly message?: string;
	/** For `code`: without the empty task id or the null for data that say that nothing was made. */
	readonly bare?: boolean;
	/** For `status`. */
	readonly status?: string;
	/** For `changed`: the answer as it is to be. */
	readonly change?: (answer: JsonObject) => JsonObject;
	/** Seconds, for the 429s; 1 unless told. */
	readonly retryAfter?: number;
}

/** A rule at work. */
export interface ActiveFault {
	/** How many requests it has hit. */
	hits(): number;
	remove(): void;
}

interface Entry {
	readonly rule: FaultRule;
	skip: number;
	left: number;
	hits: number;
}

/** Faults on demand, in the order they were added. */
export class Faults {
	private entries: Entry[] = [];

	add(rule: FaultRule): ActiveFault {
		const entry: Entry = { rule, skip: rule.skip ?? 0, left: rule.times ?? 1, hits: 0 };
		this.entries.push(entry);
		return {
			hits: () => entry.hits,
			remove: () => {
				this.entries = this.entries.filter((other) => other !== entry);
			},
		};
	}

	clear(): void {
		this.entries = [];
	}

	/** The fault that hits this request, used up by one. */
	take(on: RouteKind | 'webhook', request?: LoggedRequest): FaultRule | undefined {
		for (const entry of this.entries) {
			const { rule } = entry;
			if (rule.on !== on || entry.left <= 0) continue;
			if (request !== undefined && rule.match?.(request) === false) continue;
			if (entry.skip > 0) {
				entry.skip -= 1;
				continue;
			}
			entry.left -= 1;
			entry.hits += 1;
			return rule;
		}
		return undefined;
	}
}

const CHANGING: readonly FaultKind[] = [
	'numberIds',
	'oddTypes',
	'wrapped',
	'snakeCaseId',
	'status',
	'nullResults',
	'changed',
	'cutOff',
	'noType',
	'wrongType',
];

/** Whether the request's work is done under this fault. */
export function doesTheWork(rule: FaultRule): boolean {
	return CHANGING.includes(rule.kind) || rule.taskCreated === true;
}

const HTML = { 'content-type': 'text/html' };
const JSON_TYPE = { 'content-type': 'application/json' };

function page(status: number, title: string): Answer {
	const body = `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>\r\n<center><h1>${status} ${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
	return { status, body, headers: HTML };
}

function withRetryAfter(answer: Answer, rule: FaultRule): Answer {
	return { ...answer, headers: { ...answer.headers, 'retry-after': String(rule.retryAfter ?? 1) } };
}

function numberIds(value: JsonObject): JsonObject {
	return Object.fromEntries(
		Object.entries(value).map(([key, entry]) => {
			if (key === 'taskId' && typeof entry === 'string' && entry !== '')
				return [key, BigInt(entry)];
			return [key, isObject(entry) ? numberIds(entry) : entry];
		}),
	);
}

function oddTypes(value: JsonObject): JsonObject {
	const usage = value['usage'];
	return {
		...value,
		errorCode: 0,
		errorMessage: null,
		promptTips: null,
		clientId: null,
		failedReason: null,
		...(isObject(usage)
			? {
					usage: Object.fromEntries(
						Object.entries(usage).map(([key, amount]) => [
							key,
							typeof amount === 'string' ? Number(amount) : (amount ?? null),
						]),
					),
				}
			: {}),
	};
}

function changed(rule: FaultRule, json: JsonObject): JsonObject {
	switch (rule.kind) {
		case 'numberIds':
			return numberIds(json);
		case 'oddTypes':
			return oddTypes(json);
		case 'wrapped':
			return { code: 0, msg: 'success', data: json };
		case 'snakeCaseId': {
			const { taskId, ...rest } = json;
			return { task_id: taskId, ...rest };
		}
		case 'status':
			return { ...json, status: rule.status ?? 'PENDING', results: null };
		case 'nullResults':
			return 'data' in json ? { ...json, data: null } : { ...json, results: null };
		case 'changed':
			return rule.change?.(json) ?? json;
		default:
			return json;
	}
}

function changedDownload(
	rule: FaultRule,
	headers: Readonly<Record<string, string>>,
): Record<string, string> {
	const { 'content-type': contentType, ...rest } = headers;
	if (rule.kind === 'noType') return rest;
	if (rule.kind === 'wrongType') return { ...rest, 'content-type': 'text/html' };
	return contentType === undefined ? rest : { ...rest, 'content-type': contentType };
}

function bare(answer: JsonAnswer): JsonAnswer {
	const { taskId: _taskId, status: _status, results: _results, data: _data, ...told } = answer.json;
	return { ...answer, json: told };
}

/**
 * The answer under a fault. `answer`: the good one, when the work was done. `undefined`: there
 * is no answer at all (`hang`, `reset`).
 */
export function answerUnder(
	rule: FaultRule,
	shape: ReplyShape,
	answer: Answer | undefined,
): Answer | undefined {
	switch (rule.kind) {
		case 'badGateway':
			return page(502, 'Bad Gateway');
		case 'gatewayTimeout':
			return page(504, 'Gateway Time-out');
		case 'unavailable':
			return { status: 503, json: { code: 503, msg: 'Service Unavailable' } };
		case 'serverError':
			return { status: 500, json: { code: 500, msg: 'UNKNOWN_ERROR', data: null } };
		case 'tooManyRequests':
			return withRetryAfter({ status: 429, json: { code: 429, msg: 'Too Many Requests' } }, rule);
		case 'tooManyRequestsHtml':
			return withRetryAfter(page(429, 'Too Many Requests'), rule);
		case 'unauthorized':
			return { status: 401, json: { code: -1, msg: 'ApiKey verification failed' } };
		case 'forbidden':
			return page(403, 'Forbidden');
		case 'notFound':
			return {
				status: 404,
				body: '<?xml version="1.0" encoding="utf-8" ?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>',
				headers: { 'content-type': 'application/xml' },
			};
		case 'code': {
			const code = rule.code ?? '1000';
			const refused = refuse(shape, { code, message: rule.message ?? messageOf(code) });
			return rule.bare === true ? bare(refused) : refused;
		}
		case 'brokenJson': {
			const whole =
				answer !== undefined && 'json' in answer ? jsonText(answer.json) : '{"taskId":"1990"}';
			return {
				status: 200,
				body: whole.slice(0, Math.ceil(whole.length * 0.6)),
				headers: JSON_TYPE,
			};
		}
		case 'emptyBody':
			return { status: 200, body: '', headers: JSON_TYPE };
		case 'page':
			return page(200, 'Under Maintenance');
		case 'hang':
		case 'reset':
			return undefined;
		default:
			if (answer === undefined) return undefined;
			return 'json' in answer
				? { ...answer, json: changed(rule, answer.json) }
				: { ...answer, headers: changedDownload(rule, answer.headers) };
	}
}
