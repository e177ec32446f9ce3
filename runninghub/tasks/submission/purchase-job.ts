import type { SubmittedTask } from '../../api/submit';
import type { TaskLook } from '../polling/watch-task';

/** What every job of a batch tells. */
export interface JobFace {
	/** What takes equally long, such as a model's endpoint. */
	readonly kind: string;
	/** Names the job in the ledger: the same in every try of the same inputs. */
	readonly ledgerKey: string;
	/** Milliseconds to wait for a free slot, and again for the end of the task. */
	readonly timeout: number;
	/** Looks at the task, where RunningHub's own query does not know it. */
	readonly look?: TaskLook | undefined;
}

/** One task to be bought and brought home. */
export interface PurchaseJob<Prepared> extends JobFace {
	/** What the log calls it: whoever has lost everything else finds its task by this. */
	readonly name: string;
	/**
	 * Uploads media and builds the request. Costs nothing and may be repeated. Not started once
	 * nothing more is to be submitted.
	 *
	 * @param signal aborted when nothing more is to be submitted: the work is then of no use.
	 */
	prepare(signal: AbortSignal): Promise<Prepared>;
	/** Submits, once. */
	submit(prepared: Prepared): Promise<SubmittedTask>;
	/** Told when the submission has to wait for a slot. */
	readonly awaitsSlot?: () => void;
	/** The price that was accepted for the job, once `prepare` has looked it up. */
	readonly price?: (prepared: Prepared) => number | undefined;
}
