import { duration, say } from '../steps.cts';

/** One thing that must be right. */
export interface Check {
	readonly name: string;
	/**
	 * @returns something worth printing, such as a count.
	 * @throws whatever says why it is not right.
	 */
	run(): Promise<string | void>;
}

/** How many checks went which way. */
export interface Tally {
	passed: number;
	failed: number;
}

/** What to run, and what to do about a failure. */
export interface Run {
	readonly tally: Tally;
	/** Only checks whose name holds this text. */
	readonly only: string;
	/** Keeps what helps to find out why a check failed. */
	readonly onFailure?: (name: string) => Promise<void>;
}

/** Runs checks one after the other and prints a line for each. */
export async function runChecks(
	checks: readonly Check[],
	{ tally, only, onFailure }: Run,
): Promise<void> {
	for (const { name, run } of checks.filter((check) => check.name.includes(only))) {
		const started = Date.now();
		try {
			const note = await run();
			say(`ok ${name}${note ? `: ${note}` : ''} (${duration(Date.now() - started)})`);
			tally.passed += 1;
		} catch (error) {
			say(`FAILED ${name}: ${reason(error)}`);
			tally.failed += 1;
			await onFailure?.(name);
		}
	}
}

/** An error on one line, without the colours of a terminal. */
function reason(error: unknown): string {
	const text = error instanceof Error ? error.message : String(error);
	return text.replace(/\u001B\[\d*m/g, '').replace(/\s+/g, ' ');
}
