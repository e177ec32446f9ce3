import { isUncertain } from '../../../runninghub/errors/is-uncertain';
import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import { ALONE } from '../items/recovery';
import type { Outcome } from './outcome-rows';

/** For an item whose batch is paid for, all but this one. */
export const RUN_ALONE = `Then run this item alone, ${ALONE}: others may be paid for.`;

/**
 * How to bring on a failed item when others of its batch are paid for, which running the workflow
 * as it is would buy a second time.
 *
 * @param others how the others ended.
 */
export function runAlone(error: unknown, others: readonly Outcome[]): string[] {
	const recover = error instanceof RunningHubError ? error.facts.recover : undefined;
	if (recover === 'fetchLater' || recover === 'lookUp' || !others.some(mayBePaid)) return [];
	const skipped = others.some(({ state }) => state === 'skipped');
	return [
		skipped
			? `Then run only this item and those that were not submitted, ${ALONE}: others are paid for.`
			: RUN_ALONE,
	];
}

function mayBePaid(outcome: Outcome): boolean {
	switch (outcome.state) {
		case 'finished':
		case 'running':
			return true;
		case 'skipped':
			return false;
		case 'failed':
			return outcome.taskId !== undefined || isUncertain(outcome.error);
	}
}
