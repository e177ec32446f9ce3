import { authorizeLegacy, isAnswer } from '../authorization.cts';
import { graphJson, readGraph } from '../graph.cts';
import { parseJson } from '../json.cts';
import type { JsonObject } from '../json.cts';
import type { ApiKey } from '../keys.cts';
import { applyNodeInfo, readNodeInfo } from '../node-info.cts';
import { legacy, refusal, refuse } from '../replies.cts';
import type { Answer, Refusal } from '../replies.cts';
import { bodyOf, idText } from '../request-fields.cts';
import { checkedId, invalidParameter, passwordRefusal, readRunOptions } from '../run-options.cts';
import type { Call, Route } from '../server.cts';
import type { Service } from '../service.cts';
import { STORED_WORKFLOWS } from '../stored-workflows.cts';
import type { StoredWorkflow } from '../stored-workflows.cts';
import { submitGraph } from '../submit-graph.cts';
import { isRefusal } from '../submit.cts';
import type { Generation, TaskRecord } from '../tasks.cts';
import { workflowGraph } from '../workflow-graph.cts';
import { legacyRun, newerRun } from './graph-runs.cts';

/** v2 does not list `apiKey` and `workflowId`, but many clients send them there too. */
const FIELDS = [
	'apiKey',
	'workflowId',
	'nodeInfoList',
	'addMetadata',
	'webhookUrl',
	'workflow',
	'instanceType',
	'usePersonalQueue',
	'retainSeconds',
	'accessPassword',
];

/** What the id of a run may be that brings its own graph (docs/runninghub-api.md, section 12.1). */
const PLACEHOLDER: StoredWorkflow = { id: '1', graph: new Map() };

/** The stored workflow of an id; an app's id is no workflow's (docs/runninghub-api.md, section 8: 380, 810). */
function findWorkflow(generation: Generation, id: string | undefined): StoredWorkflow | Refusal {
	const checked = checkedId(generation, 'workflowId', id);
	if (isRefusal(checked)) return checked;
	const workflow = STORED_WORKFLOWS.get(checked.id);
	if (workflow === undefined) return refusal('380');
	return workflow.neverRun === true ? refusal('810') : workflow;
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
	const workflow =
		id === PLACEHOLDER.id && body['workflow'] !== undefined
			? PLACEHOLDER
			: findWorkflow(generation, id);
	if (isRefusal(workflow)) return workflow;
	const closed = passwordRefusal(service, generation, workflow.password, options.accessPassword);
	if (closed !== undefined) return closed;
	if (generation === 'v2' && body['nodeInfoList'] === undefined) {
		return invalidParameter(generation, 'nodeInfoList cannot be empty');
	}
	const values = readNodeInfo(body['nodeInfoList'] ?? []);
	if (typeof values === 'string') return invalidParameter(generation, values);
	const { workflow: graphText } = body;
	const own = typeof graphText === 'string' ? readGraph(parseJson(graphText)) : undefined;
	if (graphText !== undefined && own === undefined) return refusal('433');
	if (own !== undefined) {
		// The list belongs to the stored graph, and is checked against it although it is not run.
		const fits = applyNodeInfo(workflow.graph, values, service.settings);
		if (isRefusal(fits)) return fits;
	}
	return submitGraph(service, key, {
		order: { origin: 'workflow', generation, endpoint: `workflow/${workflow.id}`, body },
		runnable: workflowGraph(
			workflow.id,
			own ?? workflow.graph,
			own === undefined,
			service.settings,
		),
		values: own === undefined ? values : [],
		options,
	});
}

function graphOf(service: Service, { request }: Call): Answer {
	const key = authorizeLegacy(service, request, 'apiKey');
	if (isAnswer(key)) return key;
	const workflow = findWorkflow('v1', idText(bodyOf(request)['workflowId']));
	if (isRefusal(workflow)) return refuse('legacy', workflow);
	const graph = graphJson(workflow.graph);
	const prompt = service.settings.graphForm === 'text' ? JSON.stringify(graph) : graph;
	return legacy(0, 'SUCCESS', { prompt });
}

/** Workflows (docs/runninghub-api.md, sections 12.1 and 12.2). */
export function workflowRoutes(service: Service): Route[] {
	return [
		{
			method: 'POST',
			path: '/task/openapi/create',
			kind: 'legacyWorkflowRun',
			shape: 'legacy',
			handle: (call) => legacyRun(service, call, 'workflowId', run),
		},
		{
			method: 'POST',
			path: '/openapi/v2/run/workflow/:workflowId',
			kind: 'workflowRun',
			shape: 'flat',
			handle: (call) => newerRun(service, call, 'workflowId', run),
		},
		{
			method: 'POST',
			path: '/api/openapi/getJsonApiFormat',
			kind: 'workflowGraph',
			shape: 'legacy',
			handle: (call) => graphOf(service, call),
		},
	];
}
