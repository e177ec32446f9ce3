import type { Semaphore } from '../concurrency/semaphore';
import type { BatchRequest, JobOutcome, TaskJob } from './batch-request';
import { type AwaitedTask, taskEnd } from './polling/task-end';

/** What looking once more needs. */
interface LookTools<Collected>
	extends Pick<
		BatchRequest<unknown, Collected>,
		'transport' | 'clock' | 'scheduler' | 'signal' | 'collect'
	> {
	/** Lets in so many tasks at a time. */
	readonly pickUps: Semaphore;
}

/**
 * Finds out how a task stands that nobody waits for any more, and brings it home if it is over.
 *
 * @throws the task's own error where it has failed, and what collecting throws.
 */
export async function lookOnceMore<Prepared, Collected>(
	{ transport, clock, scheduler, signal, collect, pickUps }: LookTools<Collected>,
	{ look }: TaskJob<Prepared>,
	index: number,
	{ taskId, submittedAt }: AwaitedTask,
): Promise<JobOutcome<Collected>> {
	await pickUps.take();
	const standing = await scheduler.budget
		.take('closeLook', signal)
		.then(async () => await taskEnd(transport, clock, { taskId, submittedAt, look }))
		.finally(() => pickUps.release());
	switch (standing.state) {
		case 'finished':
			return { ...standing, collected: await collect(standing.task, index) };
		case 'failed':
			throw standing.error;
		default:
			return { state: 'running', taskId, status: 'RUNNING' };
	}
}
