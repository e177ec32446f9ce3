import type { Readable } from 'node:stream';
import type { Json, JsonObject } from './json.cts';

/** An answer that is JSON. */
export interface JsonAnswer {
	readonly status: number;
	readonly json: JsonObject;
	readonly headers?: Readonly<Record<string, string>>;
}

/** Any other answer. */
export interface RawAnswer {
	readonly status: number;
	readonly body: string | Buffer | Readable;
	readonly headers: Readonly<Record<string, string>>;
}

/** What a route answers. */
export type Answer = JsonAnswer | RawAnswer;

/** How a group of routes words its answers (docs/runninghub-api.md, sections 1.4 and 2). */
export type ReplyShape = 'flat' | 'envelope' | 'legacy';

/** Why a request is refused. */
export interface Refusal {
	readonly code: string;
	readonly message: string;
}

const MESSAGES: Readonly<Record<string, string>> = {
	'301': 'PARAMS_INVALID',
	'380': 'WORKFLOW_NOT_EXISTS',
	'412': 'TOKEN_INVALID',
	'414': 'TASK_CREATE_FAILED_BY_NOT_ENOUGH_POWER_VALUE',
	'415': 'TASK_INSTANCE_MAXED',
	'416': 'TASK_CREATE_FAILED_BY_NOT_ENOUGH_WALLET',
	'421': 'TASK_QUEUE_MAXED',
	'433': 'VALIDATE_PROMPT_FAILED',
	'435': 'TASK_USER_EXCLAPI_INSTANCE_NOT_FOUND',
	'436': 'TASK_USER_EXCLAPI_REQUIRED',
	'500': 'UNKNOWN_ERROR',
	'801': 'APIKEY_UNSUPPORTED_FREE_USER',
	'802': 'APIKEY_UNAUTHORIZED',
	'803': 'APIKEY_INVALID_NODE_INFO',
	'805': 'APIKEY_TASK_STATUS_ERROR',
	'807': 'APIKEY_TASK_NOT_FOUND',
	'808': 'APIKEY_UPLOAD_FAILED',
	'809': 'APIKEY_FILE_SIZE_EXCEEDED',
	'810': 'WORKFLOW_NOT_SAVED_OR_NOT_RUNNING',
	'812': 'Insufficient balance in the enterprise wallet|企业版余额不足，请充值',
	'814': 'PERSONAL_QUEUE_COUNT_LIMIT',
	'901': 'WEBAPP_NOT_EXISTS',
	'1000': 'Unknown error, please try again|未知错误，请重试',
	'1001': 'Invalid URL|请求地址错误',
	'1002': 'Invalid API key|API Key 无效',
	'1003': 'Too many requests per minute|请求过于频繁',
	'1004': 'Task not found or expired|任务不存在或已过期',
	'1005': 'Internal error|系统内部错误',
	'1006': 'Task timed out|任务超时',
	'1007': 'Invalid parameters|参数错误',
	'1008': 'File too large|文件过大',
	'1009': 'Wrong HTTP method|请求方法错误',
	'1010': 'Service unavailable|服务不可用',
	'1011': 'System busy, please try again later|系统繁忙，请稍后再试',
	'1012': 'The upstream service answered badly|上游服务异常',
	'1013': 'File processing failed|文件处理失败',
	'1014': 'Only enterprise shared API keys can call this model|仅企业级共享 API Key 可调用',
	'1015': 'Generation failed, please try again|生成失败，请重试',
	'1501': 'The content check failed|内容审核未通过',
	'1504': 'The model timed out|模型超时',
	'1505': 'Images of photorealistic real people are prohibited|不支持真人',
	'1520': 'TASK_USER_CONCURRENT_LIMIT',
	'40310':
		'This model is no longer available on the CN endpoint. Please migrate to the AI endpoint (runninghub.ai).|该模型已在国内站下线',
};

/** The text that goes with a code when the caller has none. */
export function messageOf(code: string): string {
	return MESSAGES[code] ?? `Error ${code}|错误 ${code}`;
}

/** A refusal with the usual text of its code, unless told. */
export function refusal(code: string, message = messageOf(code)): Refusal {
	return { code, message };
}

/** A flat v2 failure: HTTP 200, no task. */
export function flatFailure({ code, message }: Refusal): JsonAnswer {
	return {
		status: 200,
		json: { taskId: '', status: '', errorCode: code, errorMessage: message, results: null },
	};
}

/** `{code, message, data}`, the shape of v2 management calls. */
export function enveloped(code: number, message: string, data: Json = null): JsonAnswer {
	return { status: 200, json: { code, message, data } };
}

/** `{code, msg, data}`, the shape of every v1 call. */
export function legacy(code: number, msg: string, data: Json = null): JsonAnswer {
	return { status: 200, json: { code, msg, data } };
}

/** A refusal in the shape of the route it happened on. */
export function refuse(shape: ReplyShape, why: Refusal): JsonAnswer {
	switch (shape) {
		case 'flat':
			return flatFailure(why);
		case 'envelope':
			return enveloped(Number(why.code), why.message);
		case 'legacy':
			return legacy(Number(why.code), why.message);
	}
}
