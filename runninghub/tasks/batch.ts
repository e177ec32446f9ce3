import type { BatchRequest, JobOutcome } from './batch-request';
import { type Batch, runJob } from './run-job';
import { OutstandingTasks } from './cancel-outstanding';
import { freeSlots } from './submission/free-slots';
import { Admission } from './submission/admission';
import { Halt } from './halt';
import { Outage } from './polling/outage';
import { PollPauses } from './polling/poll-pauses';
import { PollSchedule } from './polling/poll-schedule';
import { QueueWatch } from './submission/queue-watch';
import { Slots } from './submission/slots';
import { SubmissionBrake } from './submission/submission-brake';
import { SubmissionQueue } from './submission/submission-queue';

/** Jobs that are prepared ahead of their submission. */
const PREPARED_AHEAD = 10;
/** Tasks bought earlier or elsewhere that are watched at a time. */
const PICKED_UP = 100;
/** How many jobs are the last of a batch, whose ends are looked for oftener. */
const LAST = 5;

/**
 * Runs jobs side by side, as many as the key has free slots: submits in order, watches all on one
 * schedule, submits the next when one ends. Never throws for a job: each has its outcome, in the
 * order of the jobs (docs/runninghub-api.md, section 10).
 */
export async function runBatch<Prepared, Collected>(
	request: BatchRequest<Prepared, Collected>,
): Promise<Array<JobOutcome<Collected>>> {
	const { clock, random, signal, wait } = request;
	const outstanding = new OutstandingTasks(request);
	const halt = new Halt();
	const purchases = new Halt();
	purchases.follow(halt.signal);
	const cancel = () => outstanding.cancelAll();
	signal.addEventListener('abort', cancel);
	const unfollow = halt.follow(signal);
	const { slots, isTold } = await freeSlots(request);
	const schedule = new PollSchedule(random);
	const outage = new Outage();
	const admission = new Admission(new SubmissionBrake(), outage, purchases);
	const batch: Batch<Prepared, Collected> = {
		...request,
		halt,
		purchases,
		slots,
		pickUps: new Slots(PICKED_UP),
		schedule,
		pauses: new PollPauses(clock, schedule),
		outage,
		queue: new SubmissionQueue(slots, clock, random, purchases, admission),
	};
	const over = new AbortController();
	// What it does last, once nothing is waited for any more, concerns nobody.
	if (wait && isTold && slots.width > 1) {
		void new QueueWatch({ ...batch, mayStop: request.stops !== undefined }).run(over.signal);
	}
	const outcomes = await runAll(batch, outstanding).finally(() => {
		over.abort();
		unfollow();
		signal.removeEventListener('abort', cancel);
	});
	return await outstanding.settle(outcomes);
}

async function runAll<Prepared, Collected>(
	batch: Batch<Prepared, Collected>,
	outstanding: OutstandingTasks,
): Promise<Array<JobOutcome<Collected>>> {
	const { jobs, schedule } = batch;
	const ahead = new Slots(PREPARED_AHEAD);
	const outcomes: Array<Promise<JobOutcome<Collected>>> = [];
	let left = jobs.length;
	for (const [index, job] of jobs.entries()) {
		await ahead.take();
		const ended = runJob(batch, job, index, () => ahead.release()).then((outcome) => {
			left -= 1;
			if (left <= LAST) schedule.comeToLast();
			outstanding.add(job, outcome);
			return outcome;
		});
		outcomes.push(ended);
	}
	return await Promise.all(outcomes);
}
