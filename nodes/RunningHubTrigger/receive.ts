import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { queryTask } from '../../runninghub/api/tasks';
import { asObject, asText } from '../../runninghub/json';
import type { TaskState } from '../../runninghub/tasks/task-state';
import { errorItem } from '../RunningHub/items/error-item';
import { ResultCollector } from '../RunningHub/items/result-collector';
import { resultItems } from '../RunningHub/items/result-items';
import { connect, type Connection } from '../RunningHub/runtime/n8n-transport';
import { readCallback } from './callback';
import { alreadySeen } from './seen-tasks';

/**
 * Takes up a callback of RunningHub. The body is no more than a hint: the task is asked for anew
 * before anything is emitted. When RunningHub cannot be asked now, the answer asks it to call again.
 */
export async function receive(ctx: IWebhookFunctions): Promise<IWebhookResponseData> {
	const response = ctx.getResponseObject();
	const refuse = (status: number): IWebhookResponseData => {
		response.status(status).json({ received: status < 300 });
		return { noWebhookResponse: true };
	};
	const taskId = readCallback(ctx.getBodyData());
	// A stranger learns nothing, and changes nothing.
	if (taskId === undefined) return refuse(200);
	const connection = await connect(ctx);
	const state = await queryTask(connection.transport, taskId).catch(() => undefined);
	if (state === undefined || state.phase === 'active') return refuse(503);
	if (state.phase !== 'done' && state.phase !== 'failed' && state.phase !== 'cancelled')
		return refuse(200);
	if (!isWanted(ctx, state)) return refuse(200);
	const store = ctx.getWorkflowStaticData('node');
	if (alreadySeen(store, taskId)) return refuse(200);
	response.status(200).json({ received: true });
	const rows = await rowsOf(ctx, connection, taskId, state).catch((error: unknown) => [
		errorItem(error, 0),
	]);
	return {
		noWebhookResponse: true,
		workflowData: [rows.map(({ json, binary }) => ({ json, ...(binary && { binary }) }))],
	};
}

type Ended = Extract<TaskState, { phase: 'done' | 'failed' | 'cancelled' }>;

function isWanted(ctx: IWebhookFunctions, state: Ended): boolean {
	const outcome = asText(ctx.getNodeParameter('outcome', 'any'));
	return outcome === 'any' || (outcome === 'success') === (state.phase === 'done');
}

async function rowsOf(
	ctx: IWebhookFunctions,
	connection: Connection,
	taskId: string,
	state: Ended,
): Promise<INodeExecutionData[]> {
	if (state.phase !== 'done') return [{ json: failureOf(taskId, state) }];
	const options = asObject(ctx.getNodeParameter('options', {}));
	const { signal } = new AbortController();
	const task = { taskId, results: state.results, cost: state.cost, duration: 0, raw: state.raw };
	const collected = await new ResultCollector(ctx, connection, signal).collect(task, {
		download: ctx.getNodeParameter('download', true) !== false,
		fileNamePrefix: asText(options.fileNamePrefix),
	});
	const rows = resultItems({}, task, collected, {
		output: options.output === 'perTask' ? 'perTask' : 'perFile',
		simplify: ctx.getNodeParameter('simplify', true) !== false,
		binaryField: asText(options.binaryPropertyName).trim() || 'data',
		currency: connection.currency,
		itemIndex: 0,
		brief: false,
	});
	// How long the task took is not known here: it was submitted elsewhere.
	return rows.map((row) => ({ ...row, json: { ...row.json, seconds: null } }));
}

function failureOf(taskId: string, state: Exclude<Ended, { phase: 'done' }>): IDataObject {
	if (state.phase === 'cancelled') return { taskId, status: state.status };
	const { message, facts } = state.error;
	return {
		taskId,
		status: state.status,
		message,
		code: facts.code ?? null,
		hint: facts.hint,
	};
}
