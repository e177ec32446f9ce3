import type {
	INode,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { repeatRead } from '../../../runninghub/api/repeat-read';
import { queryTask } from '../../../runninghub/api/tasks';
import { asObject } from '../../../runninghub/json';
import { settle } from '../../../runninghub/tasks/polling/settle';
import type { TaskEnd } from '../../../runninghub/tasks/polling/task-end';
import type { TaskLook } from '../../../runninghub/tasks/polling/watch-task';
import { errorItem } from '../items/error-item';
import { ResultCollector } from '../items/result-collector';
import { resultItems } from '../items/result-items';
import { n8nClock } from '../runtime/n8n-clock';
import { connect, type Connection } from '../runtime/n8n-transport';
import { keptItems } from './kept-items';
import { type PendingTask, readPending } from './pending-item';
import { knowsToken } from './resume-address';
import { resumeOnce } from './resumptions';

/**
 * Answers a callback of RunningHub for a suspended execution. The body is no more than a wake-up
 * call: all tasks are asked for anew, and the last one resumes the execution.
 *
 * Never throws: n8n would wipe the execution's data and run the next nodes with an empty item.
 */
export async function resume(ctx: IWebhookFunctions): Promise<IWebhookResponseData> {
	const response = ctx.getResponseObject();
	const items = keptItems(ctx);
	const pending = items.flatMap(({ json }) => readPending(json) ?? []);
	const [first] = pending;
	if (first === undefined || !knowsToken(asObject(ctx.getQueryData()), first.tokenHash)) {
		response.status(403).json({ received: false });
		return { noWebhookResponse: true };
	}
	// The caller is not kept waiting while files are downloaded.
	response.status(200).json({ received: true });
	const rows = await resumeOnce(
		// A loop that suspends the execution again keeps the token.
		`${first.tokenHash} ${first.taskId}`,
		async () => await finalRows(ctx, items, pending),
	).catch((error: unknown) => {
		ctx.logger.warn(`A callback of RunningHub was not taken up: ${String(error)}`);
		return undefined;
	});
	return rows === undefined
		? { noWebhookResponse: true }
		: { noWebhookResponse: true, workflowData: [rows] };
}

/** The rows of all items in their order once every task is over; `undefined` while one is not. */
async function finalRows(
	ctx: IWebhookFunctions,
	items: readonly INodeExecutionData[],
	pending: readonly PendingTask[],
): Promise<INodeExecutionData[] | undefined> {
	const connection = await connect(ctx);
	const ends = await settle(connection.transport, n8nClock, pending, insisting(ctx));
	if (ends === undefined) return undefined;
	const ended = new Map(pending.map(({ taskId }, place) => [taskId, ends[place]]));
	const collector = new ResultCollector(ctx, connection, new AbortController().signal);
	const rows = items.map(async (item) => {
		const task = readPending(item.json);
		const end = ended.get(task?.taskId ?? '');
		return task === undefined || end === undefined
			? [item]
			: await rowsOf(ctx.getNode(), task, end, connection, collector);
	});
	return (await Promise.all(rows)).flat();
}

/** RunningHub does not call again for what is not seen now. */
function insisting(ctx: IWebhookFunctions): TaskLook {
	return async (transport, taskId, signal) =>
		await repeatRead(n8nClock, async () => await queryTask(transport, taskId), signal).catch(
			(error: unknown) => {
				if (!signal.aborted) {
					ctx.logger.warn(`Task ${taskId} was called back but cannot be seen: ${String(error)}`);
				}
				throw error;
			},
		);
}

async function rowsOf(
	node: INode,
	task: PendingTask,
	end: TaskEnd,
	{ currency }: Connection,
	collector: ResultCollector,
): Promise<INodeExecutionData[]> {
	if (end.state === 'failed') return [errorItem(node, end.error, task.index)];
	return resultItems(task.subject, end.task, await collector.collect(end.task, task), {
		output: task.output,
		simplify: task.simplify,
		binaryField: task.binaryField,
		currency,
		itemIndex: task.index,
		brief: false,
	});
}
