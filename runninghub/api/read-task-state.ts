import { errorFromAnswer, readable } from '../errors/error-from-answer';
import { RunningHubError } from '../errors/runninghub-error';
import {
	asNumber,
	asObject,
	asText,
	isJsonObject,
	type JsonObject,
	type JsonValue,
	tryParseJson,
} from '../json';
import { codeOf, textOf } from './answer';
import { failedNode, refusalsIn, refusedGraph } from './node-errors';

/** One result of a task: a file, a text, or both. */
export interface TaskResult {
	/** Lives 24 hours (docs/runninghub-api.md, section 9). */
	readonly url: string | null;
	/** File extension in lower case, such as `png`. */
	readonly fileType: string | null;
	readonly nodeId: string | null;
	readonly text: string | null;
	/** A file without an address that could be shown: `path` holds `{apiKey}` where the key belongs. */
	readonly file?: { readonly name: string; readonly path: string };
}

/** What RunningHub charged. Amounts are in the account's currency, coins are RH coins. */
export interface TaskCost {
	readonly money: number | null;
	readonly coins: number | null;
	readonly thirdParty: number | null;
}

/**
 * What a task cost in the account's currency: what RunningHub charges for its machines and what it
 * charges for models of others, together; null when it tells neither. Source:
 * docs/runninghub-api.md, section 4.1.
 */
export function amountOf({ money, thirdParty }: TaskCost): number | null {
	if (money === null && thirdParty === null) return null;
	// Amounts such as 0.1 + 0.2 must not come out as 0.30000000000000004.
	return Math.round(((money ?? 0) + (thirdParty ?? 0)) * 1e6) / 1e6;
}

/** What one look at a task found (docs/runninghub-api.md, sections 4.2 and 4.3). */
export type TaskState =
	| { readonly phase: 'active'; readonly status: string; readonly raw: JsonObject }
	| {
			readonly phase: 'done';
			readonly status: 'SUCCESS';
			readonly results: readonly TaskResult[];
			readonly cost: TaskCost;
			readonly raw: JsonObject;
	  }
	| {
			readonly phase: 'failed';
			readonly status: string;
			readonly error: RunningHubError;
			readonly raw: JsonObject;
	  }
	| { readonly phase: 'cancelled'; readonly status: string; readonly raw: JsonObject }
	/** RunningHub knows no such task. */
	| { readonly phase: 'missing'; readonly error: RunningHubError; readonly raw: JsonObject }
	/** An empty status without a code: seen for cancelled tasks, and nowhere explained. */
	| { readonly phase: 'unclear'; readonly raw: JsonObject }
	/** Not the task's state but a refusal to tell it. */
	| { readonly phase: 'refused'; readonly error: RunningHubError; readonly raw: JsonObject };

const CANCELLED = new Set(['CANCEL', 'CANCELED', 'CANCELLED']);
const FAILED = new Set(['FAILED', 'FAIL', 'ERROR']);
const MISSING_CODES = new Set(['1004', '807', '423']);

/** Reads the flat object that a v2 query, or a v2 submission, answers with. */
export function readTaskState(body: JsonObject): TaskState {
	const raw = body;
	const status = asText(body.status).trim().toUpperCase();
	const code = codeOf(body);
	if (MISSING_CODES.has(code)) {
		return {
			phase: 'missing',
			error: errorFromAnswer({ code, text: textOf(body), httpStatus: 200 }),
			raw,
		};
	}
	if (status === 'SUCCESS') {
		return { phase: 'done', status, results: readResults(body), cost: readCost(body), raw };
	}
	if (FAILED.has(status)) return { phase: 'failed', status, error: taskError(body, code), raw };
	if (CANCELLED.has(status)) return { phase: 'cancelled', status, raw };
	if (status !== '') return { phase: 'active', status, raw };
	if (code === '') return { phase: 'unclear', raw };
	return {
		phase: 'refused',
		error: errorFromAnswer({ code, text: textOf(body), httpStatus: 200 }),
		raw,
	};
}

function readResults(body: JsonObject): TaskResult[] {
	return Array.isArray(body.results) ? readResultList(body.results) : [];
}

/** Results, each an object, a plain link, or a plain text (docs/runninghub-api.md, section 4.1). */
export function readResultList(results: readonly JsonValue[]): TaskResult[] {
	return results.flatMap((result) => {
		if (isJsonObject(result)) return [readResult(result)];
		const text = asText(result).trim();
		return text === ''
			? []
			: [/^https?:\/\/\S+$/i.test(text) ? linkResult(text) : textResult(text)];
	});
}

function textResult(text: string): TaskResult {
	return { url: null, fileType: null, nodeId: null, text };
}

function linkResult(url: string): TaskResult {
	const [path = ''] = url.split(/[?#]/, 1);
	const fileType = /\.([a-z0-9]{1,5})$/i.exec(path)?.[1]?.toLowerCase() ?? null;
	return { url, fileType, nodeId: null, text: null };
}

/** One result, under any of the names seen for its parts (docs/runninghub-api.md, section 4.1). */
function readResult(result: JsonObject): TaskResult {
	const url = asText(result.url) || asText(result.outputUrl) || asText(result.fileUrl);
	const text = asText(result.text) || asText(result.content) || asText(result.output);
	const fileType = (asText(result.outputType) || asText(result.fileType)).toLowerCase();
	return {
		url: url === '' ? null : url,
		fileType: fileType === '' ? null : fileType,
		nodeId: asText(result.nodeId) || null,
		text: text === '' ? null : text,
	};
}

function readCost(body: JsonObject): TaskCost {
	const usage = asObject(body.usage);
	return {
		money: asNumber(usage.consumeMoney),
		coins: asNumber(usage.consumeCoins),
		thirdParty: asNumber(usage.thirdPartyConsumeMoney),
	};
}

function taskError(body: JsonObject, code: string): RunningHubError {
	const base = errorFromAnswer({
		code: code === '' ? '805' : code,
		text: textOf(body),
		httpStatus: 200,
	});
	const refusals = refusalsIn(body.promptTips);
	if (refusals.length > 0) return refusedGraph(refusals, '').with({ noTaskMade: false });
	const words = plainReason(body.failedReason);
	if (words !== '') {
		const message = base.message.includes(words) ? base.message : `${base.message}: ${words}`;
		return base.with({ message, noTaskMade: false });
	}
	const { failedReason } = body;
	const node = failedNode(
		asObject(typeof failedReason === 'string' ? tryParseJson(failedReason) : failedReason),
		'task',
	);
	if (node === undefined) return base.with({ noTaskMade: false });
	return base.with({
		kind: 'taskFailed',
		message: node,
		hint: 'Correct the input of this ComfyUI node, or the workflow on the RunningHub site.',
		noTaskMade: false,
	});
}

/** The reason of a failure where it is plain text, else ''. */
function plainReason(value: unknown): string {
	if (typeof value !== 'string') return '';
	const parsed = tryParseJson(value);
	if (typeof parsed === 'object') return '';
	return readable((typeof parsed === 'string' ? parsed : value).trim());
}
