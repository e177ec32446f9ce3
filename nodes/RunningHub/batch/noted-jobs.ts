import type { TaskJob } from '../../../runninghub/tasks/batch-request';
import type { Ledger } from '../../../runninghub/tasks/submission/ledger';
import { taskIdNotes } from '../runtime/execution-task-ids';
import type { ExecuteContext } from '../runtime/n8n-context';

/**
 * Lets jobs note their tasks in the execution, so that it can be followed while it waits and after
 * it was stopped: each as soon as RunningHub has named it, and those of earlier tries at once.
 */
export function notedJobs<Prepared>(
	ctx: ExecuteContext,
	ledger: Ledger,
	jobs: ReadonlyArray<TaskJob<Prepared>>,
): Array<TaskJob<Prepared>> {
	const earlier = jobs.flatMap(({ ledgerKey }) => ledger.find(ledgerKey)?.taskId ?? []);
	const note = taskIdNotes(ctx);
	if (earlier.length > 0) note(earlier);
	return jobs.map((job) => {
		if ('existing' in job) return job;
		return {
			...job,
			submit: async (prepared) => {
				const task = await job.submit(prepared);
				note([task.taskId]);
				return task;
			},
		};
	});
}
