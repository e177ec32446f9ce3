import type { INodeExecutionData } from 'n8n-workflow';
import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import { Ledger } from '../../../runninghub/tasks/submission/ledger';
import { errorItem } from '../items/error-item';
import { toNodeError } from '../items/node-error';
import { ResultCollector } from '../items/result-collector';
import { giveHint } from '../runtime/execution-hint';
import type { ExecuteContext } from '../runtime/n8n-context';
import { Session } from '../runtime/session';
import {
	callbackUrl,
	type ResumeAddress,
	resumeAddress,
	whyNotSuspend,
} from '../suspend/resume-address';
import { tellingOfSlots } from '../suspend/slot-wait';
import { checkItems, refusalOf } from './check-items';
import { noteRun } from './crashed-execution';
import type { TaskOperation } from '../operation';
import { collectOnce } from './kept-files';
import { notedJobs } from './noted-jobs';
import { RUN_ALONE } from './run-alone';
import { readWaitMode } from './run-settings';
import { type CheckedItem, taskJob } from './task-jobs';
import { TryCount } from './try-count';
import { priceOnly } from './price-only';
import { failAll, inOrder } from './rows';
import { type Collect, type Items, lowestTotalPrice, runItems } from './run-items';

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
		return inOrder(rows, failAll(ctx, checked, crashed));
	}
	const connection = await session.connection().catch((error: unknown) => ({ error }));
	if ('error' in connection) return inOrder(rows, failAll(ctx, checked, connection.error));
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
