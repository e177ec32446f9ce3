import { WakeUp } from '../concurrency/wake-up';
import { RunningHubError } from '../errors/runninghub-error';

/** Submissions that may be unanswered at a time after one whose outcome is unknown. */
const MOST_AFTER_UNCERTAIN = 2;
/** Submissions in a row whose outcome is unknown, after which nothing more is submitted. */
const MOST_IN_A_ROW = 3;
/**
 * Milliseconds after the last answer, after which one submission may go to see whether answers come
 * again, and after which clear ones from before say nothing any more.
 */
const EXPIRY = 60_000;
/** Milliseconds after the last answer, after which unclear ones are of no interest any more. */
const FORGOTTEN = 10 * 60_000;

/** What an answer says of the submissions to come. */
type Verdict = 'clear' | 'unclear' | 'nothing';

/**
 * Keeps a RunningHub whose answers get lost from making one task after the other that nobody knows
 * the id of: each may be charged. So many submissions may be unanswered at a time: 1, 2, 4 … while
 * the answers are clear, two after one that is not; after three unclear ones in a row no more at
 * all for a minute, and then one. One that hangs is unanswered.
 *
 * Knows neither batch nor job: whoever submits with the same key may share one.
 */
export class SubmissionBrake {
	private width = 1;
	private unanswered = 0;
	/** Unclear answers without a clear one in between. */
	private inARow = 0;
	private last: RunningHubError | undefined;
	private answeredAt = 0;
	private readonly change = new WakeUp();

	/** @param now milliseconds since the epoch; without it nothing expires. */
	constructor(private readonly now: () => number = () => 0) {}

	/** Why nothing more is submitted; absent while something is. */
	get reason(): RunningHubError | undefined {
		this.expire();
		return this.inARow < MOST_IN_A_ROW ? undefined : stoppedBy(this.inARow, this.last);
	}

	/** Whether it knows nothing that the next submission has to heed. */
	get isIdle(): boolean {
		if (this.unanswered > 0) return false;
		return this.inARow === 0 || this.now() - this.answeredAt >= FORGOTTEN;
	}

	/**
	 * Waits until one more submission may be unanswered, which `answered` must be told of.
	 *
	 * @param signal ends the wait.
	 * @returns whether the submission may go.
	 */
	async admit(signal: AbortSignal): Promise<boolean> {
		for (;;) {
			this.expire();
			if (signal.aborted || this.inARow >= MOST_IN_A_ROW) return false;
			if (this.unanswered < this.allowed) {
				this.unanswered += 1;
				return true;
			}
			await this.change.next(signal);
		}
	}

	/**
	 * A submission that was admitted has its answer.
	 *
	 * @param error absent when RunningHub has named the task.
	 */
	answered(error?: unknown): void {
		this.unanswered -= 1;
		this.answeredAt = this.now();
		const verdict = verdictOf(error);
		if (verdict === 'clear') {
			this.inARow = 0;
			this.width += 1;
		} else if (verdict === 'unclear') {
			this.inARow += 1;
			this.width = MOST_AFTER_UNCERTAIN;
			this.last = error instanceof RunningHubError ? error : undefined;
		}
		this.change.call();
	}

	/** A submission that was admitted is not made after all. */
	leave(): void {
		this.unanswered -= 1;
		this.change.call();
	}

	/** Never more than could make the row of unclear ones too long. */
	private get allowed(): number {
		return this.inARow === 0 ? this.width : Math.min(this.width, MOST_IN_A_ROW - this.inARow);
	}

	private expire(): void {
		if (this.unanswered > 0 || this.now() - this.answeredAt < EXPIRY) return;
		this.width = 1;
		this.inARow = Math.min(this.inARow, MOST_IN_A_ROW - 1);
	}
}

function verdictOf(error: unknown): Verdict {
	if (error === undefined) return 'clear';
	if (!(error instanceof RunningHubError) || error.facts.noTaskMade !== true) return 'unclear';
	// What never reached RunningHub says nothing of its answers.
	return error.kind === 'network' ? 'nothing' : 'clear';
}

function stoppedBy(count: number, last: RunningHubError | undefined): RunningHubError {
	const { code, detail, httpStatus } = last?.facts ?? {};
	return new RunningHubError({
		kind: 'server',
		message: `Not submitted: of the last ${count} submissions in a row it is unknown whether RunningHub made a task${last === undefined ? '' : `. The last time: ${last.message}`}`,
		hint: 'Nothing was sent for this item, so nothing was spent on it. The items of the unknown ones come out as "uncertain": look for their tasks in the call records on the RunningHub site. Run this item alone once RunningHub answers as usual.',
		code,
		detail,
		httpStatus,
		noTaskMade: true,
	});
}
