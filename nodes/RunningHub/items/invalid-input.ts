import { RunningHubError } from '../../../runninghub/errors/runninghub-error';

/** What the user entered cannot be used. Nothing was uploaded or submitted. */
export function invalidInput(message: string, hint: string): RunningHubError {
	return new RunningHubError({ kind: 'invalid', message, hint, noTaskMade: true });
}

/** All problems of a form at once. */
export function invalidForm(name: string, problems: readonly string[]): RunningHubError {
	const [first = ''] = problems;
	const message =
		problems.length === 1
			? first
			: `${problems.length} values need correcting. ${problems.join(' ')}`;
	return invalidInput(
		message,
		`Correct the form of ${name}. Nothing was submitted or charged for this item.`,
	);
}
