import type { INodeExecutionData } from 'n8n-workflow';
import type { ResultCollector } from '../items/result-collector';
import { n8nClock } from '../runtime/n8n-clock';
import type { ExecuteContext } from '../runtime/n8n-context';
import type { Connection } from '../runtime/n8n-transport';
import { readPending } from './pending-item';
import { settle } from './settle';

/** Milliseconds between two looks at the clock of n8n's timer. */
const SHORTEST = 1000;

/**
 * Takes the execution out of memory until RunningHub calls back, unless all tasks are over by now.
 *
 * @param items one for each task, and those that are answers already, in the order of the input.
 * @param timeout milliseconds until the items come out as not confirmed.
 */
export async function suspend(
	ctx: ExecuteContext,
	connection: Connection,
	collector: ResultCollector,
	items: INodeExecutionData[],
	timeout: number,
): Promise<INodeExecutionData[]> {
	// A callback that came while the execution was still running was turned away by n8n.
	const done = await settle(items, connection, collector);
	if (done !== undefined) return done;
	ctx.getExecuteData().data = { main: [items] };
	await ctx.putExecutionToWait(new Date(n8nClock.now() + Math.max(SHORTEST, timeout)));
	// Other items than those n8n keeps: it moves failed ones to the error output, and runs the node
	// again under Retry On Fail when the first one tells of a failure.
	return items.map((item) => {
		const task = readPending(item);
		if (task === undefined) return { ...item };
		const { taskId, subject, index } = task;
		return { json: { taskId, status: 'RUNNING', ...subject }, pairedItem: { item: index } };
	});
}
