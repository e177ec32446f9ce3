import type { TaskJob } from '../../../runninghub/tasks/batch-request';

/** What of n8n's log is used. */
interface InfoLog {
	info(message: string): void;
}

/**
 * Lets the jobs of a batch say once that a submission waits for a slot: until the last one is
 * accepted nothing is suspended, and a restart of n8n ends the execution.
 */
export function tellingOfSlots(
	log: InfoLog,
): <Prepared>(job: TaskJob<Prepared>) => TaskJob<Prepared> {
	let isTold = false;
	return (job) => {
		if ('existing' in job) return job;
		const awaitsSlot = () => {
			if (isTold) return;
			isTold = true;
			log.info(
				`RunningHub has no free slot: this execution stays in memory until the last of its tasks is accepted, and is suspended then. Each waits at most ${job.timeout / 60_000} minutes for a slot.`,
			);
		};
		return { ...job, awaitsSlot };
	};
}
