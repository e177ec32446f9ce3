import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { amountOf, type TaskResult } from '../../../runninghub/api/read-task-state';
import { tryParseJson } from '../../../runninghub/json';
import type { FinishedTask } from '../../../runninghub/tasks/polling/watch-task';
import { known } from './known';
import { nameFile } from './file-name';

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
	/** Put before the names of files. */
	readonly fileNamePrefix: string;
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

/**
 * A finished task as items: one for each file, or one for all. At least one. What comes first in
 * the json is what the next nodes use. Simplified, a key is absent where nothing is known; else all
 * keys are there, and RunningHub's answer as it is.
 */
export function resultItems(
	subject: Subject,
	task: EndedTask,
	collected: readonly CollectedResult[],
	options: ItemOptions,
): INodeExecutionData[] {
	const { simplify, binaryField, fileNamePrefix } = options;
	const pairedItem = { item: options.itemIndex };
	const count = collected.length;
	const rows = count === 0 ? [NOTHING] : collected;
	const ended = { taskId: task.taskId, status: 'SUCCESS', ...subject };
	const hint = count === 0 ? { hint: noResults(task.taskId) } : {};
	if (options.brief) {
		return rows.map(({ result: { url, text } }) => ({
			json: { ...known({ url, text }), ...ended, ...hint },
			pairedItem,
		}));
	}
	const files = rows.map((each) => {
		const facts = fileFacts(each, fileNamePrefix);
		return simplify ? known(facts) : { ...facts, nodeId: each.result.nodeId };
	});
	const spent = simplify ? known(simpleSpending(task, options)) : fullSpending(task, options);
	const raw = simplify ? {} : { raw: task.raw };
	const problems = rows.map(({ problem }) =>
		problem === undefined ? {} : { downloadError: problem },
	);
	if (options.output === 'perTask') {
		const list = collected.map((_, index) => ({ ...files[index], index, ...problems[index] }));
		const json = { ...files[0], ...ended, ...spent, count, files: list, ...problems[0], ...hint };
		return [{ json: { ...json, ...raw }, ...binaries(collected, binaryField), pairedItem }];
	}
	return rows.map((each, index) => ({
		json: {
			...files[index],
			...ended,
			...spent,
			index,
			count,
			...problems[index],
			...hint,
			...raw,
		},
		...binaries([each], binaryField),
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

function fileFacts({ result, file }: CollectedResult, fileNamePrefix: string): IDataObject {
	const { url, fileType, text } = result;
	const parsed = text === null ? null : tryParseJson(text);
	return {
		url,
		fileName: file?.fileName ?? fileNameOf(result, fileNamePrefix),
		fileType,
		text,
		parsed: typeof parsed === 'object' ? parsed : null,
	};
}

function fileNameOf({ url, fileType, file }: TaskResult, prefix: string): string | null {
	const address = file?.name ?? url;
	return address === null ? null : nameFile(address, fileType, '', prefix).fileName;
}

/** One amount, in one currency. */
function simpleSpending({ cost, duration }: EndedTask, { currency }: ItemOptions): IDataObject {
	const amount = amountOf(cost);
	return {
		cost: amount,
		currency: amount === null || currency === '' ? null : currency,
		coins: cost.coins,
		seconds: inSeconds(duration),
	};
}

/** All that RunningHub tells. */
function fullSpending({ cost, duration }: EndedTask, { currency }: ItemOptions): IDataObject {
	return {
		cost: { ...cost, currency: currency === '' ? null : currency },
		seconds: inSeconds(duration),
	};
}

function inSeconds(duration: number | null): number | null {
	return duration === null ? null : Math.round(duration / 1000);
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
