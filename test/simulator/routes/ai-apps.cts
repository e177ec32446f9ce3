import { appGraph } from '../app-graph.cts';
import { authorizeBare, authorizeByAddress, isAnswer } from '../authorization.cts';
import { coverUrl } from '../covers.cts';
import type { Json, JsonObject } from '../json.cts';
import type { ApiKey } from '../keys.cts';
import { readNodeInfo } from '../node-info.cts';
import { pageOf } from '../paging.cts';
import { enveloped, legacy, refusal, refuse } from '../replies.cts';
import type { Answer, Refusal } from '../replies.cts';
import { bodyOf, filledText, unknownField, wholeNumber } from '../request-fields.cts';
import { checkedId, invalidParameter, passwordRefusal, readRunOptions } from '../run-options.cts';
import type { Call, Route } from '../server.cts';
import type { Service } from '../service.cts';
import { LISTED, STORED_APPS } from '../stored-apps.cts';
import type { AppField, StoredApp } from '../stored-apps.cts';
import { submitGraph } from '../submit-graph.cts';
import { isRefusal } from '../submit.cts';
import type { Generation, TaskRecord } from '../tasks.cts';
import { legacyRun, newerRun } from './graph-runs.cts';

/** v2 does not list `apiKey`, `webappId` and `accessPassword`, but clients send them there too. */
const FIELDS = [
	'apiKey',
	'webappId',
	'nodeInfoList',
	'webhookUrl',
	'instanceType',
	'accessPassword',
	'usePersonalQueue',
	'retainSeconds',
];

function findApp(generation: Generation, id: string | undefined): StoredApp | Refusal {
	const checked = checkedId(generation, 'webappId', id);
	return isRefusal(checked) ? checked : (STORED_APPS.get(checked.id) ?? refusal('901'));
}

function run(
	service: Service,
	generation: Generation,
	key: ApiKey,
	id: string | undefined,
	body: JsonObject,
): TaskRecord | Refusal {
	const options = readRunOptions(service, key, generation, body, FIELDS);
	if (isRefusal(options)) return options;
	const app = findApp(generation, id);
	if (isRefusal(app)) return app;
	const closed = passwordRefusal(service, generation, app.password, options.accessPassword);
	if (closed !== undefined) return closed;
	if (body['nodeInfoList'] === undefined) {
		return invalidParameter(generation, 'nodeInfoList cannot be empty');
	}
	const values = readNodeInfo(body['nodeInfoList']);
	if (typeof values === 'string') return invalidParameter(generation, values);
	return submitGraph(service, key, {
		order: { origin: 'aiApp', generation, endpoint: `ai-app/${app.id}`, body },
		runnable: appGraph(app.id, app.fields, app.outputs),
		values,
		options,
	});
}

function shownField({ rule: _hidden, ...shown }: AppField): JsonObject {
	return shown;
}

/** The sample call, in which the service puts the caller's own key (docs/runninghub-api.md, section 13.3). */
function sampleCall(service: Service, key: ApiKey, fields: readonly AppField[]): string {
	const host = `www.runninghub.${service.site}`;
	const body = JSON.stringify({
		webappId: 'null',
		apiKey: key.key,
		nodeInfoList: fields.map(shownField),
	});
	return `curl --location --request POST 'https://${host}/task/openapi/ai-app/run' \\\n--header 'Host: ${host}' \\\n--header 'Content-Type: application/json' \\\n--data-raw '${body}'`;
}

function inputsOf(service: Service, { request }: Call): Answer {
	const { apiKey, webappId } = request.query;
	if (filledText(apiKey) === undefined) return legacy(301, 'apiKey cannot be empty');
	const key = authorizeByAddress(service, 'legacy', request, apiKey ?? '');
	if (isAnswer(key)) return key;
	const app = findApp('v1', filledText(webappId));
	if (isRefusal(app)) return refuse('legacy', app);
	return legacy(0, 'success', {
		curl: sampleCall(service, key, app.fields),
		webappName: app.name,
		accessEncrypted: app.password !== undefined,
		statisticsInfo: {
			likeCount: '138',
			downloadCount: '0',
			useCount: String(app.useCount),
			pv: '0',
			collectCount: '498',
		},
		covers: [
			{
				id: '1937084629999999999',
				objName: 'cover.png',
				url: coverUrl(service, app.id),
				thumbnailUri: coverUrl(service, app.id),
				imageWidth: '320',
				imageHeight: '320',
			},
		],
		tags: [{ id: '27', name: '图像编辑', nameEn: 'Image editing', labels: null }],
		nodeInfoList: app.fields.map(shownField),
	});
}

const LARGEST_PAGE = 50;
const LIST_FIELDS = ['current', 'size', 'sort', 'days'];

const ORDERS: Readonly<Record<string, () => readonly StoredApp[]>> = {
	RECOMMEND: () => LISTED,
	HOTTEST: () => [...LISTED].sort((left, right) => right.useCount - left.useCount),
	NEWEST: () => [...LISTED].reverse(),
};

function orderOf(sort: Json | undefined): readonly StoredApp[] | undefined {
	return typeof sort === 'string' && Object.hasOwn(ORDERS, sort) ? ORDERS[sort]?.() : undefined;
}

/** An entry of the list. Its id stands nowhere but in the sample call. */
function record(service: Service, app: StoredApp): JsonObject {
	const host = `https://www.runninghub.${service.site}`;
	return {
		title: app.name,
		description: app.description,
		cover: coverUrl(service, app.id),
		invokeExample: `curl --location --request POST '${host}/openapi/v2/run/ai-app/${app.id}' \\\n--header 'Authorization: Bearer [API_KEY]' \\\n--header 'Content-Type: application/json' \\\n--data-raw '{"nodeInfoList":[],"instanceType":"default","usePersonalQueue":"false"}'`,
	};
}

function list(service: Service, { request }: Call): Answer {
	const key = authorizeBare(service, 'envelope', request);
	if (isAnswer(key)) return key;
	const body = bodyOf(request);
	const stranger = unknownField(body, LIST_FIELDS);
	if (stranger !== undefined) return enveloped(301, `there is no ${stranger}`);
	const current = wholeNumber(body['current'], 1);
	if (current === undefined) return enveloped(301, 'current must be 1 or more');
	const size = wholeNumber(body['size'], 1, LARGEST_PAGE);
	if (size === undefined) return enveloped(301, `size must be from 1 to ${LARGEST_PAGE}`);
	const apps = orderOf(body['sort']);
	if (apps === undefined) return enveloped(301, 'sort must be RECOMMEND, HOTTEST or NEWEST');
	if (body['days'] !== undefined && wholeNumber(body['days'], 1) === undefined) {
		return enveloped(301, 'days must be 1 or more');
	}
	return enveloped(
		0,
		'success',
		pageOf(apps, current, size, (app) => record(service, app)),
	);
}

/** AI apps (docs/runninghub-api.md, section 13). */
export function aiAppRoutes(service: Service): Route[] {
	return [
		{
			method: 'POST',
			path: '/task/openapi/ai-app/run',
			kind: 'legacyAppRun',
			shape: 'legacy',
			handle: (call) => legacyRun(service, call, 'webappId', run),
		},
		{
			method: 'POST',
			path: '/openapi/v2/run/ai-app/:webappId',
			kind: 'appRun',
			shape: 'flat',
			handle: (call) => newerRun(service, call, 'webappId', run),
		},
		{
			method: 'GET',
			path: '/api/webapp/apiCallDemo',
			kind: 'appInputs',
			shape: 'legacy',
			body: 'none',
			handle: (call) => inputsOf(service, call),
		},
		{
			method: 'POST',
			path: '/openapi/v2/aiapp/list',
			kind: 'appList',
			shape: 'envelope',
			handle: (call) => list(service, call),
		},
	];
}
