import type { INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { isUncertain } from '../../../runninghub/errors/is-uncertain';
import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import { toNodeError } from '../items/node-error';
import type { Outcome } from './outcome-rows';
import { runAlone } from './run-alone';
import type { CheckedItem } from './task-jobs';

/** Task IDs that the description of an error lists at most, of each sort. */
const MOST_LISTED = 50;

/** A task and the item that it belongs to, as n8n counts items: from 0. */
interface ItemTask {
	readonly item: number;
	readonly taskId: string;
}

/**
 * The one error that stops the workflow when items failed: the first of them, with the tasks that
 * were paid for or still run, so that nothing bought is lost. However many there are, the error's
 * `messages` (in the editor under its details) name every task with its item.
 *
 * @param stops whether the failure of an item stops the workflow.
 */
export function stopError(
	node: INode,
	items: readonly CheckedItem[],
	outcomes: readonly Outcome[],
	stops: (error: unknown, place: number) => boolean,
): NodeApiError | NodeOperationError | undefined {
	const place = outcomes.findIndex(
		(outcome, index) => outcome.state === 'failed' && stops(outcome.error, index),
	);
	const outcome = outcomes[place];
	if (outcome?.state !== 'failed') return undefined;
	const tasksOf = (idOf: (each: Outcome, index: number) => string | undefined): ItemTask[] =>
		outcomes.flatMap((each, index) => {
			const taskId = idOf(each, index);
			const item = items[index]?.index ?? index;
			return taskId === undefined ? [] : [{ item, taskId }];
		});
	const finished = tasksOf((each) => (each.state === 'finished' ? each.task.taskId : undefined));
	const running = tasksOf((each) => (each.state === 'running' ? each.taskId : undefined));
	const failed = tasksOf((each, index) =>
		each.state === 'failed' && index !== place ? each.taskId : undefined,
	);
	const uncertain = outcomes.flatMap((each, index) =>
		each.state === 'failed' && index !== place && isUncertain(each.error)
			? [items[index]?.index ?? index]
			: [],
	);
	const skipped = outcomes.filter((each) => each.state === 'skipped').length;
	const error = toNodeError(node, outcome.error, items[place]?.index ?? 0, [
		...list('Finished tasks', finished),
		...list('Tasks still running', running),
		...list('Other tasks that did not succeed', failed),
		...(uncertain.length === 0
			? []
			: [
					`Items whose submission has no known outcome: ${uncertain.slice(0, MOST_LISTED).join(', ')}${uncertain.length > MOST_LISTED ? ', …' : ''}`,
				]),
		...(skipped === 0 ? [] : [`Items not submitted: ${skipped}`]),
		...runAlone(
			outcome.error,
			outcomes.filter((_each, index) => index !== place),
		),
		...(finished.length + running.length === 0
			? []
			: ['Fetch these results with Task → Wait and the task ID.']),
	]);
	error.messages = [
		...lines('finished', finished),
		...lines('still running', running),
		...lines('did not succeed', failed),
		...uncertain.map((item) => `Item ${item}: whether there is a task is unknown`),
	];
	return error;
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

function list(title: string, tasks: readonly ItemTask[]): string[] {
	if (tasks.length === 0) return [];
	const more = tasks.length - MOST_LISTED;
	const shown = tasks
		.slice(0, MOST_LISTED)
		.map(({ item, taskId }) => `${taskId} (item ${item})`)
		.join(', ');
	return [
		`${title}: ${shown}${more > 0 ? `, and ${more} more, all under the details of this error` : ''}`,
	];
}

function lines(state: string, tasks: readonly ItemTask[]): string[] {
	return tasks.map(({ item, taskId }) => `Item ${item}: task ${taskId}, ${state}`);
}
