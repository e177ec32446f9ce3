import type { INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import { toNodeError } from '../items/node-error';
import { type Outcome, toleratesTimeout } from './outcome-rows';
import { runAlone } from './run-alone';
import type { CheckedItem } from './task-jobs';

/** Task IDs that an error lists at most, of each sort. */
const MOST_LISTED = 50;

/**
 * The one error that stops the workflow when items failed: the first of them, with the tasks that
 * were paid for or still run, so that nothing bought is lost.
 */
export function stopError(
	node: INode,
	items: readonly CheckedItem[],
	outcomes: readonly Outcome[],
): NodeApiError | NodeOperationError | undefined {
	const place = outcomes.findIndex(
		(outcome, index) =>
			outcome.state === 'failed' && !toleratesTimeout(outcome.error, items[index]),
	);
	const outcome = outcomes[place];
	if (outcome?.state !== 'failed') return undefined;
	const finished = outcomes.flatMap((each) =>
		each.state === 'finished' ? [each.task.taskId] : [],
	);
	const running = outcomes.flatMap((each) => (each.state === 'running' ? [each.taskId] : []));
	const failed = outcomes.flatMap((each, index) =>
		each.state === 'failed' && index !== place ? [each.taskId ?? ''] : [],
	);
	const skipped = outcomes.filter((each) => each.state === 'skipped').length;
	return toNodeError(node, outcome.error, items[place]?.index ?? 0, [
		...list('Finished tasks', finished),
		...list('Tasks still running', running),
		...list(
			'Other tasks that did not succeed',
			failed.filter((id) => id !== ''),
		),
		...(skipped === 0 ? [] : [`Items not submitted: ${skipped}`]),
		...runAlone(
			outcome.error,
			outcomes.filter((_each, index) => index !== place),
		),
		...(finished.length + running.length === 0
			? []
			: [
					'Fetch these results with Task → Wait and the task ID, or use Retry On Fail, which picks them up.',
				]),
	]);
}

/** What to say when a file is missing and n8n will try again: the tasks are kept for that try. */
export function missingFileError(
	node: INode,
	items: readonly CheckedItem[],
	outcomes: readonly Outcome[],
): NodeApiError | NodeOperationError | undefined {
	for (const [place, outcome] of outcomes.entries()) {
		if (outcome.state !== 'finished') continue;
		const lost = outcome.collected.find(({ problem }) => problem !== undefined);
		if (lost?.problem === undefined) continue;
		const error = new RunningHubError({
			kind: 'network',
			message: lost.problem,
			hint: 'The task is paid for and its result stays at RunningHub for 24 hours. The next try downloads it without a second purchase.',
			taskId: outcome.task.taskId,
			status: 'SUCCESS',
		});
		return toNodeError(node, error, items[place]?.index ?? 0);
	}
	return undefined;
}

function list(title: string, taskIds: readonly string[]): string[] {
	if (taskIds.length === 0) return [];
	const more = taskIds.length - MOST_LISTED;
	const shown = taskIds.slice(0, MOST_LISTED).join(', ');
	return [`${title}: ${shown}${more > 0 ? `, and ${more} more` : ''}`];
}
