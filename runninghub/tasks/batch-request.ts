import type { Clock } from '../clock';
import type { Logger } from '../logger';
import type { KeyScheduler } from '../scheduling/key-scheduler';
import type { Transport } from '../transport';
import type { Ledger } from './submission/ledger';
import type { FinishedTask } from './polling/watch-task';
import type { JobFace, PurchaseJob } from './submission/purchase-job';

/** A task that was bought elsewhere, to be brought home. */
export interface PickUpJob extends JobFace {
	/** Its id. */
	readonly existing: string;
}

/** One task to be brought home. */
export type TaskJob<Prepared> = PurchaseJob<Prepared> | PickUpJob;

/** How a job ended. */
export type JobOutcome<Collected> =
	| { readonly state: 'finished'; readonly task: FinishedTask; readonly collected: Collected }
	/** Accepted by RunningHub and left to run. */
	| { readonly state: 'running'; readonly taskId: string; readonly status: string }
	| { readonly state: 'failed'; readonly error: unknown; readonly taskId: string | undefined }
	/** Never submitted, as the batch had stopped. */
	| { readonly state: 'skipped' };

/** A batch of tasks of one key. */
export interface BatchRequest<Prepared, Collected> {
	readonly jobs: ReadonlyArray<TaskJob<Prepared>>;
	readonly transport: Transport;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly ledger: Ledger;
	/** Shared by all executions of this process that use the same key. */
	readonly scheduler: KeyScheduler;
	/** From 0 to 1. */
	readonly random: () => number;
	/** `false` leaves the tasks running once RunningHub has accepted them. */
	readonly wait: boolean;
	/** Most tasks under way at a time; 0 for as many as the key allows. */
	readonly maxConcurrent: number;
	/** Whether this failure keeps further jobs from being submitted; absent when none does. */
	readonly stops?: ((error: unknown, index: number) => boolean) | undefined;
	/** Aborted by the user's Stop: outstanding tasks are then cancelled at RunningHub. */
	readonly signal: AbortSignal;
	/** Brings a finished task home, such as by downloading its files. Runs when its slot is free again. */
	collect(task: FinishedTask, index: number): Promise<Collected>;
}
