import type { IWorkflowDataProxyAdditionalKeys, IWorkflowExecutionCustomData } from 'n8n-workflow';
import { asText } from '../../../runninghub/json';
import type { ExecuteContext } from './n8n-context';

/** Names in the execution's custom data: n8n allows letters, digits and underscores. */
const KEYS = [1, 2, 3, 4, 5].map((place) => `RunningHub_task_IDs${place === 1 ? '' : `_${place}`}`);
/** Names that n8n keeps for an execution; it drops what comes after them. */
const MOST_KEYS = 10;
/** Characters that n8n keeps of a value. */
const LONGEST = 512;
/** Characters from which on n8n's log complains of a value. */
const UNTOLD = 255;
const BETWEEN = ', ';

/**
 * Notes tasks in the custom data of the execution, where they can be looked up while it waits and
 * after it was stopped. All RunningHub nodes of the workflow share a few keys, and the latest tasks
 * stay where there are too many. Other keys stay as they are.
 *
 * @returns what notes further tasks. Never fails.
 */
export function taskIdNotes(ctx: ExecuteContext): (ids: readonly string[]) => void {
	const customData = customDataOf(ctx);
	if (customData === undefined) return () => undefined;
	return (ids) => {
		try {
			add(customData, ids);
		} catch (error) {
			tellUnnoted(ctx, error);
		}
	};
}

/** n8n makes it anew for each that asks, with everything else that expressions know. */
function customDataOf(ctx: ExecuteContext): IWorkflowExecutionCustomData | undefined {
	try {
		const execution: IWorkflowDataProxyAdditionalKeys['$execution'] =
			ctx.getWorkflowDataProxy(0).$execution;
		return execution?.customData;
	} catch (error) {
		tellUnnoted(ctx, error);
		return undefined;
	}
}

function tellUnnoted(ctx: ExecuteContext, error: unknown): void {
	ctx.logger.debug(`The task IDs are not in the custom data of the execution: ${String(error)}`);
}

function add(customData: IWorkflowExecutionCustomData, ids: readonly string[]): void {
	const all = customData.getAll();
	const noted = KEYS.flatMap((key) => asText(all[key]).split(BETWEEN)).filter((id) => id !== '');
	const merged = [...new Set([...noted, ...ids])];
	const others = Object.keys(all).filter((key) => !KEYS.includes(key)).length;
	const free = KEYS.slice(0, Math.max(0, MOST_KEYS - others));
	const values = inValues(merged, free.length);
	for (const [place, key] of free.entries()) {
		const value = values[place];
		if (value !== undefined && value !== all[key]) customData.set(key, value);
	}
}

/** As few and as short values as hold the ids; of more than they can hold the last ones. */
function inValues(ids: readonly string[], most: number): string[] {
	let longest = UNTOLD;
	let values = joined(ids, longest);
	while (values.length > most && longest < LONGEST) {
		longest = Math.min(LONGEST, longest + BETWEEN.length + (ids[0]?.length ?? 0));
		values = joined(ids, longest);
	}
	return values.slice(-most);
}

function joined(ids: readonly string[], longest: number): string[] {
	const values: string[] = [];
	for (const id of ids) {
		const last = values.at(-1);
		const longer = last === undefined ? '' : `${last}${BETWEEN}${id}`;
		if (longer === '' || longer.length > longest) values.push(id);
		else values[values.length - 1] = longer;
	}
	return values;
}
