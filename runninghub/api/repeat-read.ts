import type { Clock } from '../clock';
import { RunningHubError } from '../errors/runninghub-error';

/** Times that a question without side effects is asked before its fault is reported. */
const ATTEMPTS = 4;

/**
 * Asks a question without side effects again after a passing fault: after 1, 2 and 4 seconds, or
 * as long as RunningHub asks for, up to 30 seconds. Not for submissions: a repeated one may be
 * charged twice.
 *
 * @throws RunningHubError the last fault, or at once when it does not pass.
 */
export async function repeatRead<T>(
	clock: Clock,
	read: () => Promise<T>,
	signal?: AbortSignal,
): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		const outcome = await read().then(
			(value) => ({ value }),
			(error: unknown) => ({ error }),
		);
		if ('value' in outcome) return outcome.value;
		const { error } = outcome;
		const passing = error instanceof RunningHubError && error.facts.temporary === true;
		if (!passing || attempt >= ATTEMPTS || signal?.aborted) throw error;
		const asked = (error.facts.retryAfter ?? 0) * 1000;
		await clock.sleep(Math.min(30_000, Math.max(asked, 1000 * 2 ** (attempt - 1))), signal);
	}
}
