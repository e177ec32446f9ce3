import type { INodeExecutionData } from 'n8n-workflow';
import { legacyOutputs, queryTask } from '../../../runninghub/api/tasks';
import { inParallel } from '../../../runninghub/tasks/in-parallel';
import type { TaskState } from '../../../runninghub/tasks/task-state';
import { cancelled, type FinishedTask } from '../../../runninghub/tasks/watch-task';
import { errorItem } from '../items/error-item';
import type { ResultCollector } from '../items/result-collector';
import { resultItems } from '../items/result-items';
import { n8nClock } from '../runtime/n8n-clock';
import type { Connection } from '../runtime/n8n-transport';
import { type PendingTask, readPending } from './pending-item';

/** Tasks that are looked at, at a time. */
const LOOKS = 10;

/**
 * Looks once at every task that the items stand for. Has no side effects at RunningHub: several
 * callbacks may do this at the same time.
 *
 * @returns the rows of all items in their order once every task is over; `undefined` while one is not.
 */
export async function settle(
	items: readonly INodeExecutionData[],
	connection: Connection,
	collector: ResultCollector,
): Promise<INodeExecutionData[] | undefined> {
	const looks = await inParallel(items, LOOKS, async (item): Promise<Look | undefined> => {
		const task = readPending(item);
		if (task === undefined) return { item };
		const end = await endOf(connection, task);
		return end && { task, end };
	});
	const ended: Look[] = [];
	for (const look of looks) {
		if (look === undefined) return undefined;
		ended.push(look);
	}
	const rows = await inParallel(ended, LOOKS, async (each) =>
		'item' in each ? [each.item] : await rowsOf(each.task, each.end, connection, collector),
	);
	return rows.flat();
}

/** An answer already, or a task that is over. */
type Look =
	| { readonly item: INodeExecutionData }
	| { readonly task: PendingTask; readonly end: End };

type End = { readonly finished: FinishedTask } | { readonly error: unknown };

async function endOf(
	{ transport }: Connection,
	{ taskId, submittedAt }: PendingTask,
): Promise<End | undefined> {
	const look = await queryTask(transport, taskId).catch(() => undefined);
	// What cannot be seen now may be seen at the next callback, or stays for the deadline.
	if (look === undefined) return undefined;
	return await readEnd(
		look,
		async () => {
			const told = await legacyOutputs(transport, taskId).catch(() => undefined);
			return told?.status === 'FAILED' ? { error: cancelled(taskId, told.status) } : undefined;
		},
		taskId,
		n8nClock.now() - submittedAt,
	);
}

async function readEnd(
	state: TaskState,
	explain: () => Promise<End | undefined>,
	taskId: string,
	duration: number,
): Promise<End | undefined> {
	switch (state.phase) {
		case 'done':
			return {
				finished: { taskId, results: state.results, cost: state.cost, duration, raw: state.raw },
			};
		case 'failed':
			return { error: state.error.with({ taskId, status: state.status }) };
		case 'cancelled':
			return { error: cancelled(taskId, state.status) };
		case 'missing':
			return { error: state.error.with({ taskId }) };
		case 'unclear':
			return await explain();
		default:
			return undefined;
	}
}

async function rowsOf(
	task: PendingTask,
	end: End,
	{ currency }: Connection,
	collector: ResultCollector,
): Promise<INodeExecutionData[]> {
	if ('error' in end) return [errorItem(end.error, task.index)];
	return resultItems(task.subject, end.finished, await collector.collect(end.finished, task), {
		output: task.output,
		simplify: task.simplify,
		binaryField: task.binaryField,
		currency,
		itemIndex: task.index,
		brief: false,
	});
}
