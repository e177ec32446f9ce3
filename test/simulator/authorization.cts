import { isObject } from './json.cts';
import type { ApiKey } from './keys.cts';
import { enveloped, flatFailure, legacy, refusal } from './replies.cts';
import type { Answer, ReplyShape } from './replies.cts';
import type { LoggedRequest } from './request-log.cts';
import type { Service } from './service.cts';
import type { WrongKeyReply } from './settings.cts';

const TEXT = 'ApiKey verification failed';

function usualReply(shape: ReplyShape, request: LoggedRequest): Exclude<WrongKeyReply, 'byRoute'> {
	if (request.kind === 'upload' || request.kind === 'legacyUpload') return 'http401';
	if (request.kind.startsWith('proxy')) return 'http401Text';
	if (shape === 'flat') return 'errorCode1002';
	return shape === 'legacy' ? 'code802' : 'code401';
}

/** How a wrong key is answered (docs/runninghub-api.md, section 1.5). */
export function wrongKeyAnswer(
	service: Service,
	shape: ReplyShape,
	request: LoggedRequest,
): Answer {
	const { wrongKeyReply } = service.settings;
	switch (wrongKeyReply === 'byRoute' ? usualReply(shape, request) : wrongKeyReply) {
		case 'http401':
			return { status: 401, json: { code: -1, msg: TEXT } };
		case 'http401Text':
			return { status: 401, body: TEXT, headers: { 'content-type': 'text/plain' } };
		case 'code401':
			return { status: 200, json: { code: 401, message: TEXT } };
		case 'keyNotFound':
			return enveloped(401, `${TEXT}: API Key不存在`);
		case 'code802':
			return legacy(802, 'APIKEY_UNAUTHORIZED');
		case 'userNotFound':
			return legacy(806, 'APIKEY_USER_NOT_FOUND');
		case 'userNotExist':
			return legacy(1, 'user not exist');
		case 'errorCode1002':
			return flatFailure(refusal('1002'));
		case 'errorCode1601':
			return flatFailure(refusal('1601', 'API Key invalid|API Key 无效'));
	}
}

function bearerOf(request: LoggedRequest): string | undefined {
	return /^Bearer (\S+)$/.exec(request.headers['authorization'] ?? '')?.[1];
}

/** The key of a v2 request: `Authorization: Bearer` and nothing else. */
export function authorize(
	service: Service,
	shape: ReplyShape,
	request: LoggedRequest,
): ApiKey | Answer {
	return letIn(service, shape, request, bearerOf(request));
}

/** The key of a request that may name it without `Bearer` (docs/runninghub-api.md, section 13.4). */
export function authorizeBare(
	service: Service,
	shape: ReplyShape,
	request: LoggedRequest,
): ApiKey | Answer {
	return letIn(service, shape, request, bearerOf(request) ?? request.headers['authorization']);
}

function letIn(
	service: Service,
	shape: ReplyShape,
	request: LoggedRequest,
	given: string | undefined,
): ApiKey | Answer {
	const key = given === undefined ? undefined : service.keys.find(given);
	if (key === undefined) return wrongKeyAnswer(service, shape, request);
	request.key = key.key;
	return key;
}

/** The key of a request whose path or query names it; a Bearer beside it must be the same. */
export function authorizeByAddress(
	service: Service,
	shape: ReplyShape,
	request: LoggedRequest,
	given: string,
): ApiKey | Answer {
	const inHeader = request.headers['authorization'];
	const same = inHeader === undefined || bearerOf(request) === given;
	return letIn(service, shape, request, same ? given : undefined);
}

/**
 * The key of a v1 request: in the body under `name`, and in the header too where there is one.
 * The two must be the same (docs/runninghub-api.md, section 1.2).
 */
export function authorizeLegacy(
	service: Service,
	request: LoggedRequest,
	name: 'apiKey' | 'apikey',
): ApiKey | Answer {
	const inBody = isObject(request.body) ? request.body[name] : undefined;
	const inHeader = request.headers['authorization'];
	const bearer = bearerOf(request);
	const rule = service.settings.legacyBodyKey;
	if (inBody === undefined && rule === 'required') {
		return legacy(301, `PARAMS_INVALID: ${name} cannot be empty`);
	}
	const refused =
		(inBody !== undefined && rule === 'refused') ||
		(inHeader !== undefined && bearer === undefined) ||
		(inBody !== undefined && bearer !== undefined && inBody !== bearer);
	const given = inBody ?? bearer;
	return letIn(
		service,
		'legacy',
		request,
		refused || typeof given !== 'string' ? undefined : given,
	);
}

/** Whether a check of the key ended in an answer already. */
export function isAnswer(value: object): value is Answer {
	return 'status' in value;
}
