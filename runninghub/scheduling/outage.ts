import { WakeUp } from '../concurrency/wake-up';

/** Looks in a row, at whichever task, that must fail before RunningHub counts as out of reach. */
const FAULTS_IN_A_ROW = 3;

/**
 * Whether RunningHub can be asked at all: while none of the tasks under way can be seen, nothing new
 * is to be submitted. Ends with the first look that is answered, or when nobody looks any more.
 *
 * Knows neither batch nor job: whoever looks at tasks with the same key may share one.
 */
export class Outage {
	private faults = 0;
	private watchers = 0;
	private readonly change = new WakeUp();

	/** Whether RunningHub is out of reach. */
	get isOn(): boolean {
		return this.watchers > 0 && this.faults >= FAULTS_IN_A_ROW;
	}

	/** Watches a task, whose looks are told to `seen` and `missed`. */
	async during<T>(watch: () => Promise<T>): Promise<T> {
		this.watchers += 1;
		return await watch().finally(() => {
			this.watchers -= 1;
			this.tell();
		});
	}

	/** A look was answered. */
	seen(): void {
		this.faults = 0;
		this.tell();
	}

	/** A look was not answered, for a reason that may pass. */
	missed(): void {
		this.faults += 1;
	}

	/** Resolves when RunningHub is not out of reach, or the signal is aborted. Never rejects. */
	async end(signal: AbortSignal): Promise<void> {
		while (this.isOn && !signal.aborted) {
			await this.change.next(signal);
		}
	}

	private tell(): void {
		if (!this.isOn) this.change.call();
	}
}
