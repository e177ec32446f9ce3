import type { INode, INodeExecutionData } from 'n8n-workflow';
import { isUncertain } from '../../../runninghub/errors/is-uncertain';
import type { Ledger } from '../../../runninghub/tasks/submission/ledger';
import { submittedTask } from '../suspend/over-by-now';
import { pendingItem, type PendingTask } from '../suspend/pending-item';
import type { Outcome } from './outcome-rows';
import type { CheckedItem } from './task-jobs';

/** A batch that RunningHub has accepted, with the rows of its items. */
export interface AcceptedBatch {
	readonly node: INode;
	readonly items: readonly CheckedItem[];
	/** One for each item, as all that follow. */
	readonly jobs: ReadonlyArray<{ readonly ledgerKey: string }>;
	readonly outcomes: readonly Outcome[];
	readonly ledger: Ledger;
	/** By the item's index. */
	readonly rows: ReadonlyMap<number, INodeExecutionData[]>;
}

/** Rows of which some stand for what is waited for. */
export interface PendingRows {
	readonly rows: ReadonlyMap<number, INodeExecutionData[]>;
	readonly pending: ReadonlyMap<INodeExecutionData, PendingTask>;
}

/**
 * Lets an item stand for each task that a suspended execution waits for. The row of a submission
 * whose answer got lost stands for itself: RunningHub may call back for what it has made of it.
 */
export function pendingRows(batch: AcceptedBatch): PendingRows {
	const { node, items, outcomes } = batch;
	const rows = new Map(batch.rows);
	const pending = new Map<INodeExecutionData, PendingTask>();
	for (const [place, item] of items.entries()) {
		const outcome = outcomes[place];
		if (outcome?.state === 'running') {
			const { taskId } = outcome;
			const task = { ...pendingTask(batch, item, place), taskId };
			const row = pendingItem(node, task, taskId, item.settings.onTimeout);
			rows.set(item.index, [row]);
			pending.set(row, task);
		} else if (outcome?.state === 'failed' && isUncertain(outcome.error)) {
			const [row] = rows.get(item.index) ?? [];
			if (row !== undefined) pending.set(row, pendingTask(batch, item, place));
		}
	}
	return { rows, pending };
}

/** The tasks of items that need no callback any more. */
export function answeredTasks(outcomes: readonly Outcome[]): string[] {
	return outcomes.flatMap((outcome) => {
		if (outcome.state === 'finished') return [outcome.task.taskId];
		return outcome.state === 'failed' ? (outcome.taskId ?? []) : [];
	});
}

function pendingTask(
	{ ledger, jobs }: AcceptedBatch,
	{ index, request, settings }: CheckedItem,
	place: number,
): Omit<PendingTask, 'taskId'> {
	const { output, simplify, download, fileNamePrefix, binaryField } = settings;
	const { submittedAt } = submittedTask({ ledger, jobs }, '', place);
	const wishes = { output, simplify, download, fileNamePrefix, binaryField };
	return { index, submittedAt, subject: request.subject, ...wishes };
}
