import { repeatRead } from '../api/repeat-read';
import { cancelTask } from '../api/tasks';
import type { BatchRequest, JobOutcome } from './batch-request';
import { inParallel } from './in-parallel';

/** Tasks that are cancelled at a time. */
const CANCELS = 10;
/** The status of a task that we have cancelled. */
const CANCELLED = 'CANCEL';

/**
 * Stops the tasks that are still running at RunningHub: after the user's Stop nobody waits for
 * them any more (docs/runninghub-api.md, section 4.5).
 *
 * @param outcomes in the order of the jobs.
 * @returns the outcomes, with the status of what was cancelled.
 */
export async function cancelOutstanding<Prepared, Collected>(
	request: BatchRequest<Prepared, Collected>,
	outcomes: ReadonlyArray<JobOutcome<Collected>>,
): Promise<Array<JobOutcome<Collected>>> {
	const { jobs, clock, transport, logger } = request;
	return await inParallel(outcomes, CANCELS, async (outcome, index) => {
		const job = jobs[index];
		// Neither bought by this execution, nor known to RunningHub's cancel call.
		const elsewhere = job !== undefined && ('existing' in job || job.look !== undefined);
		if (outcome.state !== 'running' || outcome.status === CANCELLED || elsewhere) return outcome;
		const { taskId } = outcome;
		await repeatRead(clock, async () => await cancelTask(transport, taskId)).catch(
			(error: unknown) => {
				logger.warn(`Task ${taskId} could not be cancelled: ${String(error)}`);
			},
		);
		return { state: 'running', taskId, status: CANCELLED };
	});
}
