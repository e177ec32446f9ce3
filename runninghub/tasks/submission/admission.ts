import type { SubmittedTask } from '../../api/submit';
import type { Halt } from '../../concurrency/halt';
import type { Outage } from '../../scheduling/outage';
import { Semaphore } from '../../concurrency/semaphore';
import type { RequestBudget } from '../../scheduling/request-budget';
import type { SubmissionBrake } from '../../scheduling/submission-brake';

/**
 * Lets submissions go one after the other, in the order of asking: each once RunningHub can be
 * asked and the brake allows one more without an answer.
 */
export class Admission {
	/** One waits for all others: a signal that all of them share gathers too many listeners. */
	private readonly turn = new Semaphore(1);

	/** @param purchases halted when nothing more is to be submitted, and here when the brake says so. */
	constructor(
		private readonly brake: SubmissionBrake,
		private readonly outage: Outage,
		private readonly purchases: Halt,
		private readonly budget: RequestBudget,
	) {}

	/**
	 * Submits, once.
	 *
	 * @returns `undefined` when halted before anything was sent.
	 * @throws what the submission throws.
	 */
	async submit(attempt: () => Promise<SubmittedTask>): Promise<SubmittedTask | undefined> {
		await this.turn.take();
		const isAdmitted = await this.wait().finally(() => this.turn.release());
		if (!isAdmitted) return undefined;
		if (this.purchases.isOn) {
			this.brake.leave();
			return undefined;
		}
		this.budget.spend();
		const outcome = await attempt().then(
			(task) => ({ task }),
			(error: unknown) => ({ error }),
		);
		if ('task' in outcome) {
			this.brake.answered();
			return outcome.task;
		}
		this.budget.heed(outcome.error);
		this.brake.answered(outcome.error);
		this.heedBrake();
		throw outcome.error;
	}

	private async wait(): Promise<boolean> {
		const { signal } = this.purchases;
		await this.outage.end(signal);
		const isAdmitted = await this.brake.admit(signal);
		this.heedBrake();
		return isAdmitted;
	}

	private heedBrake(): void {
		const { reason } = this.brake;
		if (reason !== undefined) this.purchases.halt(reason);
	}
}
