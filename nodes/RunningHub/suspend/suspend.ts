import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { n8nClock } from '../runtime/n8n-clock';
import type { ExecuteContext } from '../runtime/n8n-context';
import { readPending } from './pending-item';

/**
 * Takes the execution out of memory until RunningHub calls back.
 *
 * @param items one for each task, and those that are answers already, in the order of the input.
 * @param timeout milliseconds until they come out as they are.
 * @returns what the node shows meanwhile.
 */
export async function suspend(
	ctx: ExecuteContext,
	items: INodeExecutionData[],
	timeout: number,
): Promise<INodeExecutionData[]> {
	ctx.getExecuteData().data = { main: [items] };
	await ctx.putExecutionToWait(new Date(n8nClock.now() + timeout));
	return items.map(({ json, pairedItem }, index) => ({
		json: shown(json),
		pairedItem: pairedItem ?? { item: index },
	}));
}

/**
 * Never tells of a failure in n8n's way: n8n would move the item to the error output, and run the
 * node again under Retry On Fail when it is the first.
 */
function shown(json: IDataObject): IDataObject {
	const task = readPending(json);
	if (task !== undefined) return { taskId: task.taskId, status: 'RUNNING', ...task.subject };
	const { error, details = json.message } = json;
	return error === undefined ? json : { message: error, details };
}
