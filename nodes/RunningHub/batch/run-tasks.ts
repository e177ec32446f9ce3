import type { INode, INodeExecutionData } from 'n8n-workflow';
import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import { runBatch } from '../../../runninghub/tasks/batch';
import { Ledger } from '../../../runninghub/tasks/submission/ledger';
import type { AwaitedTask } from '../../../runninghub/tasks/polling/task-end';
import type { FinishedTask } from '../../../runninghub/tasks/polling/watch-task';
import { errorItem } from '../items/error-item';
import { MediaUploads } from '../items/media-uploads';
import { toNodeError } from '../items/node-error';
import { ResultCollector } from '../items/result-collector';
import type { CollectedResult } from '../items/result-items';
import { isAgentTool } from '../runtime/agent-tool';
import { n8nClock } from '../runtime/n8n-clock';
import type { ExecuteContext } from '../runtime/n8n-context';
import { Session } from '../runtime/session';
import { overByNow, submittedTask } from '../suspend/over-by-now';
import { pendingItem } from '../suspend/pending-item';
import { type ResumeAddress, resumeAddress, whyNotSuspend } from '../suspend/resume-address';
import { suspend } from '../suspend/suspend';
import { checkItems, refusalOf } from './check-items';
import type { TaskOperation } from '../operation';
import { outcomeRows, toleratesTimeout } from './outcome-rows';
import { quoteItems, type Rows } from './quote-items';
import { readWaitMode } from './run-settings';
import { missingFileError, stopError } from './stop-error';
import { type CheckedItem, type JobMaker, type PreparedTask, taskJob } from './task-jobs';
import { approveTotalPrice } from './total-price';
import { TryCount } from './try-count';

/**
 * Runs a task operation for all items of an execution as one batch: checks every item, uploads
 * media, submits, waits, downloads, and gives the items in input order, each paired with its input.
 */
export async function runTasks(
	ctx: ExecuteContext,
	operation: TaskOperation,
): Promise<INodeExecutionData[]> {
	const mode = readWaitMode(ctx, operation);
	if (mode instanceof RunningHubError) throw toNodeError(ctx.getNode(), mode, 0);
	const session = new Session(ctx);
	const { checked, refused } = await checkItems(ctx, operation, session);
	const [firstRefused] = refused;
	if (firstRefused !== undefined && !ctx.continueOnFail()) {
		throw toNodeError(ctx.getNode(), refusalOf(refused), firstRefused.index);
	}
	const rows = new Map(
		refused.map(({ index, error }) => [index, [errorItem(ctx.getNode(), error, index)]]),
	);
	const [first, ...others] = checked;
	if (first === undefined) return inOrder(rows);
	const connection = await session.connection().catch((error: unknown) => ({ error }));
	if ('error' in connection) {
		const { error } = connection;
		if (!ctx.continueOnFail()) throw toNodeError(ctx.getNode(), error, first.index);
		for (const { index } of checked) rows.set(index, [errorItem(ctx.getNode(), error, index)]);
		return inOrder(rows);
	}
	const { transport, currency } = connection;
	const { signal } = session;
	const uploads = new MediaUploads(ctx, transport, signal);
	const priced = first.settings.maxTotalPrice !== undefined;
	const maker = { transport, uploads, signal, priced, currency };
	if (mode === 'price') return inOrder(rows, await quoteItems(ctx, maker, checked));
	const callback = mode === 'suspend' ? callbackFor(ctx, connection.baseUrl) : undefined;
	const collector = new ResultCollector(ctx, connection, signal);
	return await buy(
		ctx,
		{ ...maker, ...(callback && { callback: callback.url }) },
		{ collector, callback, wait: mode !== 'submit' && callback === undefined },
		[first, ...others],
		rows,
	);
}

type Items = readonly [CheckedItem, ...CheckedItem[]];

/** What becomes of tasks once they are submitted. */
interface Homecoming {
	readonly collector: ResultCollector;
	/** Whom RunningHub wakes up; absent when the execution does not suspend. */
	readonly callback: ResumeAddress | undefined;
	/** Whether to wait in memory. */
	readonly wait: boolean;
}

async function buy(
	ctx: ExecuteContext,
	maker: JobMaker,
	{ collector, callback, wait }: Homecoming,
	items: Items,
	refusedRows: Rows,
): Promise<INodeExecutionData[]> {
	const { transport, signal, currency } = maker;
	const node = ctx.getNode();
	const goesOn = ctx.continueOnFail();
	const [{ settings, index: firstIndex }] = items;
	const ledger = new Ledger(ctx.getContext('node'));
	const tries = new TryCount(node, ledger);
	const jobs = items.map((item) => taskJob(maker, item));
	const refusal = await approveTotalPrice(jobs, settings.maxTotalPrice, ledger);
	if (refusal !== undefined && !goesOn) throw toNodeError(node, refusal, firstIndex);
	if (refusal !== undefined) {
		const rows = new Map(items.map(({ index }) => [index, [errorItem(node, refusal, index)]]));
		return tries.close(inOrder(refusedRows, rows));
	}
	const collect = async (task: FinishedTask, place: number) =>
		await collector.collect(task, items[place]?.settings ?? settings);
	const submitted = await runBatch<PreparedTask, readonly CollectedResult[]>({
		jobs,
		transport,
		clock: n8nClock,
		logger: ctx.logger,
		ledger,
		random: Math.random,
		wait,
		maxConcurrent: settings.maxConcurrent,
		stops: goesOn ? undefined : (error, place) => !toleratesTimeout(error, items[place]),
		signal,
		collect,
	});
	const batch = { ledger, jobs, outcomes: submitted };
	const outcomes =
		callback === undefined || signal.aborted
			? submitted
			: await overByNow(transport, batch, collect);
	const stop = goesOn ? undefined : stopError(node, items, outcomes);
	if (stop !== undefined) throw stop;
	const missing =
		tries.mayTryAgain() && !goesOn ? missingFileError(node, items, outcomes) : undefined;
	if (missing !== undefined) throw missing;
	const suspends =
		callback !== undefined && !signal.aborted && outcomes.some(({ state }) => state === 'running');
	const brief = isAgentTool(ctx);
	const rowsOf = (item: CheckedItem, place: number) => {
		const outcome = outcomes[place] ?? { state: 'skipped' };
		return suspends && outcome.state === 'running'
			? [pendingRow(node, item, submittedTask(batch, outcome.taskId, place), callback)]
			: outcomeRows(item, outcome, { node, currency, brief });
	};
	const rows = new Map(items.map((item, place) => [item.index, rowsOf(item, place)]));
	const output = inOrder(refusedRows, rows);
	return tries.close(suspends ? await suspend(ctx, output, longestTimeout(items)) : output);
}

/** Where RunningHub may call back; says so when the execution had better wait in memory. */
function callbackFor(ctx: ExecuteContext, baseUrl: string): ResumeAddress | undefined {
	const reason = whyNotSuspend(ctx, baseUrl);
	if (reason === undefined) return resumeAddress(ctx);
	ctx.addExecutionHints({
		message: `Waited in memory instead of suspending the workflow: ${reason}.`,
		location: 'outputPane',
	});
	return undefined;
}

function pendingRow(
	node: INode,
	{ index, request, settings }: CheckedItem,
	task: AwaitedTask,
	{ tokenHash }: ResumeAddress,
): INodeExecutionData {
	const { output, simplify, download, fileNamePrefix, binaryField, onTimeout } = settings;
	const { subject } = request;
	const wishes = { output, simplify, download, fileNamePrefix, binaryField };
	return pendingItem(node, { ...task, index, subject, ...wishes, tokenHash }, onTimeout);
}

function longestTimeout(items: Items): number {
	return items.reduce((longest, { settings }) => Math.max(longest, settings.timeout), 0);
}

/** All rows in the order of the items they came from. */
function inOrder(...parts: Rows[]): INodeExecutionData[] {
	const all = parts.flatMap((rows) => [...rows]);
	return all.sort(([left], [right]) => left - right).flatMap(([, rows]) => rows);
}
