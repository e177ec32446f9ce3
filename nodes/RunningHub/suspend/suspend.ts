import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { n8nClock } from '../runtime/n8n-clock';
import { giveHint } from '../runtime/execution-hint';
import type { ExecuteContext } from '../runtime/n8n-context';
import { type PendingTask, runningItem } from './pending-item';
import type { ResumeAddress } from './resume-address';
import { saveSuspension } from './suspension';

/** n8n offers a node no way to fail once it was suspended. */
const GREEN_END =
	'A suspended workflow cannot stop with an error: a task that fails from now on comes out as an item with "error" and "details", and the execution ends as successful. To tell such items from the others, set On Error to "Continue (using error output)" in the settings of this node. To stop the workflow, set Wait for Result to "Wait".';

/** Task IDs in a hint. */
const MOST_SHOWN = 20;

/** What the rows of an execution stand for. */
export interface SuspendedRows {
	/** For each task one item, beside those that are answers already, in the order of the input. */
	readonly items: readonly INodeExecutionData[];
	/** What is waited for, by the item that stands for it. */
	readonly pending: ReadonlyMap<INodeExecutionData, PendingTask>;
	/** Tasks of items that are answers already. */
	readonly answered: readonly string[];
}

/**
 * Takes the execution out of memory until RunningHub calls back.
 *
 * @param timeout milliseconds until the items come out as they are.
 * @returns what the node shows meanwhile.
 */
export async function suspend(
	ctx: ExecuteContext,
	address: ResumeAddress,
	{ items, pending, answered }: SuspendedRows,
	timeout: number,
): Promise<INodeExecutionData[]> {
	const deadline = n8nClock.now() + timeout;
	const tasks = items.flatMap((item, row) => {
		const task = pending.get(item);
		return task === undefined ? [] : [{ ...task, row }];
	});
	saveSuspension(ctx, { ...address, deadline, answered, tasks });
	giveHint(ctx, waitingFor(tasks));
	if (!ctx.continueOnFail()) giveHint(ctx, GREEN_END);
	ctx.getExecuteData().data = { main: [[...items]] };
	await ctx.putExecutionToWait(new Date(deadline));
	return items.map((item, index) => ({
		...shown(item, pending.get(item)),
		pairedItem: item.pairedItem ?? { item: index },
	}));
}

function waitingFor(tasks: readonly PendingTask[]): string {
	const ids = tasks.flatMap(({ taskId }) => taskId ?? []);
	const shown = ids.slice(0, MOST_SHOWN).join(', ');
	const more = ids.length > MOST_SHOWN ? ` and ${ids.length - MOST_SHOWN} more` : '';
	return ids.length === 0
		? 'Suspended until RunningHub calls back.'
		: `Suspended until RunningHub calls back. Task IDs: ${shown}${more}.`;
}

/**
 * Never tells of a failure in n8n's way: n8n would move the item to the error output, and run the
 * node again under Retry On Fail when it is the first.
 */
function shown(
	{ json }: INodeExecutionData,
	task: PendingTask | undefined,
): Pick<INodeExecutionData, 'json'> {
	if (task?.taskId !== undefined) return runningItem(task.subject, task.taskId);
	const { error, details = json.message } = json;
	const told: IDataObject = error === undefined ? json : { message: error, details };
	return { json: told };
}
