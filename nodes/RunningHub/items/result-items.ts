import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { TaskResult } from '../../../runninghub/api/task-state';
import { tryParseJson } from '../../../runninghub/json';
import type { FinishedTask } from '../../../runninghub/tasks/polling/watch-task';

/** What ran: a model, a workflow or an AI app; nothing where only the task is known. */
export interface Subject {
	readonly model?: string;
	readonly workflowId?: string;
	readonly appId?: string;
}

/** A result with its file, or with the reason why the file is missing. */
export interface CollectedResult {
	readonly result: TaskResult;
	readonly file?: IBinaryData;
	readonly problem?: string;
}

/** How items are made of a task's results. */
export interface ItemOptions {
	readonly output: 'perFile' | 'perTask';
	readonly simplify: boolean;
	/** Name of the item's binary field. */
	readonly binaryField: string;
	/** `USD`, `CNY` or ''. */
	readonly currency: string;
	readonly itemIndex: number;
	/** Whether an AI agent reads the items: it gets the link and little else. */
	readonly brief: boolean;
}

/** A finished task; `duration` is null where nobody saw how long it took. */
export type EndedTask = Omit<FinishedTask, 'duration'> & {
	/** Milliseconds. */
	readonly duration: number | null;
};

/** A finished task as items: one for each file, or one for all. At least one. */
export function resultItems(
	subject: Subject,
	task: EndedTask,
	collected: readonly CollectedResult[],
	options: ItemOptions,
): INodeExecutionData[] {
	const count = collected.length;
	const shared = {
		taskId: task.taskId,
		status: 'SUCCESS',
		...subject,
		...(count === 0 && { hint: noResults(task.taskId) }),
	};
	const tail = {
		cost: { ...task.cost, currency: options.currency === '' ? null : options.currency },
		seconds: task.duration === null ? null : Math.round(task.duration / 1000),
		...(!options.simplify && { raw: task.raw }),
	};
	const pairedItem = { item: options.itemIndex };
	if (options.brief) {
		return (count === 0 ? [NOTHING] : collected).map(({ result: { url, text } }) => ({
			json: { ...shared, ...(url !== null && { url }), ...(text !== null && { text }) },
			pairedItem,
		}));
	}
	if (options.output === 'perTask') {
		const files = collected.map((each, index) => ({ index, ...describe(each) }));
		const first = describe(collected[0] ?? NOTHING);
		const json = { ...shared, count, ...first, files, ...tail };
		return [{ json, ...binaries(collected, options.binaryField), pairedItem }];
	}
	const rows = count === 0 ? [NOTHING] : collected;
	return rows.map((each, index) => ({
		json: { ...shared, index, count, ...describe(each), ...tail },
		...binaries([each], options.binaryField),
		pairedItem,
	}));
}

/** What to make of a task that ended well without a result. */
export function noResults(taskId: string): string {
	return `Task ${taskId} ended well, but RunningHub names no result. Look at it in the call records on the RunningHub site; a workflow needs a node that saves its output.`;
}

const NOTHING: CollectedResult = {
	result: { url: null, fileType: null, nodeId: null, text: null },
};

function describe({ result, problem }: CollectedResult): IDataObject {
	const { url, fileType, nodeId, text } = result;
	const parsed = text === null ? undefined : tryParseJson(text);
	const data = typeof parsed === 'object' ? parsed : null;
	return {
		url,
		fileType,
		nodeId,
		text,
		data,
		...(problem !== undefined && { downloadError: problem }),
	};
}

/** The files under `data`, `data_1`, `data_2` … */
function binaries(
	collected: readonly CollectedResult[],
	field: string,
): Pick<INodeExecutionData, 'binary'> {
	const files = collected.flatMap(({ file }) => (file === undefined ? [] : [file]));
	if (files.length === 0) return {};
	return {
		binary: Object.fromEntries(
			files.map((file, index) => [index === 0 ? field : `${field}_${index}`, file]),
		),
	};
}
