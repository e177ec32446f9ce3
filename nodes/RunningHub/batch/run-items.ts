import type { INodeExecutionData } from 'n8n-workflow';
import { isUncertain } from '../../../runninghub/errors/is-uncertain';
import { runBatch } from '../../../runninghub/tasks/batch';
import type { TaskJob } from '../../../runninghub/tasks/batch-request';
import type { Ledger } from '../../../runninghub/tasks/submission/ledger';
import type { FinishedTask } from '../../../runninghub/tasks/polling/watch-task';
import { costCurrency } from '../items/cost-currency';
import { toNodeError } from '../items/node-error';
import { type CollectedResult, noResults } from '../items/result-items';
import { isAgentTool } from '../runtime/agent-tool';
import { giveHint } from '../runtime/execution-hint';
import { KeySchedulers } from '../runtime/key-schedulers';
import { n8nClock } from '../runtime/n8n-clock';
import type { ExecuteContext } from '../runtime/n8n-context';
import type { Connection } from '../runtime/n8n-transport';
import { overByNow } from '../suspend/over-by-now';
import type { ResumeAddress } from '../suspend/resume-address';
import { suspend } from '../suspend/suspend';
import { type Outcome, outcomeRows, toleratesTimeout, withoutResults } from './outcome-rows';
import { answeredTasks, pendingRows } from './pending-rows';
import { missingFileError, stopError } from './stop-error';
import type { CheckedItem, PreparedTask } from './task-jobs';
import { approveTotalPrice } from './total-price';
import type { TryCount } from './try-count';
import { failAll, inOrder, type Rows } from './rows';

/** The items of a batch: at least one. */
export type Items = readonly [CheckedItem, ...CheckedItem[]];
/** Brings the results of a task home. */
export type Collect = (task: FinishedTask, place: number) => Promise<readonly CollectedResult[]>;

/** The checked items of an execution under way, and what all of them share. */
interface ItemRun {
	readonly ctx: ExecuteContext;
	readonly items: Items;
	/** One for each item. */
	readonly jobs: ReadonlyArray<TaskJob<PreparedTask>>;
	readonly ledger: Ledger;
	readonly tries: TryCount;
	readonly connection: Connection;
	readonly signal: AbortSignal;
	/** Whom RunningHub wakes up; absent when the execution does not suspend. */
	readonly callback: ResumeAddress | undefined;
	/** Whether to wait in memory. */
	readonly wait: boolean;
	readonly collect: Collect;
}

/** One for all executions of this process. */
const keySchedulers = new KeySchedulers(n8nClock, Math.random);

/**
 * From the price of all items to their rows.
 *
 * @param refusedRows those of the items that were refused before.
 * @throws NodeApiError or NodeOperationError of the failure that stops the workflow.
 */
export async function runItems(run: ItemRun, refusedRows: Rows): Promise<INodeExecutionData[]> {
	const { ctx, items, jobs, ledger, tries } = run;
	const node = ctx.getNode();
	const refusal = await approveTotalPrice(jobs, lowestTotalPrice(items), ledger, {
		signal: run.signal,
		stopError: (error, place) =>
			ctx.continueOnFail() ? undefined : toNodeError(node, error, items[place]?.index ?? 0),
	});
	if (refusal !== undefined) {
		return tries.close(inOrder(refusedRows, failAll(ctx, items, refusal)));
	}
	const outcomes = await outcomesOf(run);
	throwFailures(run, outcomes);
	for (const taskId of withoutResults(outcomes)) giveHint(ctx, noResults(taskId));
	const rows = await rowsOf(run, outcomes);
	const { callback, signal } = run;
	const isWaiting = !signal.aborted && outcomes.some(({ state }) => state === 'running');
	return tries.close(
		callback !== undefined && isWaiting
			? await suspendRows(run, outcomes, callback, [refusedRows, rows])
			: inOrder(refusedRows, rows),
	);
}

/** Puts the execution away, with an item for each task that is waited for. */
async function suspendRows(
	{ ctx, items, jobs, ledger }: ItemRun,
	outcomes: readonly Outcome[],
	callback: ResumeAddress,
	[refusedRows, allRows]: readonly [Rows, Rows],
): Promise<INodeExecutionData[]> {
	const batch = { node: ctx.getNode(), items, jobs, outcomes, ledger, rows: allRows };
	const { rows, pending } = pendingRows(batch);
	const answered = answeredTasks(outcomes);
	const suspended = { items: inOrder(refusedRows, rows), pending, answered };
	return await suspend(ctx, callback, suspended, longestTimeout(items));
}

/** Submits all items and, unless they are awaited elsewhere, waits for their ends. */
async function outcomesOf(run: ItemRun): Promise<readonly Outcome[]> {
	const { ctx, items, jobs, ledger, signal, callback, wait, collect } = run;
	const { transport, keyId } = run.connection;
	const goesOn = ctx.continueOnFail();
	const outcomes = await keySchedulers.during(
		keyId,
		async (scheduler) =>
			await runBatch<PreparedTask, readonly CollectedResult[]>({
				jobs,
				transport,
				scheduler,
				clock: n8nClock,
				logger: ctx.logger,
				ledger,
				random: Math.random,
				wait,
				maxConcurrent: items[0].settings.maxConcurrent,
				stops: goesOn ? undefined : (error, place) => isStop(run, error, place),
				signal,
				collect,
			}),
	);
	if (callback === undefined || signal.aborted) return outcomes;
	return await overByNow(transport, { ledger, jobs, outcomes }, collect);
}

/**
 * Whether a failure stops the workflow, where failures do. Before a suspension it is no failure yet
 * that an answer got lost: RunningHub may call back for the task.
 */
function isStop({ items, callback }: ItemRun, error: unknown, place: number): boolean {
	if (toleratesTimeout(error, items[place])) return false;
	return callback === undefined || !isUncertain(error);
}

/** Stops the workflow where a failure asks for it, or nothing but lost answers came of it. */
function throwFailures(run: ItemRun, outcomes: readonly Outcome[]): void {
	const { ctx, items, tries } = run;
	if (ctx.continueOnFail()) return;
	const node = ctx.getNode();
	const hasTasks = outcomes.some(({ state }) => state === 'running' || state === 'finished');
	const error =
		stopError(node, items, outcomes, (failure, place) =>
			hasTasks ? isStop(run, failure, place) : !toleratesTimeout(failure, items[place]),
		) ?? (tries.mayTryAgain() ? missingFileError(node, items, outcomes) : undefined);
	if (error !== undefined) throw error;
}

/** The rows of each item. */
async function rowsOf(
	{ ctx, items, connection }: ItemRun,
	outcomes: readonly Outcome[],
): Promise<Rows> {
	const shown = outcomes.flatMap((outcome, place) =>
		outcome.state === 'finished'
			? [{ cost: outcome.task.cost, simplify: items[place]?.settings.simplify ?? true }]
			: [],
	);
	const currency = isAgentTool(ctx) ? '' : await costCurrency(connection, shown);
	const options = { node: ctx.getNode(), currency, brief: isAgentTool(ctx), outcomes };
	return new Map(
		items.map((item, place) => [
			item.index,
			outcomeRows(item, outcomes[place] ?? { state: 'skipped' }, options),
		]),
	);
}

/** The lowest that any item allows all of them together, in the account's currency. */
export function lowestTotalPrice(items: readonly CheckedItem[]): number | undefined {
	const limits = items.flatMap(({ settings }) => settings.maxTotalPrice ?? []);
	return limits.length === 0 ? undefined : Math.min(...limits);
}

function longestTimeout(items: Items): number {
	return items.reduce((longest, { settings }) => Math.max(longest, settings.timeout), 0);
}
