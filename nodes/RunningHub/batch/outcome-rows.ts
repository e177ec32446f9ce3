import type { INode, INodeExecutionData } from 'n8n-workflow';
import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import type { JobOutcome } from '../../../runninghub/tasks/batch-request';
import { errorItem } from '../items/error-item';
import { type CollectedResult, resultItems } from '../items/result-items';
import { runAlone } from './run-alone';
import type { CheckedItem } from './task-jobs';

/** How the task of an item ended. */
export type Outcome = JobOutcome<readonly CollectedResult[]>;

/** What all rows of an execution share. */
export interface RowOptions {
	readonly node: INode;
	/** `USD`, `CNY` or ''. */
	readonly currency: string;
	/** Whether an AI agent reads the rows. */
	readonly brief: boolean;
	/** How all items ended. */
	readonly outcomes: readonly Outcome[];
}

/** What an item hands on to the next node. */
export function outcomeRows(
	item: CheckedItem,
	outcome: Outcome,
	options: RowOptions,
): INodeExecutionData[] {
	const { request, settings, index } = item;
	switch (outcome.state) {
		case 'finished':
			return resultItems(request.subject, outcome.task, outcome.collected, {
				...options,
				output: settings.output,
				simplify: settings.simplify,
				binaryField: settings.binaryField,
				fileNamePrefix: settings.fileNamePrefix,
				itemIndex: index,
			});
		case 'running':
			return [runningRow(item, outcome.taskId, outcome.status)];
		case 'skipped':
			return [];
		case 'failed':
			return toleratesTimeout(outcome.error, item)
				? [runningRow(item, outcome.taskId ?? '', 'RUNNING')]
				: [
						errorItem(
							options.node,
							outcome.error,
							index,
							runAlone(
								outcome.error,
								options.outcomes.filter((each) => each !== outcome),
							),
						),
					];
	}
}

/** The tasks that ended well without a result. */
export function withoutResults(outcomes: readonly Outcome[]): string[] {
	return outcomes.flatMap((outcome) =>
		outcome.state === 'finished' && outcome.collected.length === 0 ? [outcome.task.taskId] : [],
	);
}

/** Whether a failure is a time limit that the user wants to go on from. */
export function toleratesTimeout(error: unknown, item: CheckedItem | undefined): boolean {
	return (
		item?.settings.onTimeout === 'continue' &&
		error instanceof RunningHubError &&
		error.kind === 'timeout'
	);
}

function runningRow(
	{ request, index }: CheckedItem,
	taskId: string,
	status: string,
): INodeExecutionData {
	return { json: { taskId, status, ...request.subject }, pairedItem: { item: index } };
}
