import { repeatRead } from '../api/repeat-read';
import { cancelTask } from '../api/tasks';
import type { BatchRequest, JobOutcome, TaskJob } from './batch-request';
import { Semaphore } from '../concurrency/semaphore';

/** Tasks that are cancelled at a time. */
const CANCELS = 10;
/** The status of a task that we have cancelled. */
const CANCELLED = 'CANCEL';

/** What cancelling needs. */
type CancelTools = Pick<
	BatchRequest<unknown, unknown>,
	'transport' | 'clock' | 'logger' | 'signal' | 'scheduler'
>;

/**
 * Stops the tasks that are still running at RunningHub: after the user's Stop nobody waits for
 * them any more. Each is cancelled as soon as it is known, whatever the others still wait for
 * (docs/runninghub-api.md, section 4.5).
 */
export class OutstandingTasks {
	private readonly cancels = new Semaphore(CANCELS);
	private readonly outstanding = new Set<string>();
	private readonly calls = new Map<string, Promise<void>>();

	constructor(private readonly tools: CancelTools) {}

	/** A job has ended, perhaps with its task still running. */
	add<Prepared, Collected>(job: TaskJob<Prepared>, outcome: JobOutcome<Collected>): void {
		// Neither bought by this execution, nor known to RunningHub's cancel call.
		const elsewhere = 'existing' in job || job.look !== undefined;
		if (outcome.state !== 'running' || elsewhere) return;
		this.outstanding.add(outcome.taskId);
		if (this.tools.signal.aborted) this.cancelAll();
	}

	/** Begins to cancel what is outstanding. */
	cancelAll(): void {
		for (const taskId of this.outstanding) this.calls.set(taskId, this.cancel(taskId));
		this.outstanding.clear();
	}

	/** The outcomes, with the status of what was cancelled, once RunningHub has answered. */
	async settle<Collected>(
		outcomes: ReadonlyArray<JobOutcome<Collected>>,
	): Promise<Array<JobOutcome<Collected>>> {
		await Promise.all(this.calls.values());
		return outcomes.map((outcome) =>
			outcome.state === 'running' && this.calls.has(outcome.taskId)
				? { ...outcome, status: CANCELLED }
				: outcome,
		);
	}

	private async cancel(taskId: string): Promise<void> {
		const { transport, clock, logger, scheduler } = this.tools;
		await this.cancels.take();
		await repeatRead(clock, async () => {
			scheduler.budget.spend();
			await cancelTask(transport, taskId);
		})
			.catch((error: unknown) => {
				logger.warn(`Task ${taskId} could not be cancelled: ${String(error)}`);
			})
			.finally(() => this.cancels.release());
	}
}
