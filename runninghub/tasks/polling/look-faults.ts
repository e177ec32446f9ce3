import { RunningHubError } from '../../errors/runninghub-error';

/** Longest wait after a look that failed, in milliseconds. */
const LONGEST_PAUSE = 60_000;

/** The looks at one task that failed in a row. Only the time limit ends them. */
export class LookFaults {
	private inARow = 0;
	private last: RunningHubError | undefined;

	/** Whether the last look failed. */
	get isOn(): boolean {
		return this.inARow > 0;
	}

	/** The last look was answered. */
	clear(): void {
		this.inARow = 0;
		this.last = undefined;
	}

	/**
	 * A look has failed for a reason that may pass.
	 *
	 * @returns milliseconds to wait at least before the next one.
	 */
	add(fault: RunningHubError): number {
		this.inARow += 1;
		this.last = fault;
		const asked = (fault.facts.retryAfter ?? 0) * 1000;
		return Math.max(asked, Math.min(LONGEST_PAUSE, 1000 * 2 ** (this.inARow - 1)));
	}

	/**
	 * What to tell when the time limit is over: names what stood in the way of the last looks.
	 *
	 * @param status the task's last known one.
	 */
	atTimeLimit(taskId: string, status: string): RunningHubError {
		const { last, inARow } = this;
		const { code, detail, httpStatus } = last?.facts ?? {};
		const told =
			last === undefined
				? ''
				: `, and its state could not be read the last ${inARow === 1 ? 'time' : `${inARow} times`}: ${named(last)}`;
		return new RunningHubError({
			kind: 'timeout',
			message: `Task ${taskId} is not finished within the time limit${told}`,
			hint: 'It goes on running at RunningHub and is not lost.',
			recover: 'fetchLater',
			code,
			detail,
			httpStatus,
			taskId,
			status,
			noTaskMade: false,
		});
	}
}

/** What RunningHub answered, with the number that it goes by. */
function named({ message, facts: { code, httpStatus } }: RunningHubError): string {
	if (code !== undefined) return `${message} (code ${code})`;
	const isNamed = httpStatus === undefined || message.includes(String(httpStatus));
	return isNamed ? message : `${message} (HTTP ${httpStatus})`;
}
