import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { readCallback } from '../../runninghub/api/callback';
import { RunningHubError } from '../../runninghub/errors/runninghub-error';
import { asObject } from '../../runninghub/json';
import { type TaskEnd, taskEnd } from '../../runninghub/tasks/polling/task-end';
import type { FinishedTask } from '../../runninghub/tasks/polling/watch-task';
import {
	binaryPropertyName,
	download,
	fileNamePrefix,
	output,
} from '../RunningHub/fields/run-options';
import { simplifyField } from '../RunningHub/fields/simplify';
import { costCurrency } from '../RunningHub/items/cost-currency';
import { errorItem } from '../RunningHub/items/error-item';
import { known } from '../RunningHub/items/known';
import { failureDetails, toNodeError } from '../RunningHub/items/node-error';
import { ResultCollector } from '../RunningHub/items/result-collector';
import { resultItems } from '../RunningHub/items/result-items';
import { FieldValues } from '../RunningHub/parameters/field-values';
import { n8nClock } from '../RunningHub/runtime/n8n-clock';
import { connect, type Connection } from '../RunningHub/runtime/n8n-transport';
import { optionsField, outcomeField } from './properties';
import { alreadySeen, storeSeen } from './seen-tasks';

/**
 * Takes up a callback of RunningHub. The body is no more than a hint: the task is asked for anew
 * before anything is emitted. When RunningHub cannot be asked now, the answer asks it to call again.
 *
 * @throws NodeOperationError when the credential cannot be used.
 * @throws NodeApiError when RunningHub refuses the key, and on the test URL when the site of the
 * credential does not know the task: n8n then shows a failed execution.
 */
export async function receive(ctx: IWebhookFunctions): Promise<IWebhookResponseData> {
	const response = ctx.getResponseObject();
	const refuse = (status: number): IWebhookResponseData => {
		response.status(status).json({ received: status < 300 });
		return { noWebhookResponse: true };
	};
	const taskId = readCallback(await bodyOf(ctx));
	// A stranger learns nothing, and changes nothing.
	if (taskId === undefined) return refuse(200);
	const settings = settingsOf(ctx);
	const connection = await connect(ctx).catch((error: unknown) => {
		throw toNodeError(ctx.getNode(), error, 0);
	});
	const end = await taskEnd(connection.transport, n8nClock, {
		taskId,
		submittedAt: n8nClock.now(),
	});
	const trying = ctx.getMode() === 'manual';
	if (end.state === 'running') return refuse(503);
	if (end.state === 'unseen') {
		if (isOf('auth', end.error)) throw toNodeError(ctx.getNode(), end.error, 0);
		return refuse(503);
	}
	if (end.state === 'failed' && isOf('notFound', end.error)) {
		if (trying) throw toNodeError(ctx.getNode(), end.error, 0);
		ctx.logger.warn(`The site of the credential has no task ${taskId}, which was called back`);
		return refuse(200);
	}
	if (!isWanted(settings, end)) return refuse(200);
	const node = `${ctx.getWorkflow().id ?? ''}/${ctx.getNode().id}`;
	const store = ctx.getWorkflowStaticData('node');
	// Whoever tries the test URL may send the same task again and again.
	if (!trying && alreadySeen(node, store, taskId)) return refuse(200);
	response.status(200).json({ received: true });
	const rows = await rowsOf(ctx, connection, taskId, end, settings).catch((error: unknown) => [
		errorItem(ctx.getNode(), error, 0),
	]);
	if (!trying) storeSeen(node, store);
	return {
		noWebhookResponse: true,
		workflowData: [rows.map(({ json, binary }) => ({ json, ...(binary && { binary }) }))],
	};
}

/** n8n reads the bodies of well-known content types only, and nobody promises one of RunningHub's. */
async function bodyOf(ctx: IWebhookFunctions): Promise<unknown> {
	const body: unknown = ctx.getBodyData();
	if (typeof body === 'string' || Object.keys(asObject(body)).length > 0) return body;
	const request: unknown = ctx.getRequestObject();
	if (typeof request !== 'object' || request === null) return undefined;
	const read: unknown = Reflect.get(request, 'readRawBody');
	if (typeof read === 'function') await Reflect.apply(read, request, []);
	const raw: unknown = Reflect.get(request, 'rawBody');
	return Buffer.isBuffer(raw) ? raw.toString('utf8') : undefined;
}

function isOf(kind: RunningHubError['kind'], error: unknown): boolean {
	return error instanceof RunningHubError && error.kind === kind;
}

/** What the user wants of a finished task. */
interface TriggerSettings {
	/** `any`, `success` or `failure`. */
	readonly outcome: string;
	readonly download: boolean;
	readonly simplify: boolean;
	readonly fileNamePrefix: string;
	readonly output: 'perFile' | 'perTask';
	readonly binaryField: string;
}

/** @throws NodeOperationError that names the field whose value cannot be used. */
function settingsOf(ctx: IWebhookFunctions): TriggerSettings {
	const values = FieldValues.ofTrigger(ctx);
	try {
		const options = values.within(optionsField);
		return {
			outcome: values.choice(outcomeField) || 'any',
			download: values.flag(download) ?? true,
			simplify: values.flag(simplifyField) ?? true,
			fileNamePrefix: options.text(fileNamePrefix),
			output: options.choice(output) === 'perTask' ? 'perTask' : 'perFile',
			binaryField: options.text(binaryPropertyName).trim() || 'data',
		};
	} catch (error) {
		throw toNodeError(ctx.getNode(), error, 0);
	}
}

function isWanted({ outcome }: TriggerSettings, end: TaskEnd): boolean {
	return outcome === 'any' || (outcome === 'success') === (end.state === 'finished');
}

async function rowsOf(
	ctx: IWebhookFunctions,
	connection: Connection,
	taskId: string,
	end: TaskEnd,
	settings: TriggerSettings,
): Promise<INodeExecutionData[]> {
	return end.state === 'finished'
		? await resultsOf(ctx, connection, end.task, settings)
		: [{ json: failureOf(taskId, end.error) }];
}

async function resultsOf(
	ctx: IWebhookFunctions,
	connection: Connection,
	task: FinishedTask,
	settings: TriggerSettings,
): Promise<INodeExecutionData[]> {
	const { signal } = new AbortController();
	const collected = await new ResultCollector(ctx, connection, signal).collect(task, settings);
	// Nobody saw here when the task began.
	const ended = { ...task, duration: null };
	return resultItems({}, ended, collected, {
		...settings,
		currency: await costCurrency(connection, [{ cost: task.cost, simplify: settings.simplify }]),
		itemIndex: 0,
		brief: false,
	});
}

function failureOf(taskId: string, error: unknown): IDataObject {
	if (!(error instanceof RunningHubError)) return { taskId, status: 'UNKNOWN' };
	const { message, facts } = error;
	const status = facts.status ?? 'FAILED';
	if (error.kind === 'cancelled') return { taskId, status };
	return {
		taskId,
		status,
		...known({ message, code: facts.code, hint: failureDetails(error).hint }),
	};
}
