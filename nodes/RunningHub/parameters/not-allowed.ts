import type { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import { invalidInput } from '../items/invalid-input';

/**
 * The value of a field cannot be used.
 *
 * @param shown the value as the user is to see it.
 * @param allowed in words, without a full stop.
 */
export function notAllowed(label: string, shown: string, allowed: string): RunningHubError {
	return invalidInput(
		`${label}: ${shown} is not allowed. Allowed: ${allowed}.`,
		'Correct the value in the node. Nothing was submitted.',
	);
}
