import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import type { JobOutcome } from '../../../runninghub/tasks/batch-request';
import type { Ledger } from '../../../runninghub/tasks/submission/ledger';
import { settle } from '../../../runninghub/tasks/polling/settle';
import type { AwaitedTask } from '../../../runninghub/tasks/polling/task-end';
import type { FinishedTask } from '../../../runninghub/tasks/polling/watch-task';
import type { Transport } from '../../../runninghub/transport';
import { n8nClock } from '../runtime/n8n-clock';

/** A batch that RunningHub has accepted. */
interface SubmittedBatch<Collected> {
	readonly ledger: Ledger;
	readonly jobs: ReadonlyArray<{ readonly ledgerKey: string }>;
	/** One for each job. */
	readonly outcomes: ReadonlyArray<JobOutcome<Collected>>;
}

/**
 * Looks once more before the execution is suspended: n8n turned away every callback that came until
 * now, and tasks that are all over have nobody left to wake it up.
 *
 * @param collect brings a finished task home.
 * @returns how the jobs ended if all tasks are over, else the outcomes as they were.
 */
export async function overByNow<Collected>(
	transport: Transport,
	batch: SubmittedBatch<Collected>,
	collect: (task: FinishedTask, place: number) => Promise<Collected>,
): Promise<ReadonlyArray<JobOutcome<Collected>>> {
	const { ledger, jobs, outcomes } = batch;
	const running = outcomes.flatMap((outcome, place) =>
		outcome.state === 'running' ? [{ ...submittedTask(batch, outcome.taskId, place), place }] : [],
	);
	const settled = await settle(transport, n8nClock, running);
	if (settled.state !== 'over') return outcomes;
	const endAt = new Map(running.map(({ place }, index) => [place, settled.ends[index]]));
	return await Promise.all(
		outcomes.map(async (outcome, place): Promise<JobOutcome<Collected>> => {
			const end = endAt.get(place);
			if (end === undefined || outcome.state !== 'running') return outcome;
			if (end.state === 'finished') return { ...end, collected: await collect(end.task, place) };
			const { error } = end;
			if (error instanceof RunningHubError && error.facts.taskEnded) {
				ledger.forget(jobs[place]?.ledgerKey ?? '');
			}
			return { state: 'failed', error, taskId: outcome.taskId };
		}),
	);
}

/** The task of a job, with the time of its submission, which may be long ago. */
export function submittedTask(
	{ ledger, jobs }: Pick<SubmittedBatch<unknown>, 'ledger' | 'jobs'>,
	taskId: string,
	place: number,
): AwaitedTask {
	const entry = ledger.find(jobs[place]?.ledgerKey ?? '');
	return { taskId, submittedAt: entry?.submittedAt ?? n8nClock.now() };
}
