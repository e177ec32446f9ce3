import type { INodeExecutionData } from 'n8n-workflow';
import { runBatch } from '../../../runninghub/tasks/batch';
import { Ledger } from '../../../runninghub/tasks/ledger';
import { errorItem } from '../items/error-item';
import { MediaUploads } from '../items/media-uploads';
import { toNodeError } from '../items/node-error';
import { ResultCollector } from '../items/result-collector';
import type { CollectedResult } from '../items/result-items';
import { n8nClock } from '../runtime/n8n-clock';
import type { ExecuteContext } from '../runtime/n8n-context';
import { Session } from '../runtime/session';
import { checkItems, refusalOf } from './check-items';
import type { TaskOperation } from './operation';
import { outcomeRows, toleratesTimeout } from './outcome-rows';
import { quoteItems, type Rows } from './quote-items';
import { isAgentTool, readWaitMode } from './run-settings';
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
	const session = new Session(ctx);
	const { checked, refused } = await checkItems(ctx, operation, session);
	const [firstRefused] = refused;
	if (firstRefused !== undefined && !ctx.continueOnFail()) {
		throw toNodeError(ctx.getNode(), refusalOf(refused), firstRefused.index);
	}
	const rows = new Map(refused.map(({ index, error }) => [index, [errorItem(error, index)]]));
	const [first, ...others] = checked;
	if (first === undefined) return inOrder(rows);
	const connection = await session.connection();
	const { transport, currency } = connection;
	const { signal } = session;
	const uploads = new MediaUploads(ctx, transport, signal);
	const priced = first.settings.maxTotalPrice !== undefined;
	const maker = { transport, uploads, signal, priced, currency };
	if (readWaitMode(ctx) === 'price') return inOrder(rows, await quoteItems(ctx, maker, checked));
	const collector = new ResultCollector(ctx, connection, signal);
	return await buy(ctx, maker, collector, [first, ...others], rows);
}

type Items = readonly [CheckedItem, ...CheckedItem[]];

async function buy(
	ctx: ExecuteContext,
	maker: JobMaker,
	collector: ResultCollector,
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
		return inOrder(
			refusedRows,
			new Map(items.map(({ index }) => [index, [errorItem(refusal, index)]])),
		);
	}
	const outcomes = await runBatch<PreparedTask, readonly CollectedResult[]>({
		jobs,
		transport,
		clock: n8nClock,
		logger: ctx.logger,
		ledger,
		random: Math.random,
		wait: readWaitMode(ctx) === 'wait',
		maxConcurrent: settings.maxConcurrent,
		stops: (error, place) => !goesOn && !toleratesTimeout(error, items[place]),
		signal,
		collect: async (task, place) =>
			await collector.collect(task, items[place]?.settings ?? settings),
	});
	const stop = goesOn ? undefined : stopError(node, items, outcomes);
	if (stop !== undefined) throw stop;
	const missing =
		tries.mayTryAgain() && !goesOn ? missingFileError(node, items, outcomes) : undefined;
	if (missing !== undefined) throw missing;
	const brief = isAgentTool(ctx);
	const rows = new Map(
		items.map((item, place) => {
			const outcome = outcomes[place] ?? { state: 'skipped' };
			return [item.index, outcomeRows(item, outcome, { currency, brief })];
		}),
	);
	const output = inOrder(refusedRows, rows);
	// n8n runs the node again when its first item tells of a failure: that try needs the ledger.
	if (!tries.mayTryAgain() || output[0]?.json.error === undefined) ledger.clear();
	return output;
}

/** All rows in the order of the items they came from. */
function inOrder(...parts: Rows[]): INodeExecutionData[] {
	const all = parts.flatMap((rows) => [...rows]);
	return all.sort(([left], [right]) => left - right).flatMap(([, rows]) => rows);
}
