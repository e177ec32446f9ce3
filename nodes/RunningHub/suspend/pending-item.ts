import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { asNumber, asObject, asText } from '../../../runninghub/json';
import type { AwaitedTask } from '../../../runninghub/tasks/polling/task-end';
import { failureJson } from '../items/error-item';
import type { Subject } from '../items/result-items';

/** A task that a suspended execution waits for, with all that its results need later. */
export interface PendingTask extends AwaitedTask {
	/** Place of its item in the input. */
	readonly index: number;
	readonly subject: Subject;
	readonly output: 'perFile' | 'perTask';
	readonly simplify: boolean;
	readonly download: boolean;
	readonly fileNamePrefix: string;
	readonly binaryField: string;
	/** What the token of a caller must hash to. */
	readonly tokenHash: string;
}

/**
 * The item that stands for a task while the execution is suspended. At the deadline n8n hands it on
 * as it is, so it already tells that nobody confirmed the task: in the shape that reaches the error
 * output whole, or as On Timeout asks for it.
 */
export function pendingItem(
	node: INode,
	task: PendingTask,
	onTimeout: 'error' | 'continue',
): INodeExecutionData {
	const { taskId, subject } = task;
	const pending = { ...task, subject: { ...subject } };
	const pairedItem = { item: task.index };
	if (onTimeout === 'continue') {
		return { json: { taskId, status: 'RUNNING', ...subject, pending }, pairedItem };
	}
	return {
		json: failureJson(node, `Task ${taskId} is not confirmed within the time limit`, {
			kind: 'timeout',
			taskId,
			status: 'RUNNING',
			code: null,
			hint: 'It is not lost: fetch its result with Task → Wait and this task ID, or raise Timeout.',
			pending,
		}),
		pairedItem,
	};
}

/** The task that an item stands for; `undefined` for an item that is an answer already. */
export function readPending(json: IDataObject): PendingTask | undefined {
	const pending = asObject(asObject(json.details ?? json.message ?? json).pending);
	const taskId = asText(pending.taskId);
	if (taskId === '') return undefined;
	const subject = asObject(pending.subject);
	const part = (key: 'model' | 'workflowId' | 'appId') =>
		typeof subject[key] === 'string' ? { [key]: subject[key] } : {};
	return {
		taskId,
		index: asNumber(pending.index) ?? 0,
		submittedAt: asNumber(pending.submittedAt) ?? 0,
		subject: { ...part('model'), ...part('workflowId'), ...part('appId') },
		output: pending.output === 'perTask' ? 'perTask' : 'perFile',
		simplify: pending.simplify !== false,
		download: pending.download !== false,
		fileNamePrefix: asText(pending.fileNamePrefix),
		binaryField: asText(pending.binaryField) || 'data',
		tokenHash: asText(pending.tokenHash),
	};
}
