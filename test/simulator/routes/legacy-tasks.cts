import { authorizeLegacy, isAnswer } from '../authorization.cts';
import { legacy, refusal, refuse } from '../replies.cts';
import type { Answer } from '../replies.cts';
import { bodyOf, idText, isWebAddress } from '../request-fields.cts';
import type { RouteKind } from '../request-log.cts';
import type { Call, Route } from '../server.cts';
import type { Service } from '../service.cts';
import { legacyOutputs } from '../task-answers.cts';
import { isInt64 } from '../tasks.cts';
import type { TaskRecord } from '../tasks.cts';

/** Key and task of a v1 call; ids may come as text or as numbers. */
function readTask(service: Service, { request }: Call): TaskRecord | Answer {
	const key = authorizeLegacy(service, request, 'apiKey');
	if (isAnswer(key)) return key;
	const taskId = idText(bodyOf(request)['taskId']);
	if (taskId === undefined) return legacy(301, 'taskId cannot be empty');
	if (!isInt64(taskId)) return legacy(301, 'failed to parse request body');
	if (BigInt(taskId) <= 0n) return legacy(301, 'taskId must be positive');
	return service.tasks.find(taskId) ?? legacy(807, 'APIKEY_TASK_NOT_FOUND');
}

function isTask(value: TaskRecord | Answer): value is TaskRecord {
	return 'endpoint' in value;
}

function status(task: TaskRecord): Answer {
	return legacy(0, '', task.state === 'CANCEL' ? 'FAILED' : task.state);
}

function cancel(service: Service, task: TaskRecord): Answer {
	return service.tasks.cancel(task.id) ? legacy(0, 'success') : refuse('legacy', refusal('805'));
}

function webhookDetail(service: Service, task: TaskRecord): Answer {
	const record = service.webhooks.ofTask(task.id);
	if (record === undefined) return legacy(1, 'webhook event not exists');
	return legacy(0, 'success', {
		id: record.id,
		userApiKey: '****',
		taskId: record.taskId,
		webhookUrl: record.webhookUrl,
		event: 'TASK_END',
		eventData: record.eventData,
		callbackStatus: record.callbackStatus,
		callbackResponse: record.callbackResponse,
		retryCount: record.retryCount,
		createTime: new Date(record.createdAt).toISOString().slice(0, 19),
		updateTime: new Date(record.updatedAt).toISOString().slice(0, 19),
	});
}

function retryWebhook(service: Service, { request }: Call): Answer {
	const key = authorizeLegacy(service, request, 'apiKey');
	if (isAnswer(key)) return key;
	const { webhookId, webhookUrl } = bodyOf(request);
	const id = idText(webhookId);
	if (id === undefined) return legacy(301, 'webhookId cannot be empty');
	if (webhookUrl !== undefined && !isWebAddress(webhookUrl)) {
		return legacy(301, 'webhookUrl must be a web address');
	}
	const found = service.webhooks.resend(id, webhookUrl);
	return found ? legacy(0, '') : legacy(1, 'webhook event not exists');
}

/** v1 task calls, which answer for every task (docs/runninghub-api.md, sections 4.4, 4.5 and 7). */
export function legacyTaskRoutes(service: Service): Route[] {
	const taskRoute = (
		path: string,
		kind: RouteKind,
		answer: (task: TaskRecord) => Answer,
	): Route => ({
		method: 'POST',
		path,
		kind,
		shape: 'legacy',
		handle: (call) => {
			const task = readTask(service, call);
			return isTask(task) ? answer(task) : task;
		},
	});
	return [
		taskRoute('/task/openapi/status', 'status', status),
		taskRoute('/task/openapi/outputs', 'outputs', (task) =>
			legacyOutputs(task, new URL(service.baseUrl()).host),
		),
		taskRoute('/task/openapi/cancel', 'cancel', (task) => cancel(service, task)),
		taskRoute('/task/openapi/getWebhookDetail', 'webhookDetail', (task) =>
			webhookDetail(service, task),
		),
		{
			method: 'POST',
			path: '/task/openapi/retryWebhook',
			kind: 'webhookRetry',
			shape: 'legacy',
			handle: (call) => retryWebhook(service, call),
		},
	];
}
