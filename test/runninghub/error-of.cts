import { RunningHubError } from '../../runninghub/errors/runninghub-error';

/** The RunningHubError that work ends with. @throws Error when it ends in any other way. */
export async function errorOf(work: Promise<unknown>): Promise<RunningHubError> {
	const end = await work.then(
		(value) => ({ value }),
		(error: unknown) => ({ error }),
	);
	if ('error' in end && end.error instanceof RunningHubError) return end.error;
	throw new Error(
		'error' in end
			? `not a RunningHubError: ${String(end.error)}`
			: `no error but ${JSON.stringify(end.value)}`,
	);
}
