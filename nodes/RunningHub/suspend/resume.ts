import type {
	INode,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { readCallback } from '../../../runninghub/api/callback';
import { asObject } from '../../../runninghub/json';
import type { TaskEnd } from '../../../runninghub/tasks/polling/task-end';
import { costCurrency } from '../items/cost-currency';
import { errorItem } from '../items/error-item';
import { ResultCollector } from '../items/result-collector';
import { resultItems } from '../items/result-items';
import { n8nClock } from '../runtime/n8n-clock';
import { connect, type Connection } from '../runtime/n8n-transport';
import { calledBack, type CalledBack, forgetCalls } from './called-back';
import { keptItems } from './kept-items';
import { lookOn } from './look-on';
import { callingItem } from './resume-address';
import { resumeOnce } from './resumptions';
import { isStillSuspended } from './still-suspended';
import { type KeptTask, savedSuspension, type Suspension } from './suspension';
import { TaskLookout } from './task-lookout';

/**
 * Answers a callback of RunningHub for a suspended execution. The body is no more than a wake-up
 * call: the task is asked for before the answer, which asks RunningHub to call again where it
 * cannot be seen, and the last task resumes the execution. As RunningHub calls a few times only,
 * the same call goes on looking.
 *
 * Never throws: n8n would wipe the execution's data and run the next nodes with an empty item.
 */
export async function resume(ctx: IWebhookFunctions): Promise<IWebhookResponseData> {
	let status = 0;
	const answer = (code: number): void => {
		if (status !== 0) return;
		status = code;
		ctx
			.getResponseObject()
			.status(code)
			.json({ received: code < 300 });
	};
	const rows = await takeUp(ctx, answer).catch((error: unknown) => {
		ctx.logger.warn(`A callback of RunningHub was not taken up: ${String(error)}`);
		answer(503);
		return undefined;
	});
	return rows === undefined
		? { noWebhookResponse: true }
		: { noWebhookResponse: true, workflowData: [rows] };
}

/** @returns the rows to go on with; `undefined` when the execution stays suspended, or goes on without this call. */
async function takeUp(
	ctx: IWebhookFunctions,
	answer: (status: number) => void,
): Promise<INodeExecutionData[] | undefined> {
	const calledAt = n8nClock.now();
	const suspension = await savedSuspension(ctx);
	const index = suspension && callingItem(asObject(ctx.getQueryData()), suspension.secret);
	if (suspension === undefined || index === undefined) {
		answer(403);
		return undefined;
	}
	const items = keptItems(ctx);
	const calls = calledBack(suspension);
	const taskId = calls.note(index, readCallback(ctx.getBodyData()));
	const lookout = new TaskLookout(suspension, calls, ctx.logger);
	const isSeen = taskId === undefined || (await isConfirmed(ctx, lookout, taskId));
	// The caller is not kept waiting while files are downloaded.
	answer(isSeen ? 200 : 503);
	const rows = await resumeOnce(suspension.secret, async (left) => {
		const until = { deadline: suspension.deadline, left, isLookedAt: !isSeen };
		return await lookOn(ctx.logger, until, async () => {
			const connection = await connect(ctx);
			const look = await lookout.look(connection.transport);
			if (look.state !== 'over') return look;
			return {
				state: 'over',
				rows: await finalRows(ctx, connection, items, look.ends, calls, suspension),
			};
		});
	});
	if (rows === undefined || !(await isStillSuspended(ctx, suspension, calledAt))) return undefined;
	forgetCalls(suspension);
	return rows;
}

async function isConfirmed(
	ctx: IWebhookFunctions,
	lookout: TaskLookout,
	taskId: string,
): Promise<boolean> {
	const connection = await connect(ctx).catch(() => undefined);
	return connection !== undefined && (await lookout.confirm(connection.transport, taskId));
}

/** The rows of all items in their order. What nobody called back for stays as it was kept. */
async function finalRows(
	ctx: IWebhookFunctions,
	connection: Connection,
	items: readonly INodeExecutionData[],
	ends: ReadonlyMap<string, TaskEnd>,
	calls: CalledBack,
	{ tasks }: Suspension,
): Promise<INodeExecutionData[]> {
	const collector = new ResultCollector(ctx, connection, new AbortController().signal);
	const over = new Map(
		tasks.flatMap((task) => {
			const end = ends.get(calls.idOf(task) ?? '');
			return end === undefined ? [] : [[task.row, { task, end }] as const];
		}),
	);
	const shown = [...over.values()].flatMap(({ task: { simplify }, end }) =>
		end.state === 'finished' ? [{ cost: end.task.cost, simplify }] : [],
	);
	const currency = await costCurrency(connection, shown);
	const rows = items.map(async (item, row) => {
		const found = over.get(row);
		return found === undefined
			? [item]
			: await rowsOf(ctx.getNode(), found.task, found.end, currency, collector);
	});
	return (await Promise.all(rows)).flat();
}

async function rowsOf(
	node: INode,
	task: KeptTask,
	end: TaskEnd,
	currency: string,
	collector: ResultCollector,
): Promise<INodeExecutionData[]> {
	if (end.state === 'failed') return [errorItem(node, end.error, task.index)];
	return resultItems(task.subject, end.task, await collector.collect(end.task, task), {
		output: task.output,
		simplify: task.simplify,
		binaryField: task.binaryField,
		fileNamePrefix: task.fileNamePrefix,
		currency,
		itemIndex: task.index,
		brief: false,
	});
}
