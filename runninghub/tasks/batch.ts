import type { BatchRequest, JobOutcome } from './batch-request';
import { type Batch, runJob } from './run-job';
import { OutstandingTasks } from './cancel-outstanding';
import { Admission } from './submission/admission';
import { Halt } from '../concurrency/halt';
import { PollSchedule } from '../scheduling/poll-schedule';
import { Semaphore } from '../concurrency/semaphore';
import { SubmissionQueue } from './submission/submission-queue';

/** Jobs that are prepared ahead of their submission, at most. */
const MOST_PREPARED = 10;
/** The same while no submission has its answer yet, each of which adds one, and for a single slot. */
const FIRST_PREPARED = 2;
/** Tasks bought earlier or elsewhere that are watched at a time. */
const PICKED_UP = 100;
/** How many jobs are the last of a batch, whose ends are looked for oftener. */
const LAST = 2;

/**
 * Runs jobs side by side, as many as the key has free slots: submits in order, watches all on one
 * schedule, submits the next when one ends. Never throws for a job: each has its outcome, in the
 * order of the jobs (docs/runninghub-api.md, section 10).
 */
export async function runBatch<Prepared, Collected>(
	request: BatchRequest<Prepared, Collected>,
): Promise<Array<JobOutcome<Collected>>> {
	const { jobs, clock, random, signal, wait, transport, logger, scheduler } = request;
	const outstanding = new OutstandingTasks(request);
	const halt = new Halt();
	const purchases = new Halt();
	purchases.follow(halt.signal);
	const cancel = () => outstanding.cancelAll();
	signal.addEventListener('abort', cancel);
	const unfollow = halt.follow(signal);
	const { slots, leave } = await scheduler.join({
		transport,
		logger,
		signal,
		waits: wait,
		purchases: jobs.filter((job) => !('existing' in job)).length,
		wanted: request.maxConcurrent > 0 ? request.maxConcurrent : Number.POSITIVE_INFINITY,
		mayStop: request.stops !== undefined,
	});
	const { brake, outage, fullness, budget, lengths } = scheduler;
	const admission = new Admission(brake, outage, purchases, budget);
	const batch: Batch<Prepared, Collected> = {
		...request,
		halt,
		purchases,
		slots,
		pickUps: new Semaphore(PICKED_UP),
		schedule: new PollSchedule(random, lengths, () => scheduler.plan.scarcity),
		queue: new SubmissionQueue(slots, fullness, clock, purchases, admission, budget),
	};
	const outcomes = await runAll(batch, outstanding).finally(() => {
		leave();
		unfollow();
		signal.removeEventListener('abort', cancel);
	});
	return await outstanding.settle(outcomes);
}

async function runAll<Prepared, Collected>(
	batch: Batch<Prepared, Collected>,
	outstanding: OutstandingTasks,
): Promise<Array<JobOutcome<Collected>>> {
	const { jobs, schedule, scheduler, slots } = batch;
	const ahead = new Semaphore(0);
	let answered = 0;
	// What is prepared for slots that are not there is uploaded in vain when the batch is halted.
	const widen = () => {
		const wide = Math.max(FIRST_PREPARED, slots.most);
		ahead.resize(Math.min(MOST_PREPARED, wide, FIRST_PREPARED + answered));
	};
	const prepared = () => {
		answered += 1;
		ahead.release();
		widen();
	};
	const outcomes: Array<Promise<JobOutcome<Collected>>> = [];
	let left = jobs.length;
	if (left <= LAST) schedule.comeToLast();
	for (const [index, job] of jobs.entries()) {
		widen();
		await ahead.take();
		const ended = runJob(batch, job, index, prepared).then((outcome) => {
			left -= 1;
			if (!('existing' in job)) slots.purchaseOver();
			if (left === LAST) {
				schedule.comeToLast(() => scheduler.pauses.count);
				scheduler.pauses.planAnew();
			}
			outstanding.add(job, outcome);
			return outcome;
		});
		outcomes.push(ended);
	}
	return await Promise.all(outcomes);
}
