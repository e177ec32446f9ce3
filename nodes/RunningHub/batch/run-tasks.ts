import type { INodeExecutionData } from 'n8n-workflow';
import { isUncertain } from '../../../runninghub/errors/is-uncertain';
import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import { runBatch } from '../../../runninghub/tasks/batch';
import type { TaskJob } from '../../../runninghub/tasks/batch-request';
import { Ledger } from '../../../runninghub/tasks/submission/ledger';
import type { FinishedTask } from '../../../runninghub/tasks/polling/watch-task';
import { costCurrency } from '../items/cost-currency';
import { errorItem } from '../items/error-item';
import { toNodeError } from '../items/node-error';
import { ResultCollector } from '../items/result-collector';
import { type CollectedResult, noResults } from '../items/result-items';
import { isAgentTool } from '../runtime/agent-tool';
import { giveHint } from '../runtime/execution-hint';
import { KeySchedulers } from '../runtime/key-schedulers';
import { n8nClock } from '../runtime/n8n-clock';
import type { ExecuteContext } from '../runtime/n8n-context';
import type { Connection } from '../runtime/n8n-transport';
import { Session } from '../runtime/session';
import { overByNow } from '../suspend/over-by-now';
import {
	callbackUrl,
	type ResumeAddress,
	resumeAddress,
	whyNotSuspend,
} from '../suspend/resume-address';
import { tellingOfSlots } from '../suspend/slot-wait';
import { suspend } from '../suspend/suspend';
import { checkItems, refusalOf } from './check-items';
import { noteRun } from './crashed-execution';
import type { TaskOperation } from '../operation';
import { collectOnce } from './kept-files';
import { type Outcome, outcomeRows, toleratesTimeout, withoutResults } from './outcome-rows';
import { notedJobs } from './noted-jobs';
import { answeredTasks, pendingRows } from './pending-rows';
import { priceOnly, type Rows } from './price-only';
import { RUN_ALONE } from './run-alone';
import { readWaitMode } from './run-settings';
import { missingFileError, stopError } from './stop-error';
import { type CheckedItem, type PreparedTask, taskJob } from './task-jobs';
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
	const crashed = noteRun(ctx);
	const session = new Session(ctx);
	const { checked, refused } = await checkItems(ctx, operation, session);
	const [firstRefused] = refused;
	if (firstRefused !== undefined && !ctx.continueOnFail()) {
		throw toNodeError(ctx.getNode(), refusalOf(refused), firstRefused.index);
	}
	const othersPaid = checked.some(isNew) && mode !== 'price' ? [RUN_ALONE] : [];
	const rows = new Map(
		refused.map(({ index, error }) => [
			index,
			[errorItem(ctx.getNode(), error, index, othersPaid)],
		]),
	);
	const [first, ...others] = checked;
	if (first === undefined) return inOrder(rows);
	if (crashed !== undefined && mode !== 'price' && checked.some(isNew)) {
		if (!ctx.continueOnFail()) throw toNodeError(ctx.getNode(), crashed, first.index);
		return inOrder(
			rows,
			new Map(checked.map(({ index }) => [index, [errorItem(ctx.getNode(), crashed, index)]])),
		);
	}
	const connection = await session.connection().catch((error: unknown) => ({ error }));
	if ('error' in connection) {
		const { error } = connection;
		if (!ctx.continueOnFail()) throw toNodeError(ctx.getNode(), error, first.index);
		for (const { index } of checked) rows.set(index, [errorItem(ctx.getNode(), error, index)]);
		return inOrder(rows);
	}
	const { transport } = connection;
	const { signal } = session;
	const { MediaUploads } = await import('../items/media-uploads');
	const uploads = new MediaUploads(ctx, transport);
	const priced = lowestTotalPrice(checked) !== undefined;
	const origin = `execution ${ctx.getExecutionId()}, node "${ctx.getNode().name}"`;
	const maker = { transport, uploads, signal, priced, origin };
	if (mode === 'price') return inOrder(rows, await priceOnly(ctx, maker, checked));
	const ledger = new Ledger(ctx.getContext('node'));
	const tries = new TryCount(ctx.getNode(), ledger);
	const callback =
		mode === 'suspend' ? callbackFor(ctx, connection.baseUrl, tries.isFirst) : undefined;
	const withCallback = {
		...maker,
		...(callback && { callback: (index: number) => callbackUrl(callback, index) }),
	};
	const items: Items = [first, ...others];
	const jobs = notedJobs(
		ctx,
		ledger,
		items.map((item) => taskJob(withCallback, item)),
	);
	return await runItems(
		{
			ctx,
			items,
			jobs: callback === undefined ? jobs : jobs.map(tellingOfSlots(ctx.logger)),
			ledger,
			tries,
			connection,
			signal,
			callback,
			wait: mode !== 'submit' && callback === undefined,
			collect: collectWith(ctx, new ResultCollector(ctx, connection, signal), items),
		},
		rows,
	);
}

/** One for all executions of this process. */
const keySchedulers = new KeySchedulers(n8nClock, Math.random);

type Items = readonly [CheckedItem, ...CheckedItem[]];
type Collect = (task: FinishedTask, place: number) => Promise<readonly CollectedResult[]>;

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

/** Whether the task is yet to be bought. */
function isNew({ request }: CheckedItem): boolean {
	return !('existing' in request);
}

function collectWith(ctx: ExecuteContext, collector: ResultCollector, items: Items): Collect {
	const context = ctx.getContext('node');
	return async (task, place) => {
		const { settings } = items[place] ?? items[0];
		const collect = async () => await collector.collect(task, settings);
		return ctx.getNode().retryOnFail === true
			? await collectOnce(context, task.taskId, collect)
			: await collect();
	};
}

/** The lowest that any item allows all of them together, in the account's currency. */
function lowestTotalPrice(items: readonly CheckedItem[]): number | undefined {
	const limits = items.flatMap(({ settings }) => settings.maxTotalPrice ?? []);
	return limits.length === 0 ? undefined : Math.min(...limits);
}

/** From the price of all items to their rows. */
async function runItems(run: ItemRun, refusedRows: Rows): Promise<INodeExecutionData[]> {
	const { ctx, items, jobs, ledger, tries } = run;
	const node = ctx.getNode();
	const refusal = await approveTotalPrice(jobs, lowestTotalPrice(items), ledger, {
		signal: run.signal,
		stopError: (error, place) =>
			ctx.continueOnFail() ? undefined : toNodeError(node, error, items[place]?.index ?? 0),
	});
	if (refusal !== undefined) {
		if (!ctx.continueOnFail()) throw toNodeError(node, refusal, items[0].index);
		const rows = new Map(items.map(({ index }) => [index, [errorItem(node, refusal, index)]]));
		return tries.close(inOrder(refusedRows, rows));
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

/** Where RunningHub may call back; says so when the execution had better wait in memory. */
function callbackFor(
	ctx: ExecuteContext,
	baseUrl: string,
	isFirstTry: boolean,
): ResumeAddress | undefined {
	const reason = whyNotSuspend(ctx, baseUrl);
	if (reason === undefined) return resumeAddress(ctx, isFirstTry);
	giveHint(ctx, `Waited in memory instead of suspending the workflow: ${reason}.`);
	return undefined;
}

function longestTimeout(items: Items): number {
	return items.reduce((longest, { settings }) => Math.max(longest, settings.timeout), 0);
}

/** All rows in the order of the items they came from. */
function inOrder(...parts: Rows[]): INodeExecutionData[] {
	const all = parts.flatMap((rows) => [...rows]);
	return all.sort(([left], [right]) => left - right).flatMap(([, rows]) => rows);
}
