import { authorize, isAnswer } from '../authorization.cts';
import { isObject } from '../json.cts';
import { flatFailure, refusal } from '../replies.cts';
import type { Answer } from '../replies.cts';
import type { Call, Route } from '../server.cts';
import type { Service } from '../service.cts';
import { queryAnswer } from '../task-answers.cts';
import { isInt64 } from '../tasks.cts';

function query(service: Service, { request }: Call): Answer {
	const key = authorize(service, 'flat', request);
	if (isAnswer(key)) return key;
	const taskId = isObject(request.body) ? request.body['taskId'] : undefined;
	if (!isInt64(taskId)) return flatFailure(refusal('1007', 'failed to parse request body'));
	if (BigInt(taskId) <= 0n) {
		return flatFailure(refusal('1007', 'taskId must be greater than 0'));
	}
	const task = service.tasks.find(taskId);
	if (task !== undefined) return { status: 200, json: queryAnswer(task, service.settings) };
	const unknown = flatFailure(refusal('1004'));
	return {
		status: 200,
		json: { ...unknown.json, taskId, status: service.settings.unknownTaskStatus },
	};
}

/** The v2 query (docs/runninghub-api.md, section 4.1). */
export function queryRoutes(service: Service): Route[] {
	return [
		{
			method: 'POST',
			path: '/openapi/v2/query',
			kind: 'query',
			shape: 'flat',
			handle: (call) => query(service, call),
		},
	];
}
