import type { INode, INodeExecutionData } from 'n8n-workflow';
import { failureJson } from '../items/error-item';
import type { Subject } from '../items/result-items';

/**
 * A submission whose task a suspended execution waits for, with all that its results need later.
 */
export interface PendingTask {
	/** Absent when nobody knows whether there is a task: the answer to its submission got lost. */
	readonly taskId?: string;
	/** Milliseconds since the epoch. */
	readonly submittedAt: number;
	/** Place of its item in the input. */
	readonly index: number;
	readonly subject: Subject;
	readonly output: 'perFile' | 'perTask';
	readonly simplify: boolean;
	readonly download: boolean;
	readonly fileNamePrefix: string;
	readonly binaryField: string;
}

/**
 * The item that stands for a task while the execution is suspended. At the deadline n8n hands it on
 * as it is, so it already tells that nobody confirmed the task: in the shape that reaches the error
 * output whole, or as On Timeout asks for it.
 */
export function pendingItem(
	node: INode,
	{ index, subject }: PendingTask,
	taskId: string,
	onTimeout: 'error' | 'continue',
): INodeExecutionData {
	const pairedItem = { item: index };
	if (onTimeout === 'continue') return { ...runningItem(subject, taskId), pairedItem };
	return {
		json: failureJson(node, `Task ${taskId} is not confirmed within the time limit`, {
			kind: 'timeout',
			taskId,
			status: 'RUNNING',
			hint: 'It is not lost: fetch its result with Task → Wait and this task ID, or raise Timeout.',
		}),
		pairedItem,
	};
}

/** A task that still runs. */
export function runningItem(subject: Subject, taskId: string): Pick<INodeExecutionData, 'json'> {
	return { json: { taskId, status: 'RUNNING', ...subject } };
}
