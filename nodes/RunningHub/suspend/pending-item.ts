import type { INodeExecutionData } from 'n8n-workflow';
import { asNumber, asObject, asText } from '../../../runninghub/json';
import type { Subject } from '../items/result-items';

/** A task that a suspended execution waits for, with all that its results need later. */
export interface PendingTask {
	readonly taskId: string;
	/** Place of its item in the input. */
	readonly index: number;
	/** Milliseconds since the epoch. */
	readonly submittedAt: number;
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
 * as it is, so it already tells, in the shape that reaches the error output whole, that nobody
 * confirmed the task.
 */
export function pendingItem(task: PendingTask): INodeExecutionData {
	return {
		json: {
			error: `Task ${task.taskId} is not confirmed within the time limit`,
			details: {
				kind: 'timeout',
				taskId: task.taskId,
				status: 'RUNNING',
				code: null,
				hint: 'It is not lost: fetch its result with Task → Wait and this task ID, or raise Timeout.',
				pending: { ...task, subject: { ...task.subject } },
			},
		},
		pairedItem: { item: task.index },
	};
}

/** The task that an item stands for; `undefined` for an item that is an answer already. */
export function readPending(item: INodeExecutionData): PendingTask | undefined {
	const details: unknown = item.json.details;
	const pending = asObject(asObject(details).pending);
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
