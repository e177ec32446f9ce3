import { appGraph } from '../app-graph.cts';
import { authorize, authorizeLegacy, isAnswer } from '../authorization.cts';
import { coverUrl } from '../covers.cts';
import type { JsonObject } from '../json.cts';
import type { ApiKey } from '../keys.cts';
import { readNodeInfo } from '../node-info.cts';
import { legacy, refusal } from '../replies.cts';
import type { Answer, Refusal } from '../replies.cts';
import { bodyOf, filledText, idText } from '../request-fields.cts';
import { runAnswer } from '../run-answers.cts';
import { balanceRefusal } from './graph-runs.cts';
import { invalidParameter, readRunOptions } from '../run-options.cts';
import type { Call, Route } from '../server.cts';
import type { Service } from '../service.cts';
import { STORED_QUICK_CREATES } from '../stored-quick-creates.cts';
import { submitGraph } from '../submit-graph.cts';
import { isRefusal } from '../submit.cts';
import type { TaskRecord } from '../tasks.cts';

const FIELDS = ['apiKey', 'webappId', 'quickCreateCode', 'nodeInfoList'];

function submitQuickCreate(service: Service, key: ApiKey, body: JsonObject): TaskRecord | Refusal {
	const options = readRunOptions(service, key, 'v1', body, FIELDS);
	if (isRefusal(options)) return options;
	const webappId = idText(body['webappId']);
	if (webappId === undefined) return invalidParameter('v1', 'webappId cannot be empty');
	const code = filledText(body['quickCreateCode']);
	if (code === undefined) return invalidParameter('v1', 'quickCreateCode cannot be empty');
	const quickCreate = STORED_QUICK_CREATES.get(webappId);
	if (quickCreate === undefined) return refusal('901');
	if (!quickCreate.codes.includes(code)) {
		return invalidParameter('v1', `there is no quickCreateCode ${code}`);
	}
	const values = readNodeInfo(body['nodeInfoList']);
	if (typeof values === 'string') return invalidParameter('v1', values);
	return submitGraph(service, key, {
		order: {
			origin: 'quickCreate',
			generation: 'v1',
			endpoint: `quick-create/${webappId}`,
			body,
		},
		runnable: appGraph(webappId, quickCreate.fields, quickCreate.outputs),
		values,
		options,
	});
}

function run(service: Service, { request }: Call): Answer {
	const key = authorizeLegacy(service, request, 'apiKey');
	if (isAnswer(key)) return key;
	const outcome = balanceRefusal(service) ?? submitQuickCreate(service, key, bodyOf(request));
	return runAnswer(service, 'v1', outcome);
}

/** The styles. No key is documented; one that is sent must be right. */
function styles(service: Service, { request }: Call): Answer {
	if (request.headers['authorization'] !== undefined) {
		const key = authorize(service, 'legacy', request);
		if (isAnswer(key)) return key;
	}
	const { type, webappId } = bodyOf(request);
	if (typeof type !== 'number') return legacy(301, 'PARAMS_INVALID: type must be a number');
	const id = idText(webappId);
	if (id === undefined) return legacy(301, 'PARAMS_INVALID: webappId cannot be empty');
	const all = STORED_QUICK_CREATES.get(id)?.styles ?? [];
	return legacy(
		0,
		'success',
		all
			.filter((style) => style['type'] === type)
			.map((style) => ({ ...style, modelPreviewUrl: coverUrl(service, String(style['id'])) })),
	);
}

/** Quick Create (docs/runninghub-api.md, section 14). */
export function quickCreateRoutes(service: Service): Route[] {
	return [
		{
			method: 'POST',
			path: '/task/openapi/quick-ai-app/run',
			kind: 'quickCreateRun',
			shape: 'legacy',
			handle: (call) => run(service, call),
		},
		{
			method: 'POST',
			path: '/api/fast/creation/model/params',
			kind: 'quickCreateStyles',
			shape: 'legacy',
			handle: (call) => styles(service, call),
		},
	];
}
