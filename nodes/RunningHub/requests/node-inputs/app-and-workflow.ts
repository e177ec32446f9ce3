import { type AiApp, getAiApp } from '../../../../runninghub/api/ai-apps';
import { getWorkflow } from '../../../../runninghub/api/workflows';
import { RunningHubError } from '../../../../runninghub/errors/runninghub-error';
import type { JsonObject } from '../../../../runninghub/json';
import type { Transport } from '../../../../runninghub/transport';
import type { Session } from '../../runtime/session';

/**
 * The inputs of an AI app; when there is no such app, the likely reason why.
 * @throws RunningHubError.
 */
export async function fetchAiApp(
	transport: Transport,
	appId: string,
	signal?: AbortSignal,
): Promise<AiApp> {
	const outcome = await getAiApp(transport, appId, signal).then(
		(app) => ({ app }),
		(error: unknown) => ({ error }),
	);
	if ('app' in outcome) return outcome.app;
	const { error } = outcome;
	if (!(error instanceof RunningHubError) || !isUnknown(error)) throw error;
	const graph = await getWorkflow(transport, appId, signal).catch(() => undefined);
	throw error.with({
		message:
			graph === undefined
				? `RunningHub knows no AI app with the ID ${appId} on the site of the credential`
				: `${appId} is the ID of a workflow, not of an AI app`,
		hint: graph === undefined ? ELSEWHERE : 'Choose the resource Workflow in the node.',
	});
}

/**
 * The graph of a workflow; when there is none, the likely reason why.
 * @throws RunningHubError.
 */
export async function fetchWorkflow(
	transport: Transport,
	workflowId: string,
	signal?: AbortSignal,
): Promise<JsonObject> {
	const outcome = await getWorkflow(transport, workflowId, signal).then(
		(graph) => ({ graph }),
		(error: unknown) => ({ error }),
	);
	if ('graph' in outcome) return outcome.graph;
	const { error } = outcome;
	if (!(error instanceof RunningHubError) || !isUnknown(error)) throw error;
	const app = await getAiApp(transport, workflowId, signal).catch(() => undefined);
	throw error.with({
		message:
			app === undefined
				? `RunningHub knows no workflow with the ID ${workflowId} on the site of the credential`
				: `${workflowId} is the ID of the AI app "${app.name}", not of a workflow`,
		hint: app === undefined ? ELSEWHERE : 'Choose the resource AI App in the node.',
	});
}

/**
 * The inputs of an AI app, asked for once in an execution.
 * @throws RunningHubError.
 */
export async function aiAppOf(session: Session, appId: string): Promise<AiApp> {
	const { transport } = await session.connection();
	return await session.apps.get(
		appId,
		async () => await session.read(async (signal) => await fetchAiApp(transport, appId, signal)),
	);
}

/**
 * The graph of a workflow, asked for once in an execution.
 * @throws RunningHubError.
 */
export async function graphOf(session: Session, workflowId: string): Promise<JsonObject> {
	const { transport } = await session.connection();
	return await session.graphs.get(
		workflowId,
		async () =>
			await session.read(async (signal) => await fetchWorkflow(transport, workflowId, signal)),
	);
}

const ELSEWHERE =
	'It may belong to the other RunningHub site, be private, or be deleted. Open its page and compare the address with the site of the credential.';

function isUnknown(error: RunningHubError): boolean {
	return error.kind === 'notFound';
}
